package io.syncline.render.plugin;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders a source by a config management plugin (chapter 10.2). */
public final class PluginRenderer {
  private static final List<String> OTHERS = List.of("helm", "kustomize", "directory");

  private PluginRenderer() {}

  /**
   * The plugin a source is written for: the one its block asks for or, when it names no tool at
   * all, the first that discovers itself there.
   *
   * @throws RenderException when it asks for one that is not there
   */
  public static Optional<String> plugin(RecordingTree tree, RenderRequest request) {
    var source = request.source();
    if (!source.chart().isEmpty() || OTHERS.stream().anyMatch(source.tree()::containsKey)) {
      return Optional.empty();
    }
    return source.tree().containsKey("plugin")
        ? Optional.of(request.plugins().choose(tree, request))
        : request.plugins().discover(tree, request);
  }

  /**
   * The objects {@code plugin} prints, in order.
   *
   * @throws RenderException when it fails or prints something else
   */
  public static List<Manifest> render(String plugin, RecordingTree tree, RenderRequest request) {
    var text = request.plugins().generate(plugin, tree, request);
    List<Yaml.Document> documents;
    try {
      documents = Yaml.documents(text);
    } catch (YamlException e) {
      throw wrong(plugin, e.line(), e.problem());
    }
    var manifests = new ArrayList<Manifest>();
    for (var document : documents) {
      add(document.value(), manifests, plugin, document.line());
    }
    return manifests;
  }

  private static void add(
      @Nullable Object value, List<Manifest> manifests, String plugin, int line) {
    switch (value) {
      case null -> {}
      case ObjectTree object -> {
        if (Tree.text(object, "kind").endsWith("List") && object.containsKey("items")) {
          for (var item : Tree.items(object.get("items"))) {
            add(item, manifests, plugin, line);
          }
        } else {
          manifests.add(new Manifest(object));
        }
      }
      default ->
          throw wrong(
              plugin, line, "document is not an object (expected: apiVersion, kind, metadata)");
    }
  }

  private static RenderException wrong(String plugin, int line, String message) {
    return RenderException.in(
        "output of plugin " + plugin,
        line,
        message,
        "generate must print manifests in YAML or JSON to its standard output and nothing else");
  }
}
