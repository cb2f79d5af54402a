package io.syncline.pipeline;

import io.syncline.git.Edit;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.model.yaml.YamlRewrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes what was changed in the cluster into the files of an application: where files hold the
 * objects, in their fields; where Kustomize makes them, as patches in files of their own.
 *
 * @param path folder of the application
 * @param kustomize whether Kustomize makes the objects
 * @param changes what was changed
 */
public record Adoption(String path, boolean kustomize, List<LiveChange> changes) implements Edit {
  private static final List<String> KUSTOMIZATIONS =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  /**
   * Copies the list.
   *
   * @throws PipelineException for a Secret: its values do not belong into Git
   */
  public Adoption {
    changes = List.copyOf(changes);
    for (var change : changes) {
      if (change.key().kind().equals("Secret") && change.key().group().isEmpty()) {
        throw new PipelineException(
            "Secret " + change.key().name() + " is not written to Git",
            "change it where your secrets come from");
      }
    }
  }

  @Override
  public Map<String, Optional<byte[]>> apply(SourceTree head) {
    var files = new LinkedHashMap<String, Optional<byte[]>>();
    for (var change : changes) {
      var now = new Edited(head, files);
      files.putAll(kustomize ? patched(now, change) : inPlace(now, change));
    }
    return files;
  }

  /** Files with the edits made so far. */
  private record Edited(SourceTree head, Map<String, Optional<byte[]>> files) {
    Optional<byte[]> read(String file) {
      var edited = files.get(file);
      return edited == null ? head.read(file) : edited;
    }
  }

  private Map<String, Optional<byte[]>> inPlace(Edited tree, LiveChange change) {
    var found = new LinkedHashMap<String, Optional<byte[]>>();
    for (var file : yamlFiles(tree.head(), path)) {
      var content = tree.read(file).orElseGet(() -> new byte[0]);
      var documents = documents(file, content);
      for (var i = 0; i < documents.size(); i++) {
        if (documents.get(i).value() instanceof ObjectTree document && holds(document, change)) {
          if (!found.isEmpty()) {
            throw new PipelineException(
                "%s %s stands in %s and in %s"
                    .formatted(
                        change.key().kind(),
                        change.key().name(),
                        found.keySet().iterator().next(),
                        file),
                "leave one of them");
          }
          found.put(file, Optional.of(rewritten(file, content, i, change.in(document))));
        }
      }
    }
    if (found.isEmpty()) {
      throw new PipelineException(
          "no file below "
              + (path.isEmpty() ? "." : path)
              + " holds "
              + change.key().kind()
              + " "
              + change.key().name(),
          "what is generated must be changed where it is generated from");
    }
    return found;
  }

  private static List<Yaml.Document> documents(String file, byte[] content) {
    try {
      return Yaml.documents(content);
    } catch (YamlException e) {
      throw new PipelineException(
          "file " + file + " is no YAML: " + e.getMessage(), "mend it first");
    }
  }

  private static byte[] rewritten(String file, byte[] content, int index, ObjectTree wanted) {
    try {
      return YamlRewrite.of(content, index, wanted);
    } catch (YamlException e) {
      throw new PipelineException(
          "file " + file + ", " + e.getMessage(), "write the change into the file by hand");
    }
  }

  private static boolean holds(ObjectTree document, LiveChange change) {
    var object = new Manifest(document);
    var key = change.key();
    return object.kind().equals(key.kind())
        && object.group().equals(key.group())
        && object.name().equals(key.name())
        && (object.namespace().isEmpty() || object.namespace().equals(key.namespace()));
  }

  private static List<String> yamlFiles(SourceTree tree, String folder) {
    var files = new ArrayList<String>();
    for (var entry : tree.list(folder)) {
      var file = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
      var name = entry.name().toLowerCase(Locale.ROOT);
      if (entry.type() == SourceTree.Type.DIRECTORY) {
        files.addAll(yamlFiles(tree, file));
      } else if (entry.type() == SourceTree.Type.FILE
          && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))) {
        files.add(file);
      }
    }
    return files;
  }

  private Map<String, Optional<byte[]>> patched(Edited tree, LiveChange change) {
    var kustomization = kustomization(tree);
    var content = tree.read(kustomization).orElseThrow();
    var document = Tree.object(documents(kustomization, content).getFirst().value());
    var name = original(document, change.key().name());
    var file =
        "adopted-"
            + change.key().kind().toLowerCase(Locale.ROOT)
            + "-"
            + change.key().name()
            + ".yaml";
    var folder = SourcePath.parent(kustomization);
    var place = folder.isEmpty() ? file : folder + "/" + file;
    var patch = Tree.with(change.patch(), name, "metadata", "name");
    var files = new LinkedHashMap<String, Optional<byte[]>>();
    var known = tree.read(place);
    if (known.isPresent()) {
      var before = Tree.object(documents(place, known.get()).getFirst().value());
      files.put(place, Optional.of(rewritten(place, known.get(), 0, over(before, patch))));
    } else {
      files.put(place, Optional.of(Yaml.writeInOrder(patch).getBytes(StandardCharsets.UTF_8)));
    }
    var patches = new ArrayList<Object>(Tree.items(document.get("patches")));
    if (patches.stream().noneMatch(p -> Tree.text(p, "path").equals(file))) {
      patches.add(ObjectTree.of("path", file));
      var wanted = document.with("patches", Tree.list(patches));
      files.put(kustomization, Optional.of(rewritten(kustomization, content, 0, wanted)));
    }
    return files;
  }

  private String kustomization(Edited tree) {
    return KUSTOMIZATIONS.stream()
        .map(name -> path.isEmpty() ? name : path + "/" + name)
        .filter(file -> tree.read(file).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new PipelineException(
                    "folder " + (path.isEmpty() ? "." : path) + " has no kustomization.yaml",
                    "see that the application's path is right"));
  }

  /** Patches go by the name an object has before this kustomization adds to it. */
  private static String original(ObjectTree kustomization, String name) {
    var prefix = Tree.text(kustomization, "namePrefix");
    var suffix = Tree.text(kustomization, "nameSuffix");
    var start = name.startsWith(prefix) ? prefix.length() : 0;
    var end = name.endsWith(suffix) ? name.length() - suffix.length() : name.length();
    return start < end ? name.substring(start, end) : name;
  }

  /** A later patch over an earlier one of the same object. */
  private static ObjectTree over(ObjectTree before, ObjectTree later) {
    var result = before;
    for (var entry : later.entrySet()) {
      var a = result.get(entry.getKey());
      var b = entry.getValue();
      if (a instanceof ObjectTree x && b instanceof ObjectTree y) {
        result = result.with(entry.getKey(), over(x, y));
      } else if (a instanceof List<?> x && b instanceof List<?> y) {
        result = result.with(entry.getKey(), overItems(x, y));
      } else {
        result = result.with(entry.getKey(), b);
      }
    }
    return result;
  }

  private static List<Object> overItems(List<?> before, List<?> later) {
    var byName = new LinkedHashMap<String, Object>();
    for (var list : List.of(before, later)) {
      for (var item : list) {
        var name = Tree.text(item, "name");
        if (name.isEmpty()) {
          return Tree.list(later);
        }
        var known = byName.get(name);
        byName.put(
            name,
            known == null
                ? Objects.requireNonNull(item)
                : over(Tree.object(known), Tree.object(item)));
      }
    }
    return Tree.list(List.copyOf(byName.values()));
  }
}
