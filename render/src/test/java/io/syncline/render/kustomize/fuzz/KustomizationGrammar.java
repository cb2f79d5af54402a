package io.syncline.render.kustomize.fuzz;

import static io.syncline.render.kustomize.fuzz.ObjectGrammar.map;

import io.syncline.render.kustomize.fuzz.ObjectGrammar.Made;
import io.syncline.render.kustomize.fuzz.StyledYaml.Raw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Random folders of kustomizations; most of them build. */
final class KustomizationGrammar {
  /** The folder to build. */
  static final String ROOT = "top";

  private final Chance chance;
  private final StyledYaml yaml;
  private final ObjectGrammar objects;
  private final PatchGrammar patches;
  private final Map<String, String> files = new TreeMap<>();
  private final List<String> vars = new ArrayList<>(List.of("VAR_A", "VAR_B", "TAG"));
  private int folders;

  private KustomizationGrammar(long seed) {
    this.chance = new Chance(seed);
    this.yaml = new StyledYaml(chance, chance.percent(60));
    this.objects = new ObjectGrammar(chance);
    this.patches = new PatchGrammar(chance, objects);
  }

  /** The files of this seed by path. */
  static Map<String, String> files(long seed) {
    var grammar = new KustomizationGrammar(seed);
    grammar.folder(ROOT, 0, false, new ArrayList<>());
    return grammar.files;
  }

  private static List<Object> list(Object... items) {
    return new ArrayList<>(List.of(items));
  }

  private void file(String path, String text) {
    if (chance.percent(3)) {
      files.put(path, text.replace("\n", "\r\n"));
    } else {
      files.put(path, text);
    }
  }

  private List<Made> folder(String path, int depth, boolean component, List<Made> above) {
    var file = new LinkedHashMap<String, Object>();
    if (component || chance.percent(40)) {
      file.put(
          "apiVersion",
          component ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1");
      file.put("kind", component ? "Component" : "Kustomization");
    }
    var known = new ArrayList<>(above);
    var resources = list();
    for (var i = depth < 3 && !component && chance.percent(45) ? chance.between(1, 2) : 0;
        i > 0;
        i--) {
      var name = "base" + ++folders;
      known.addAll(folder(name, depth + 1, false, List.of()));
      resources.add("../" + name);
      if (chance.percent(12)) {
        resources.add("../" + again(name));
      }
    }
    for (var i = component ? chance.below(2) : chance.between(resources.isEmpty() ? 1 : 0, 3);
        i > 0;
        i--) {
      var name = "r" + i + chance.one(".yaml", ".yaml", ".yaml", ".json");
      file(path + "/" + name, resourceFile(known, name.endsWith("json")));
      resources.add(name);
    }
    if (!resources.isEmpty()) {
      file.put(depth == 1 && chance.percent(3) ? "bases" : "resources", resources);
    }
    generators(path, file, known);
    if (depth < (component ? 3 : 2) && chance.percent(18)) {
      var components = list();
      for (var i = chance.percent(25) ? 2 : 1; i > 0; i--) {
        var name = "comp" + ++folders;
        known = new ArrayList<>(folder(name, depth + 1, true, known));
        components.add("../" + name);
      }
      file.put("components", components);
    }
    var features =
        new Features(chance, objects, patches, yaml, (name, text) -> file(path + "/" + name, text));
    features.add(file, known, vars, depth);
    files.put(
        path
            + "/"
            + (chance.percent(5)
                ? chance.one("kustomization.yml", "Kustomization")
                : "kustomization.yaml"),
        yaml.document(file));
    return known;
  }

  /** A folder with the same base once more, its names told apart. */
  private String again(String base) {
    var name = "again" + ++folders;
    var file = map("resources", list("../" + base));
    file.put(chance.one("namePrefix", "nameSuffix"), chance.one("x-", "-x"));
    if (chance.percent(40)) {
      file.put("namespace", chance.one("ns1", "ns7"));
    }
    if (chance.percent(30)) {
      file.put("labels", list(map("pairs", objects.labels(), "includeSelectors", true)));
    }
    files.put(name + "/kustomization.yaml", yaml.document(file));
    return name;
  }

  private String resourceFile(List<Made> known, boolean json) {
    var documents = new ArrayList<Map<String, Object>>();
    for (var i = chance.between(1, 4); i > 0; i--) {
      var made = objects.object();
      documents.add(made.tree());
      known.add(made);
    }
    if (json) {
      return StyledYaml.json(
          map("apiVersion", "v1", "kind", "List", "items", new ArrayList<Object>(documents)));
    }
    if (chance.percent(6)) {
      return yaml.document(
          map(
              "apiVersion",
              "v1",
              "kind",
              chance.one("List", "ConfigMapList", "FooList"),
              "items",
              new ArrayList<Object>(documents)));
    }
    var text =
        new StringBuilder(chance.one("", "", "", "---\n", "# head\n", "# head\n---\n", "\n"));
    for (var document : documents) {
      if (!text.isEmpty() && !text.toString().endsWith("---\n")) {
        text.append(
            chance.one(
                "---\n",
                "---\n",
                "---\n",
                "---\n",
                "--- # next\n",
                "---\n---\n",
                "---   \n",
                "---\n# only a comment\n---\n"));
      }
      text.append(yaml.document(document));
    }
    return text
        + (chance.percent(10) ? chance.one("---\n", "\n\n", "# tail\n", "---\n# tail") : "");
  }

  private void generators(String path, Map<String, Object> file, List<Made> known) {
    for (var field : List.of("configMapGenerator", "secretGenerator")) {
      if (!chance.percent(25)) {
        continue;
      }
      var secret = field.startsWith("secret");
      var kind = secret ? "Secret" : "ConfigMap";
      var entries = list();
      for (var i = chance.between(1, 2); i > 0; i--) {
        var existing = known.stream().filter(made -> made.kind().equals(kind)).toList();
        var entry = new LinkedHashMap<String, Object>();
        if (!existing.isEmpty() && chance.percent(60)) {
          var old = chance.of(existing);
          entry.put("name", old.name());
          if (!old.namespace().isEmpty()) {
            entry.put("namespace", old.namespace());
          }
          entry.put(
              "behavior",
              chance.one(
                  "merge",
                  "merge",
                  "merge",
                  "merge",
                  "replace",
                  "replace",
                  "replace",
                  chance.one("create", "odd", "merge")));
        } else {
          entry.put(
              "name",
              chance.of(ObjectGrammar.NAMES) + (chance.percent(95) ? "-g" + i + folders : ""));
          if (chance.percent(15)) {
            entry.put("namespace", chance.one("ns1", "default"));
          }
          if (chance.percent(10)) {
            entry.put("behavior", chance.one("create", "unspecified"));
          }
        }
        sources(path, entry, kind + i);
        if (secret && chance.percent(30)) {
          entry.put("type", chance.one("Opaque", "kubernetes.io/tls", "x"));
        }
        if (chance.percent(35)) {
          entry.put("options", options());
        }
        entries.add(entry);
        known.add(
            new Made(
                map(
                    "apiVersion",
                    "v1",
                    "kind",
                    kind,
                    "metadata",
                    map(
                        "name",
                        entry.get("name"),
                        "namespace",
                        entry.getOrDefault("namespace", "")),
                    "data",
                    map("k", "v"))));
      }
      file.put(field, entries);
    }
    if (chance.percent(12)) {
      file.put("generatorOptions", options());
    }
  }

  private void sources(String path, Map<String, Object> entry, String stem) {
    if (chance.percent(75)) {
      var literals = list();
      for (var i = chance.between(1, 3); i > 0; i--) {
        literals.add(
            chance.one("k", "a.b", "x_y", "n", "1")
                + i
                + "="
                + chance.one(
                    objects.text(),
                    "\"quoted\"",
                    "'q'",
                    "a=b",
                    "",
                    "true",
                    "null",
                    "0123",
                    "$(VAR_A)",
                    "{}",
                    "\"half"));
      }
      entry.put("literals", literals);
    }
    if (chance.percent(30)) {
      file(
          path + "/" + stem + ".txt",
          chance.one(
              "text\n",
              "",
              "no newline",
              "a\r\nb\r\n",
              "\ttab\n",
              " lead\n",
              "trail \nx\n",
              "ünï\n",
              "#!x\n\n\n",
              "a: b\n",
              "\ufeffbom",
              "\u0001",
              "line\n\n\n",
              "long line ".repeat(20) + "\n",
              "\n",
              "---\n",
              "'",
              "=\n",
              "\u2028"));
      entry.put("files", list(chance.one("", "renamed=", "a.b=") + stem + ".txt"));
    }
    if (chance.percent(25)) {
      file(
          path + "/" + stem + ".env",
          chance.one(
              "A=1\nB=two words\n",
              "# c\nA=\n\n  B=x\n",
              "A=\"q\"\nB\n",
              "\ufeffA=1\n",
              "A=a=b\r\nC=d\r\n",
              "A='x'\nA2= y \n",
              "_=1\nA.B-C=2\n"));
      entry.put(chance.one("envs", "envs", "env"), entry.containsKey("x") ? "" : stem + ".env");
      if (entry.get("envs") instanceof String one) {
        entry.put("envs", list(one));
      }
    }
  }

  private Map<String, Object> options() {
    var options = new LinkedHashMap<String, Object>();
    if (chance.percent(40)) {
      options.put("disableNameSuffixHash", chance.percent(80));
    }
    if (chance.percent(30)) {
      options.put("immutable", chance.percent(80));
    }
    if (chance.percent(30)) {
      options.put("labels", objects.labels());
    }
    if (chance.percent(30)) {
      options.put("annotations", map("note", objects.text()));
    }
    if (options.isEmpty()) {
      options.put("labels", chance.percent(50) ? map("gen", "yes") : map("gen", new Raw("\"1\"")));
    }
    return options;
  }
}
