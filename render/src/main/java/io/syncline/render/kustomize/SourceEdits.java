package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.BuildEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the {@code kustomize} block of an Application changes in the kustomization file. */
final class SourceEdits {
  private final ObjectTree block;
  private final BuildEnvironment environment;
  private final Loader loader;

  SourceEdits(ObjectTree block, BuildEnvironment environment, Loader loader) {
    this.block = block;
    this.environment = environment;
    this.loader = loader;
  }

  /** The fields of {@code file} after the edits. */
  ObjectTree apply(ObjectTree file) {
    var edited = file;
    for (var field : List.of("namePrefix", "nameSuffix", "namespace")) {
      var value = Tree.text(block, field);
      if (!value.isEmpty()) {
        edited = edited.with(field, value);
      }
    }
    edited = images(edited);
    edited = replicas(edited);
    edited = labels(edited);
    edited = annotations(edited);
    edited = patches(edited);
    return components(edited);
  }

  private ObjectTree images(ObjectTree file) {
    var wanted = Tree.items(block.get("images"));
    if (wanted.isEmpty()) {
      return file;
    }
    var images = new TreeMap<String, ObjectTree>();
    for (var image : Tree.items(file.get("images"))) {
      images.put(Tree.text(image, "name"), Tree.object(image));
    }
    for (var item : wanted) {
      var image = image(environment.substitute(String.valueOf(item)));
      var name = Tree.text(image, "name");
      var known = images.getOrDefault(name, ObjectTree.EMPTY);
      images.put(name, kept(image, known));
    }
    return file.with("images", new ArrayList<>(images.values()));
  }

  /** A star leaves what the file says. */
  private static ObjectTree kept(ObjectTree image, ObjectTree known) {
    var result = image;
    for (var field : List.of("newName", "newTag", "digest")) {
      if (Tree.text(image, field).equals("*")) {
        var there = Tree.text(known, field);
        result = there.isEmpty() ? result.without(field) : result.with(field, there);
      }
    }
    return result;
  }

  /** {@code [old=]new[:tag|@digest]}. */
  static ObjectTree image(String text) {
    var equals = text.indexOf('=');
    var target = text.substring(equals + 1);
    var slash = Math.max(target.lastIndexOf('/'), 0);
    var at = target.indexOf('@');
    var colon = at >= 0 ? -1 : target.indexOf(':', slash);
    var end = at >= 0 ? at : colon >= 0 ? colon : target.length();
    var name = target.substring(0, end);
    var image = new ObjectTree.Builder(3);
    image.put("name", equals < 0 ? name : text.substring(0, equals));
    if (equals >= 0 && !name.isEmpty()) {
      image.put("newName", name);
    }
    if (at >= 0) {
      image.put("digest", target.substring(at + 1));
    } else if (colon >= 0) {
      image.put("newTag", target.substring(colon + 1));
    }
    return image.build();
  }

  private ObjectTree replicas(ObjectTree file) {
    var wanted = Tree.items(block.get("replicas"));
    if (wanted.isEmpty()) {
      return file;
    }
    var replicas = new ArrayList<@Nullable Object>(Tree.items(file.get("replicas")));
    for (var item : wanted) {
      var name = Tree.text(item, "name");
      replicas.removeIf(known -> Tree.text(known, "name").equals(name));
      replicas.add(ObjectTree.of("name", name, "count", count(item, name)));
    }
    return file.with("replicas", replicas);
  }

  private static long count(Object item, String name) {
    var count = Tree.at(item, "count");
    if (count instanceof Long whole) {
      return whole;
    }
    if (count instanceof String text && text.matches("[0-9]{1,9}")) {
      return Long.parseLong(text);
    }
    throw new BuildException(
        "kustomize.replicas: count of '" + name + "' is " + count + " (expected: a whole number)");
  }

  private ObjectTree labels(ObjectTree file) {
    var wanted = substituted(Tree.object(block.get("commonLabels")), true);
    if (wanted.isEmpty()) {
      return file;
    }
    var force = Tree.flag(block, "forceCommonLabels");
    if (!Tree.flag(block, "labelWithoutSelector")) {
      return merged(file, "commonLabels", wanted, force);
    }
    return file.with("labels", besides(file, wanted, force));
  }

  /** The labels of the file with more in the first entry of the same kind, or in a new one. */
  private List<@Nullable Object> besides(ObjectTree file, ObjectTree wanted, boolean force) {
    var templates = Tree.flag(block, "labelIncludeTemplates");
    var labels = new ArrayList<@Nullable Object>(Tree.items(file.get("labels")));
    for (var i = 0; i < labels.size(); i++) {
      var entry = Tree.object(labels.get(i));
      if (!Tree.flag(entry, "includeSelectors")
          && Tree.flag(entry, "includeTemplates") == templates) {
        labels.set(i, merged(entry, "pairs", wanted, force));
        return labels;
      }
    }
    var label = ObjectTree.of("pairs", wanted);
    labels.add(templates ? label.with("includeTemplates", true) : label);
    return labels;
  }

  private ObjectTree annotations(ObjectTree file) {
    var wanted =
        substituted(
            Tree.object(block.get("commonAnnotations")),
            Tree.flag(block, "commonAnnotationsEnvsubst"));
    return wanted.isEmpty()
        ? file
        : merged(file, "commonAnnotations", wanted, Tree.flag(block, "forceCommonAnnotations"));
  }

  private ObjectTree substituted(ObjectTree texts, boolean substitute) {
    var result = new ObjectTree.Builder(texts.size());
    texts.forEach(
        (key, value) -> {
          var text = String.valueOf(value);
          result.put(key, substitute ? environment.substitute(text) : text);
        });
    return result.build();
  }

  private static ObjectTree merged(
      ObjectTree file, String field, ObjectTree wanted, boolean force) {
    var known = Tree.object(file.get(field));
    for (var key : wanted.keySet()) {
      if (!force && known.containsKey(key)) {
        throw new BuildException(
            (field.equals("pairs") ? "label" : field)
                + " '"
                + key
                + "' already exists in the kustomization file (expected: a new key,"
                + " or the force option of the source)");
      }
    }
    var merged = known;
    for (var i = 0; i < wanted.size(); i++) {
      merged = merged.with(wanted.keyAt(i), wanted.valueAt(i));
    }
    return file.with(field, merged);
  }

  private ObjectTree patches(ObjectTree file) {
    var wanted = Tree.items(block.get("patches"));
    if (wanted.isEmpty()) {
      return file;
    }
    var patches = new ArrayList<@Nullable Object>(Tree.items(file.get("patches")));
    wanted.forEach(patch -> patches.add(Shapes.lenient(patch, "Patch")));
    return file.with("patches", patches);
  }

  private ObjectTree components(ObjectTree file) {
    var ignoreMissing = Tree.flag(block, "ignoreMissingComponents");
    var wanted =
        Tree.items(block.get("components")).stream()
            .map(String::valueOf)
            .filter(path -> !ignoreMissing || loader.isFolder(path))
            .toList();
    if (wanted.isEmpty()) {
      return file;
    }
    var components = new ArrayList<@Nullable Object>(Tree.items(file.get("components")));
    wanted.stream().filter(path -> !components.contains(path)).forEach(components::add);
    return file.with("components", components);
  }
}
