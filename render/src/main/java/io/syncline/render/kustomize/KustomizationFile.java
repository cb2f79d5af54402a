package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.model.yaml.YamlSpans;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kustomization file, checked and brought to its current form.
 *
 * @param name file name in its folder
 * @param path path of the file as messages show it
 * @param tree its fields
 */
record KustomizationFile(String name, String path, ObjectTree tree) {
  static final String COMPONENT = "Component";
  private static final Map<String, String> DEPRECATED = deprecated();
  private static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  private static Map<String, String> deprecated() {
    var deprecated = new LinkedHashMap<String, String>();
    deprecated.put("bases", "resources");
    deprecated.put("commonLabels", "labels with includeSelectors: true");
    deprecated.put("imageTags", "images");
    deprecated.put("patchesJson6902", "patches");
    deprecated.put("patchesStrategicMerge", "patches");
    deprecated.put("vars", "replacements");
    deprecated.put("helmChartInflationGenerator", "helmCharts");
    return deprecated;
  }

  /** The names such a file may have. */
  static List<String> names() {
    return NAMES;
  }

  static KustomizationFile read(Loader loader) {
    var found = NAMES.stream().filter(loader::isFile).toList();
    var folder = loader.root().isEmpty() ? "." : loader.root();
    if (found.isEmpty()) {
      throw new BuildException(
          "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in"
              + " directory '"
              + folder
              + "'");
    }
    if (found.size() > 1) {
      throw new BuildException("found multiple kustomization files under: " + folder);
    }
    var path = loader.locate(found.getFirst());
    var identity = loader.memo().flatMap(_ -> loader.identity(path));
    var file =
        identity
            .map(
                id ->
                    loader
                        .memo()
                        .orElseThrow()
                        .get(
                            new Key(id),
                            KustomizationFile.class,
                            () -> parse(found.getFirst(), path, loader)))
            .orElseGet(() -> parse(found.getFirst(), path, loader));
    DEPRECATED.forEach(
        (field, instead) -> {
          if (file.tree.containsKey(field)) {
            loader.warn(
                file.path + ": field '" + field + "' is deprecated (expected: " + instead + ")");
          }
        });
    return file;
  }

  /** Under what a file is kept. */
  private record Key(String identity) {}

  private static KustomizationFile parse(String fileName, String path, Loader loader) {
    var name = loader.name(path);
    try {
      var documents = Yaml.documents(loader.textOf(path));
      var value = documents.isEmpty() ? null : documents.getFirst().value();
      var tree = Shapes.strict(value == null ? ObjectTree.EMPTY : value, "Kustomization");
      return new KustomizationFile(fileName, name, checked(tree));
    } catch (YamlException e) {
      throw new BuildException("invalid Kustomization: " + e.problem(), name, e.line());
    } catch (BuildException e) {
      var line = lineOf(e.field(), loader.textOf(path));
      throw line > 0 ? new BuildException(e.problem(), name, line) : e.in(name);
    }
  }

  /** The line of a dotted field, 0 when it cannot be told. */
  private static int lineOf(String field, String text) {
    if (field.isEmpty()) {
      return 0;
    }
    var spans = YamlSpans.of(text.getBytes(StandardCharsets.UTF_8));
    var steps = List.of(field.replace("[", ".").replace("]", "").split("\\."));
    // What has no key of its own, as elements of lists, stands near what it is in.
    for (var length = steps.size(); length > 0; length--) {
      var span = spans.key(0, steps.subList(0, length));
      if (span.isPresent()) {
        return span.get().line();
      }
    }
    return 0;
  }

  private static ObjectTree checked(ObjectTree tree) {
    var kind = Tree.text(tree, "kind");
    var component = kind.equals(COMPONENT);
    if (!kind.isEmpty() && !component && !kind.equals("Kustomization")) {
      throw new BuildException("kind '" + kind + "' (expected: Kustomization or Component)");
    }
    var version = "kustomize.config.k8s.io/" + (component ? "v1alpha1" : "v1beta1");
    var apiVersion = Tree.text(tree, "apiVersion");
    if (!apiVersion.isEmpty() && !apiVersion.equals(version)) {
      throw new BuildException("apiVersion '" + apiVersion + "' (expected: " + version + ")");
    }
    for (var i = 0; i < tree.size(); i++) {
      var key = tree.keyAt(i);
      if (!key.equals("kind") && !key.equals("apiVersion") && !"".equals(tree.valueAt(i))) {
        return tree;
      }
    }
    throw new BuildException("kustomization.yaml is empty");
  }

  boolean isComponent() {
    return text("kind").equals(COMPONENT);
  }

  String text(String field) {
    return Tree.text(tree, field);
  }

  /** The elements of a list field. */
  List<ObjectTree> objects(String field) {
    return Tree.items(tree.get(field)).stream().map(Tree::object).toList();
  }

  /** The texts of a list field. */
  List<String> texts(String field) {
    return Tree.items(tree.get(field)).stream().map(String::valueOf).toList();
  }

  /** Resources with the old {@code bases} behind them. */
  List<String> resources() {
    return joined("resources", "bases");
  }

  /** Images with the old {@code imageTags} behind them. */
  List<ObjectTree> images() {
    var images = new ArrayList<>(objects("images"));
    images.addAll(objects("imageTags"));
    return images;
  }

  private List<String> joined(String first, String second) {
    var joined = new ArrayList<>(texts(first));
    joined.addAll(texts(second));
    return joined;
  }

  /** The sort options, absent when none are set. */
  Optional<ObjectTree> sortOptions() {
    return tree.get("sortOptions") instanceof ObjectTree options
        ? Optional.of(options)
        : Optional.empty();
  }

  KustomizationFile with(ObjectTree changed) {
    return new KustomizationFile(name, path, changed);
  }
}
