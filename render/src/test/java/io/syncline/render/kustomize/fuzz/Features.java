package io.syncline.render.kustomize.fuzz;

import static io.syncline.render.kustomize.fuzz.ObjectGrammar.map;

import io.syncline.render.kustomize.fuzz.ObjectGrammar.Made;
import io.syncline.render.kustomize.fuzz.StyledYaml.Raw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The fields of a kustomization that change objects. */
final class Features {
  private final Chance chance;
  private final ObjectGrammar objects;
  private final PatchGrammar patches;
  private final StyledYaml yaml;
  private final BiConsumer<String, String> write;

  Features(
      Chance chance,
      ObjectGrammar objects,
      PatchGrammar patches,
      StyledYaml yaml,
      BiConsumer<String, String> write) {
    this.chance = chance;
    this.objects = objects;
    this.patches = patches;
    this.yaml = yaml;
    this.write = write;
  }

  private static List<Object> list(Object... items) {
    return new ArrayList<>(List.of(items));
  }

  void add(Map<String, Object> file, List<Made> known, List<String> vars, int depth) {
    simple(file);
    images(file, known);
    if (!known.isEmpty()) {
      patches(file, known);
      replacements(file, known);
      variables(file, known, vars);
      plugins(file, known);
    }
    configurations(file);
    if (depth == 0) {
      if (chance.percent(12)) {
        file.put(
            "sortOptions",
            chance.one(
                map("order", "fifo"),
                map("order", "legacy"),
                map(
                    "order",
                    "legacy",
                    "legacySortOptions",
                    map("orderFirst", list("Deployment", "Foo"), "orderLast", list("ConfigMap")))));
      }
      if (chance.percent(12)) {
        file.put(
            "buildMetadata",
            chance.one(
                list("managedByLabel"),
                list("originAnnotations"),
                list("transformerAnnotations"),
                list("originAnnotations", "transformerAnnotations", "managedByLabel")));
      }
    }
    if (chance.percent(1)) {
      file.put(chance.one("namePrefx", "resource", "Namespace"), "x");
    }
  }

  private void simple(Map<String, Object> file) {
    if (chance.percent(25)) {
      file.put("namePrefix", chance.one("p-", "pre-", "p.", "P"));
    }
    if (chance.percent(20)) {
      file.put("nameSuffix", chance.one("-s", "-suf", ".s"));
    }
    if (chance.percent(30)) {
      file.put("namespace", chance.one("nsx", "ns1", "default"));
    }
    if (chance.percent(15)) {
      file.put("commonLabels", objects.labels());
    }
    if (chance.percent(20)) {
      var labels = list();
      for (var i = chance.between(1, 2); i > 0; i--) {
        var entry = map("pairs", objects.labels());
        if (chance.percent(30)) {
          entry.put("includeSelectors", chance.percent(70));
        }
        if (chance.percent(30)) {
          entry.put("includeTemplates", chance.percent(70));
        }
        if (chance.percent(15)) {
          entry.put(
              "fields",
              list(
                  map(
                      "path",
                      chance.one("spec/made/labels", "metadata/annotations", "spec/selector"),
                      "create",
                      chance.percent(60),
                      "kind",
                      chance.one("Foo", "Service", "Deployment"))));
        }
        labels.add(entry);
      }
      file.put("labels", labels);
    }
    if (chance.percent(15)) {
      file.put("commonAnnotations", map(chance.one("note", "a/b", "own"), objects.text()));
    }
  }

  private void images(Map<String, Object> file, List<Made> known) {
    if (chance.percent(25)) {
      var images = list();
      for (var i = chance.between(1, 2); i > 0; i--) {
        var image =
            map(
                "name",
                chance.one(
                    "nginx",
                    "reg.io:5000/team/app",
                    "busybox",
                    "a/b",
                    "app",
                    "ngin.",
                    "ngi*nx",
                    "$(x)"));
        switch (chance.below(6)) {
          case 0 -> image.put("newTag", chance.one("v2", "1.30", "$(TAG)"));
          case 1 -> image.put("newName", chance.one("other", "r.io/x/y", "busybox"));
          case 2 -> image.put("digest", "sha256:1234");
          case 3 -> {
            image.put("newName", "other");
            image.put("newTag", "v3");
          }
          case 4 -> image.put("tagSuffix", "-alpine");
          default -> {
            image.put("newTag", "v4");
            image.put("digest", "sha256:99");
          }
        }
        images.add(image);
      }
      file.put("images", images);
    }
    if (chance.percent(
        known.stream().anyMatch(made -> made.kind().equals("Deployment")) ? 15 : 1)) {
      var scaled =
          known.stream()
              .filter(made -> made.kind().equals("Deployment") || made.kind().equals("StatefulSet"))
              .toList();
      var name = scaled.isEmpty() ? "app" : chance.of(scaled).name();
      file.put(
          "replicas",
          list(
              map(
                  "name",
                  chance.percent(97) ? name : chance.of(ObjectGrammar.NAMES),
                  "count",
                  (long) chance.between(0, 9))));
    }
  }

  private Made target(List<Made> known) {
    // Patches of workloads have the most to go wrong.
    for (var i = 0; i < 2; i++) {
      var made = chance.of(known);
      if (made.tree().containsKey("spec")) {
        return made;
      }
    }
    return chance.of(known);
  }

  private void patches(Map<String, Object> file, List<Made> known) {
    if (chance.percent(45)) {
      var entries = list();
      for (var i = chance.between(1, 3); i > 0; i--) {
        entries.add(patch(known, i));
      }
      file.put("patches", entries);
    }
    if (chance.percent(8)) {
      var text = yaml.document(patches.strategic(target(known), true));
      if (chance.percent(50)) {
        write.accept("psm.yaml", text);
        file.put("patchesStrategicMerge", list("psm.yaml"));
      } else {
        file.put("patchesStrategicMerge", list(text));
      }
    }
    if (chance.percent(8)) {
      var made = target(known);
      var target = map("version", made.version(), "kind", made.kind(), "name", made.name());
      if (!made.group().isEmpty()) {
        target.put("group", made.group());
      }
      file.put(
          "patchesJson6902",
          list(map("target", target, "patch", yaml.document(patches.operations(made)))));
    }
  }

  private Map<String, Object> patch(List<Made> known, int number) {
    var made = target(known);
    var json = chance.percent(40);
    var entry = new LinkedHashMap<String, Object>();
    if (json || chance.percent(40)) {
      entry.put("target", patches.selector(made, true));
    }
    var content =
        json ? patches.operations(made) : patches.strategic(made, !entry.containsKey("target"));
    var text = json && chance.percent(15) ? StyledYaml.json(content) : yaml.document(content);
    if (!json && chance.percent(8)) {
      text += "---\n" + yaml.document(patches.strategic(target(known), true));
    }
    if (chance.percent(40)) {
      var name = "patch" + number + ".yaml";
      write.accept(name, text);
      entry.put("path", name);
    } else {
      entry.put("patch", text);
    }
    if (chance.percent(10)) {
      entry.put(
          "options",
          chance.one(
              map("allowNameChange", true),
              map("allowKindChange", true),
              map("allowNameChange", true, "allowKindChange", true)));
    }
    return entry;
  }

  private void replacements(Map<String, Object> file, List<Made> known) {
    if (!chance.percent(22)) {
      return;
    }
    var entries = list();
    for (var i = chance.between(1, 2); i > 0; i--) {
      var from = chance.of(known);
      var source = map("kind", from.kind(), "name", from.name());
      if (chance.percent(20)) {
        source.put("version", from.version());
      }
      if (chance.percent(80)) {
        source.put("fieldPath", patches.fieldPath(from));
      }
      if (chance.percent(25)) {
        source.put(
            "options",
            map("delimiter", chance.one("-", "/", ":", "."), "index", (long) chance.between(0, 1)));
      }
      var targets = list();
      for (var k = chance.between(1, 2); k > 0; k--) {
        var to = target(known);
        var target = map("select", patches.selector(to, false));
        if (chance.percent(85)) {
          target.put("fieldPaths", list(patches.fieldPath(to)));
        }
        if (chance.percent(15)) {
          target.put("reject", list(patches.selector(chance.of(known), false)));
        }
        if (chance.percent(45)) {
          var options = map();
          if (chance.percent(60)) {
            options.put("create", chance.percent(80));
          }
          if (chance.percent(50)) {
            options.put("delimiter", chance.one("-", "/", ":", "."));
            options.put("index", (long) chance.between(-1, 3));
          }
          if (!options.isEmpty()) {
            target.put("options", options);
          }
        }
        targets.add(target);
      }
      var entry = map("source", source, "targets", targets);
      if (chance.percent(15)) {
        write.accept("repl" + i + ".yaml", yaml.document(chance.percent(50) ? entry : list(entry)));
        entries.add(map("path", "repl" + i + ".yaml"));
      } else {
        entries.add(entry);
      }
    }
    file.put("replacements", entries);
  }

  private void variables(Map<String, Object> file, List<Made> known, List<String> vars) {
    if (vars.isEmpty() || !chance.percent(15)) {
      return;
    }
    var entries = list();
    for (var i = chance.between(1, 2); i > 0 && !vars.isEmpty(); i--) {
      var from = chance.of(known);
      var entry =
          map(
              "name",
              vars.remove(chance.below(vars.size())),
              "objref",
              map("kind", from.kind(), "name", from.name(), "apiVersion", from.apiVersion()));
      if (chance.percent(60)) {
        entry.put(
            "fieldref",
            map(
                "fieldPath",
                chance.percent(40)
                    ? patches.fieldPath(from)
                    : chance.one(
                        "metadata.name",
                        "metadata.namespace",
                        "spec.template.spec.containers[0].image",
                        "data.k",
                        "metadata.labels.app",
                        "spec.replicas")));
      }
      entries.add(entry);
    }
    file.put("vars", entries);
  }

  private void plugins(Map<String, Object> file, List<Made> known) {
    if (chance.percent(12)) {
      place(file, "transformers", transformer(known));
    }
    if (chance.percent(4)) {
      place(
          file,
          "validators",
          map(
              "apiVersion",
              "builtin",
              "kind",
              "LabelTransformer",
              "metadata",
              map("name", "v"),
              "labels",
              map("app", "red"),
              "fieldSpecs",
              list(map("path", "metadata/labels"))));
    }
    if (chance.percent(6)) {
      place(
          file,
          "generators",
          chance.one(
              map(
                  "apiVersion",
                  "builtin",
                  "kind",
                  "ConfigMapGenerator",
                  "metadata",
                  map("name", "gen1"),
                  "literals",
                  list("a=b", "n=1")),
              map(
                  "apiVersion",
                  "builtin",
                  "kind",
                  "SecretGenerator",
                  "metadata",
                  map("name", "gen2", "namespace", "ns1"),
                  "literals",
                  list("a=b"),
                  "type",
                  "Opaque"),
              map(
                  "apiVersion",
                  "builtin",
                  "kind",
                  "IAMPolicyGenerator",
                  "metadata",
                  map("name", "iam"),
                  "cloud",
                  "gke",
                  "kubernetesService",
                  map("name", "k", "namespace", "n"),
                  "serviceAccount",
                  map("name", "s", "projectId", "p"))));
    }
  }

  private void place(Map<String, Object> file, String field, Map<String, Object> plugin) {
    var text = yaml.document(plugin);
    if (chance.percent(50)) {
      write.accept(field + ".yaml", text);
      file.put(field, list(field + ".yaml"));
    } else {
      file.put(field, list(text));
    }
  }

  private Map<String, Object> transformer(List<Made> known) {
    var made = chance.of(known);
    var kind =
        chance.one(
            "PrefixTransformer",
            "SuffixTransformer",
            "PrefixSuffixTransformer",
            "LabelTransformer",
            "AnnotationsTransformer",
            "NamespaceTransformer",
            "ReplicaCountTransformer",
            "ImageTagTransformer",
            "PatchTransformer",
            "PatchStrategicMergeTransformer",
            "PatchJson6902Transformer",
            "ReplacementTransformer",
            "ValueAddTransformer",
            "HashTransformer");
    var plugin = map("apiVersion", "builtin", "kind", kind, "metadata", map("name", "t"));
    var create = chance.percent(60);
    switch (kind) {
      case "PrefixTransformer" ->
          plugin.putAll(map("prefix", "tp-", "fieldSpecs", list(map("path", "metadata/name"))));
      case "SuffixTransformer" ->
          plugin.putAll(
              map(
                  "suffix",
                  "-ts",
                  "fieldSpecs",
                  list(map("path", "metadata/name", "kind", made.kind()))));
      case "PrefixSuffixTransformer" ->
          plugin.putAll(
              map(
                  "prefix",
                  "a-",
                  "suffix",
                  "-z",
                  "fieldSpecs",
                  list(map("path", "metadata/name"))));
      case "LabelTransformer" ->
          plugin.putAll(
              map(
                  "labels",
                  objects.labels(),
                  "fieldSpecs",
                  list(
                      map(
                          "path",
                          chance.one(
                              "metadata/labels",
                              "spec/template/metadata/labels",
                              "spec/selector/matchLabels"),
                          "create",
                          create))));
      case "AnnotationsTransformer" ->
          plugin.putAll(
              map(
                  "annotations",
                  map("t", "1"),
                  "fieldSpecs",
                  list(map("path", "metadata/annotations", "create", create))));
      case "NamespaceTransformer" -> {
        plugin.put("metadata", map("name", "t", "namespace", "tns"));
        plugin.put("fieldSpecs", list(map("path", "metadata/namespace", "create", create)));
        if (chance.percent(60)) {
          plugin.put("unsetOnly", true);
        }
        if (chance.percent(60)) {
          plugin.put(
              "setRoleBindingSubjects", chance.one("defaultOnly", "allServiceAccounts", "none"));
        }
      }
      case "ReplicaCountTransformer" ->
          plugin.putAll(
              map(
                  "replica",
                  map("name", made.name(), "count", 4L),
                  "fieldSpecs",
                  list(map("path", "spec/replicas", "create", create, "kind", "Deployment"))));
      case "ImageTagTransformer" ->
          plugin.putAll(
              map(
                  "imageTag",
                  map("name", "nginx", "newTag", "t1"),
                  "fieldSpecs",
                  list(
                      map(
                          "path",
                          chance.one("spec/image", "spec/template/spec/containers[]/image")))));
      case "PatchTransformer" -> {
        plugin.put(
            "patch",
            yaml.document(
                chance.percent(50) ? patches.operations(made) : patches.strategic(made, true)));
        if (chance.percent(60)) {
          plugin.put("target", patches.selector(made, true));
        }
      }
      case "PatchStrategicMergeTransformer" ->
          plugin.put("patches", yaml.document(patches.strategic(made, true)));
      case "PatchJson6902Transformer" ->
          plugin.putAll(
              map(
                  "target",
                  map(
                      "kind",
                      made.kind(),
                      "version",
                      made.version(),
                      "group",
                      made.group(),
                      "name",
                      made.name()),
                  "jsonOp",
                  yaml.document(patches.operations(made))));
      case "ReplacementTransformer" ->
          plugin.put(
              "replacements",
              list(
                  map(
                      "source",
                      map("kind", made.kind(), "name", made.name(), "fieldPath", "metadata.name"),
                      "targets",
                      list(
                          map(
                              "select",
                              patches.selector(made, false),
                              "fieldPaths",
                              list("metadata.annotations.r"),
                              "options",
                              map("create", true))))));
      case "ValueAddTransformer" ->
          plugin.putAll(
              map(
                  "value",
                  "added",
                  "targets",
                  list(
                      map(
                          "selector",
                          map("kind", made.kind()),
                          "fieldPath",
                          chance.one("metadata/namespace", "spec/extra", "metadata/labels/va"),
                          "filePathPosition",
                          (long) chance.below(2)))));
      default -> {}
    }
    return plugin;
  }

  private void configurations(Map<String, Object> file) {
    if (chance.percent(8)) {
      var config =
          chance.one(
              map(
                  "nameReference",
                  list(
                      map(
                          "kind",
                          "ConfigMap",
                          "version",
                          "v1",
                          "fieldSpecs",
                          list(
                              map("path", "spec/ref/name", "kind", "Foo"),
                              map("path", "spec/k", "kind", "Foo"))))),
              map(
                  "images",
                  list(
                      map("path", "spec/image", "kind", "Foo"),
                      map("path", "spec/items[]/image", "kind", "Foo"))),
              map(
                  "varReference",
                  list(map("path", "spec/k", "kind", "Foo"), map("path", "metadata/annotations"))),
              map(
                  "commonLabels",
                  list(map("path", "spec/selector", "create", chance.percent(50), "kind", "Foo"))),
              map("namePrefix", list(map("path", "spec/name", "kind", "Foo"))),
              map("namespace", list(map("path", "spec/namespace", "kind", "Foo", "create", true))),
              map("replicas", list(map("path", "spec/replicas", "kind", "Foo", "create", true))),
              map(
                  "commonAnnotations",
                  list(map("path", "spec/notes", "kind", "Foo", "create", true))));
      write.accept("config.yaml", yaml.document(config));
      file.put("configurations", list("config.yaml"));
    }
    if (chance.percent(3)) {
      write.accept(
          "crd.json",
          "{\"example.com/v1.Foo\":{\"Schema\":{\"x-kubernetes-object-ref-api-version\":\"v1\",\"properties\":{\"spec\":{\"properties\":{\"ref\":{\"x-kubernetes-object-ref-api-version\":\"v1\",\"x-kubernetes-object-ref-kind\":\"ConfigMap\",\"$ref\":\"x\"}}}}}}}");
      file.put("crds", list("crd.json"));
    }
    if (chance.percent(3)) {
      write.accept(
          "schema.json",
          "{\"definitions\":{\"com.example.v1.Foo\":{\"type\":\"object\",\"properties\":{\"spec\":{\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\"},\"x-kubernetes-patch-merge-key\":\"name\",\"x-kubernetes-patch-strategy\":\"merge\"}}}},\"x-kubernetes-group-version-kind\":[{\"group\":\"example.com\",\"version\":\"v1\",\"kind\":\"Foo\"}]}}}");
      file.put("openapi", map("path", "schema.json"));
    }
    if (chance.percent(1)) {
      file.put("openapi", map("version", new Raw("v1.21.2")));
    }
  }
}
