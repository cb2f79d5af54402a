package io.syncline.controller.source;

import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.SourceFiles;
import io.syncline.render.SourceType;
import io.syncline.render.door.Renderers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a source is, and which parameters it takes. */
public sealed interface SourceDescription {
  /** The tool. */
  SourceType type();

  /** A folder of manifests. */
  record Directory() implements SourceDescription {
    @Override
    public SourceType type() {
      return SourceType.DIRECTORY;
    }
  }

  /**
   * A chart.
   *
   * @param name of the chart
   * @param valueFiles files in its folder that look like values
   * @param values text of its own values
   * @param parameters its values one by one, such as {@code image.tag} and {@code hosts[0]}
   */
  record Helm(String name, List<String> valueFiles, String values, Map<String, String> parameters)
      implements SourceDescription {
    /** Copies the collections. */
    public Helm {
      valueFiles = List.copyOf(valueFiles);
      parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    @Override
    public SourceType type() {
      return SourceType.HELM;
    }
  }

  /**
   * A kustomization.
   *
   * @param images that its objects run
   */
  record Kustomize(List<String> images) implements SourceDescription {
    /** Copies the list. */
    public Kustomize {
      images = List.copyOf(images);
    }

    /** One that renders to {@code manifests}. */
    static Kustomize of(List<Manifest> manifests) {
      return new Kustomize(SourceDescription.images(manifests));
    }

    @Override
    public SourceType type() {
      return SourceType.KUSTOMIZE;
    }
  }

  /**
   * A source of a config management plugin.
   *
   * @param parameters it announces, as on the wire
   */
  record Plugin(List<ObjectTree> parameters) implements SourceDescription {
    /** Copies the list. */
    public Plugin {
      parameters = List.copyOf(parameters);
    }

    @Override
    public SourceType type() {
      return SourceType.PLUGIN;
    }
  }

  /**
   * Describes a source without rendering it, a kustomization therefore without images.
   *
   * @throws RenderException when it cannot be read
   */
  static SourceDescription of(SourceTree tree, RenderRequest request, BuildOptions options) {
    var detected = Renderers.detect(tree, request, options);
    return switch (detected.type()) {
      case HELM -> chart(tree, detected.request());
      case KUSTOMIZE -> new Kustomize(List.of());
      case PLUGIN ->
          new Plugin(request.plugins().parameters(detected.plugin(), tree, detected.request()));
      default -> new Directory();
    };
  }

  private static Helm chart(SourceTree tree, RenderRequest request) {
    var files = new SourceFiles(tree);
    var folder = request.path();
    var valueFiles =
        tree.list(folder).stream()
            .filter(entry -> entry.type() != SourceTree.Type.DIRECTORY)
            .map(SourceTree.Entry::name)
            .filter(name -> name.contains("values"))
            .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
            .toList();
    var values = text(files, folder, "values.yaml").orElse("");
    var parameters = new TreeMap<String, String>();
    flatten("", object(folder, "values.yaml", values), parameters);
    for (var named : Tree.items(request.source().tool("helm").get("valueFiles"))) {
      // Others, such as those of other sources, show in the application's own parameters.
      text(files, folder, String.valueOf(named))
          .ifPresent(t -> flatten("", object(folder, String.valueOf(named), t), parameters));
    }
    var chart = text(files, folder, "Chart.yaml").map(t -> object(folder, "Chart.yaml", t));
    return new Helm(
        chart.map(c -> Tree.text(c, "name")).orElse(""), valueFiles, values, parameters);
  }

  private static Optional<String> text(SourceFiles files, String folder, String name) {
    if (name.contains("$") || name.contains("://") || name.contains("*")) {
      return Optional.empty();
    }
    return files
        .find(folder, name)
        .filter(found -> found.type() == SourceTree.Type.FILE)
        .map(found -> Yaml.decode(files.read(found.path())));
  }

  private static ObjectTree object(String folder, String name, String text) {
    try {
      return text.isBlank() ? ObjectTree.EMPTY : Yaml.parseObject(text);
    } catch (YamlException e) {
      throw RenderException.in(
          folder.isEmpty() ? name : folder + "/" + name, e.line(), e.problem());
    }
  }

  private static void flatten(String name, @Nullable Object value, Map<String, String> parameters) {
    switch (value) {
      case ObjectTree tree ->
          tree.forEach(
              (key, inner) -> flatten(name.isEmpty() ? key : name + "." + key, inner, parameters));
      case List<?> list -> {
        for (var i = 0; i < list.size(); i++) {
          flatten(name + "[" + i + "]", list.get(i), parameters);
        }
      }
      case null -> parameters.put(name, "");
      default -> parameters.put(name, String.valueOf(value));
    }
  }

  private static List<String> images(List<Manifest> manifests) {
    var images = new TreeSet<String>();
    for (var manifest : manifests) {
      for (var path :
          List.of(
              List.of("spec"),
              List.of("spec", "template", "spec"),
              List.of("spec", "jobTemplate", "spec", "template", "spec"))) {
        var pod = manifest.at(path.toArray(String[]::new));
        for (var list : List.of("containers", "initContainers")) {
          var found = new ArrayList<String>();
          Tree.items(Tree.at(pod, list)).forEach(c -> found.add(Tree.text(c, "image")));
          found.stream().filter(image -> !image.isEmpty()).forEach(images::add);
        }
      }
    }
    return List.copyOf(images);
  }
}
