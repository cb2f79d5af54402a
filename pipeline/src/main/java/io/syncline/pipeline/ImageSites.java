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

  /** The places in {@code document} that name images, in its order. */
  static List<ImageSite> in(Form form, @Nullable Object document) {
    var found = new ImageSites();
    switch (form) {
      case MANIFEST -> found.manifest(document, List.of());
      case KUSTOMIZATION -> found.kustomization(document);
      case VALUES -> found.values(document, List.of());
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
                  values(value, here);
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
          List.of("helmCharts", Integer.toString(i), "valuesInline"));
    }
  }

  private void entry(ObjectTree entry, List<String> path) {
    var nameKey = entry.get("newName") instanceof String s && !s.isEmpty() ? "newName" : "name";
    ImageReference.parse(Tree.text(entry, nameKey))
        .map(name -> new ImageReference(name.name(), scalar(entry, "newTag"), scalar(entry, "digest")))
        .ifPresent(
            image ->
                sites.add(
                    new ImageSite(
                        Kind.KUSTOMIZE,
                        path,
                        "",
                        image,
                        nameKey.equals("newName") ? Tree.text(entry, "name") : "",
                        new Keys(nameKey, present(entry, "newTag"), present(entry, "digest")))));
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

  private void values(@Nullable Object node, List<String> path) {
    switch (node) {
      case ObjectTree tree -> {
        if (!parts(tree, path)) {
          strings(tree, path);
        }
        tree.forEach((key, value) -> values(value, below(path, key)));
      }
      case List<?> list -> {
        for (var i = 0; i < list.size(); i++) {
          values(list.get(i), below(path, i));
        }
      }
      case null, default -> {}
    }
  }

  /** {@code {registry, repository, tag, digest}}, under whatever key. */
  private boolean parts(ObjectTree tree, List<String> path) {
    var named = !path.isEmpty() && isImageKey(path.getLast());
    var nameKey =
        tree.get("repository") instanceof String
            ? "repository"
            : named && tree.get("name") instanceof String ? "name" : "";
    var tagKey = present(tree, "tag").or(() -> present(tree, "imageTag"));
    var digestKey = present(tree, "digest").or(() -> present(tree, "sha"));
    if (nameKey.isEmpty() || tagKey.isEmpty() && digestKey.isEmpty() && !named) {
      return false;
    }
    return part(tree, path, new Keys(nameKey, tagKey, digestKey));
  }

  private boolean part(ObjectTree tree, List<String> path, Keys keys) {
    var registry = Tree.text(tree, "registry");
    var name = Tree.text(tree, keys.name());
    var image = ImageReference.parse(registry.isEmpty() ? name : registry + "/" + name);
    image.ifPresent(
        reference ->
            sites.add(
                new ImageSite(
                    Kind.PARTS,
                    path,
                    "",
                    new ImageReference(
                        reference.name(),
                        keys.tag().flatMap(key -> scalar(tree, key)).or(reference::tag),
                        keys.digest().flatMap(key -> scalar(tree, key)).or(reference::digest)),
                    "",
                    keys)));
    return image.isPresent();
  }

  /** {@code image: name:tag}, and {@code image: name} with the tag in a field beside it. */
  private void strings(ObjectTree tree, List<String> path) {
    for (var key : tree.keySet()) {
      if (!isImageKey(key) || !(tree.get(key) instanceof String text)) {
        continue;
      }
      var image = ImageReference.parse(text);
      if (image.isEmpty()) {
        continue;
      }
      var bare = image.get().tag().isEmpty() && image.get().digest().isEmpty();
      var beside = bare ? tagBeside(tree, key) : Optional.<String>empty();
      if (beside.isPresent()) {
        part(tree, path, new Keys(key, beside, Optional.empty()));
      } else {
        sites.add(
            new ImageSite(
                Kind.WHOLE, below(path, key), "", image.get(), "", Keys.NONE));
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
