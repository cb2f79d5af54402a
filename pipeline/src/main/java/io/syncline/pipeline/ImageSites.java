package io.syncline.pipeline;

import io.syncline.model.source.SourcePath;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.pipeline.ImageSite.Keys;
import io.syncline.pipeline.ImageSite.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the places of a document that name images. */
final class ImageSites {
  private static final Set<String> CONTAINERS =
      Set.of("containers", "initContainers", "ephemeralContainers");

  private final List<ImageSite> sites = new ArrayList<>();

  private ImageSites() {}

  /** What a document is, which decides where its images are. */
  enum Form {
    MANIFEST,
    KUSTOMIZATION,
    VALUES
  }

  /** The form of a document in {@code file}. */
  static Form form(String file, @Nullable Object document) {
    if (isKustomization(file)
        || Tree.text(document, "apiVersion").startsWith("kustomize.config.k8s.io/")) {
      return Form.KUSTOMIZATION;
    }
    return Tree.text(document, "apiVersion").isEmpty() || Tree.text(document, "kind").isEmpty()
        ? Form.VALUES
        : Form.MANIFEST;
  }

  /** Whether kustomize takes {@code file} for its own by name. */
  static boolean isKustomization(String file) {
    return switch (SourcePath.name(file)) {
      case "kustomization.yaml", "kustomization.yml", "Kustomization" -> true;
      default -> false;
    };
  }

  /**
   * The places in {@code document} that name images, in its order.
   *
   * @param base the values that {@code document}, if it is {@link Form#VALUES}, is laid over: they
   *     tell what it leaves out; empty when there are none
   */
  static List<ImageSite> in(Form form, @Nullable Object document, ObjectTree base) {
    var found = new ImageSites();
    switch (form) {
      case MANIFEST -> found.manifest(document, List.of());
      case KUSTOMIZATION -> found.kustomization(document);
      case VALUES -> found.values(document, base, List.of());
    }
    return found.sites;
  }

  private static List<String> below(List<String> path, Object step) {
    var longer = new ArrayList<>(path);
    longer.add(step.toString());
    return longer;
  }

  private void manifest(@Nullable Object node, List<String> path) {
    switch (node) {
      case ObjectTree tree ->
          tree.forEach(
              (key, value) -> {
                var here = below(path, key);
                if (CONTAINERS.contains(key) && value instanceof List<?> list) {
                  containers(list, here);
                } else if (isChartValues(here)) {
                  values(value, ObjectTree.EMPTY, here);
                } else {
                  manifest(value, here);
                }
              });
      case List<?> list -> {
        for (var i = 0; i < list.size(); i++) {
          manifest(list.get(i), below(path, i));
        }
      }
      case null, default -> {}
    }
  }

  /** Values that an Application or a HelmRelease carries inside. */
  private static boolean isChartValues(List<String> path) {
    var text = String.join(".", path);
    return text.endsWith(".helm.valuesObject") || text.equals("spec.values");
  }

  private void containers(List<?> list, List<String> path) {
    for (var i = 0; i < list.size(); i++) {
      var container = list.get(i);
      var image = ImageReference.parse(Tree.text(container, "image"));
      var here = below(below(path, i), "image");
      image.ifPresent(
          reference ->
              sites.add(
                  new ImageSite(
                      Kind.WHOLE, here, Tree.text(container, "name"), reference, "", Keys.NONE)));
    }
  }

  private void kustomization(@Nullable Object document) {
    var images = Tree.items(Tree.at(document, "images"));
    for (var i = 0; i < images.size(); i++) {
      if (images.get(i) instanceof ObjectTree entry) {
        entry(entry, List.of("images", Integer.toString(i)));
      }
    }
    var charts = Tree.items(Tree.at(document, "helmCharts"));
    for (var i = 0; i < charts.size(); i++) {
      values(
          Tree.at(charts.get(i), "valuesInline"),
          ObjectTree.EMPTY,
          List.of("helmCharts", Integer.toString(i), "valuesInline"));
    }
  }

  private void entry(ObjectTree entry, List<String> path) {
    var nameKey = entry.get("newName") instanceof String s && !s.isEmpty() ? "newName" : "name";
    ImageReference.parse(Tree.text(entry, nameKey))
        .map(
            name ->
                new ImageReference(name.name(), scalar(entry, "newTag"), scalar(entry, "digest")))
        .ifPresent(
            image ->
                sites.add(
                    new ImageSite(
                        Kind.KUSTOMIZE,
                        path,
                        "",
                        image,
                        nameKey.equals("newName") ? Tree.text(entry, "name") : "",
                        new Keys(
                            nameKey,
                            present(entry, "newTag"),
                            present(entry, "digest"),
                            entry.keySet()))));
  }

  private static Optional<String> scalar(ObjectTree tree, String key) {
    return switch (tree.get(key)) {
      case String s -> s.isEmpty() ? Optional.empty() : Optional.of(s);
      case Number n -> Optional.of(n.toString());
      case null, default -> Optional.empty();
    };
  }

  private static Optional<String> present(ObjectTree tree, String key) {
    return tree.containsKey(key) && !(tree.get(key) instanceof ObjectTree)
        ? Optional.of(key)
        : Optional.empty();
  }

  private void values(@Nullable Object node, ObjectTree base, List<String> path) {
    switch (node) {
      case ObjectTree tree -> {
        var merged = over(base, tree);
        if (!parts(tree, merged, path)) {
          strings(tree, merged, path);
        }
        tree.forEach((key, value) -> values(value, Tree.object(base.get(key)), below(path, key)));
      }
      case List<?> list -> {
        // Helm replaces lists as wholes: nothing below them comes from the base.
        for (var i = 0; i < list.size(); i++) {
          values(list.get(i), ObjectTree.EMPTY, below(path, i));
        }
      }
      case null, default -> {}
    }
  }

  private static ObjectTree over(ObjectTree base, ObjectTree tree) {
    var merged = base;
    for (var key : tree.keySet()) {
      merged = merged.with(key, tree.get(key));
    }
    return merged;
  }

  /** {@code {registry, repository, tag, digest}}, under whatever key. */
  private boolean parts(ObjectTree tree, ObjectTree merged, List<String> path) {
    var named = !path.isEmpty() && isImageKey(path.getLast());
    var nameKey =
        merged.get("repository") instanceof String
            ? "repository"
            : named && merged.get("name") instanceof String ? "name" : "";
    var tagKey = present(merged, "tag").or(() -> present(merged, "imageTag"));
    var digestKey = present(merged, "digest").or(() -> present(merged, "sha"));
    if (nameKey.isEmpty() || tagKey.isEmpty() && digestKey.isEmpty() && !named) {
      return false;
    }
    return part(merged, path, new Keys(nameKey, tagKey, digestKey, tree.keySet()));
  }

  /** Adds the image that {@code merged} names, unless nothing of it is written at this place. */
  private boolean part(ObjectTree merged, List<String> path, Keys keys) {
    var image = name(merged, keys);
    if (keys.written().isPresent()) {
      image.ifPresent(
          reference ->
              sites.add(
                  new ImageSite(
                      Kind.PARTS,
                      path,
                      "",
                      new ImageReference(
                          reference.name(),
                          keys.tag().flatMap(key -> scalar(merged, key)).or(reference::tag),
                          keys.digest().flatMap(key -> scalar(merged, key)).or(reference::digest)),
                      "",
                      keys)));
    }
    return image.isPresent();
  }

  private static Optional<ImageReference> name(ObjectTree merged, Keys keys) {
    var registry = Tree.text(merged, "registry");
    var name = Tree.text(merged, keys.name());
    return ImageReference.parse(registry.isEmpty() ? name : registry + "/" + name);
  }

  /** {@code image: name:tag}, and {@code image: name} with the tag in a field beside it. */
  private void strings(ObjectTree tree, ObjectTree merged, List<String> path) {
    for (var key : merged.keySet()) {
      if (!isImageKey(key) || !(merged.get(key) instanceof String text)) {
        continue;
      }
      var image = ImageReference.parse(text);
      if (image.isEmpty()) {
        continue;
      }
      var bare = image.get().tag().isEmpty() && image.get().digest().isEmpty();
      var beside = bare ? tagBeside(merged, key) : Optional.<String>empty();
      if (beside.isPresent()) {
        part(merged, path, new Keys(key, beside, Optional.empty(), tree.keySet()));
      } else if (tree.containsKey(key)) {
        sites.add(new ImageSite(Kind.WHOLE, below(path, key), "", image.get(), "", Keys.NONE));
      }
    }
  }

  private static Optional<String> tagBeside(ObjectTree tree, String key) {
    return present(tree, key + "Tag")
        .or(() -> key.equals("image") ? present(tree, "tag") : Optional.empty());
  }

  private static boolean isImageKey(String key) {
    return key.toLowerCase(Locale.ROOT).endsWith("image");
  }
}
