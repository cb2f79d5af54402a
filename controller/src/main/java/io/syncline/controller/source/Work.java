package io.syncline.controller.source;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import io.syncline.render.Plugins;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One render to do, or to find done.
 *
 * @param key what decides the result besides the files
 * @param tree the files
 * @param request what to render there
 */
record Work(RenderCache.Key key, SourceTree tree, RenderRequest request) {
  /**
   * What {@code wish} asks of one of its sources.
   *
   * @param refs what its sources go by
   * @param plugins of the application
   * @throws SourceException when there is nothing at the path
   */
  static Work of(
      Wish wish, Placed placed, Map<String, Placed> refs, RemoteSources remotes, Plugins plugins) {
    var tree = placed.tree();
    var path = path(placed, tree);
    var needed = referenced(placed.source(), refs);
    var trees = new LinkedHashMap<String, SourceTree>();
    needed.forEach((name, one) -> trees.put(name, one.tree()));
    var request =
        new RenderRequest(
            path,
            placed.source(),
            new RenderRequest.Instance(
                wish.instanceName(), wish.namespace(), wish.app().project(), placed.commit()),
            new RenderRequest.Platform(wish.kubeVersion(), wish.apiVersions()),
            new RenderRequest.Surroundings(
                trees,
                remotes.of(
                    wish.app().project(),
                    Tree.flag(placed.source().tool("helm"), "passCredentials")),
                plugins),
            RenderLimits.DEFAULT);
    return new Work(key(wish, placed, path, needed, plugins), tree, request);
  }

  private static String path(Placed placed, SourceTree tree) {
    if (!placed.source().chart().isEmpty()) {
      return "";
    }
    var written = placed.source().path();
    var path =
        SourcePath.resolve("", written.startsWith("/") ? written.substring(1) : written)
            .orElseThrow(
                () ->
                    new SourceException(
                        "path \"" + written + "\" leaves the repository (expected: a path inside)",
                        null));
    var there =
        path.isEmpty()
            || tree.entry(path).filter(e -> e.type() != SourceTree.Type.FILE).isPresent();
    if (!there) {
      throw new SourceException(
          path + ": app path does not exist in " + tree.label() + " (expected: a directory)", null);
    }
    return path;
  }

  private static Map<String, Placed> referenced(
      ApplicationSource source, Map<String, Placed> refs) {
    var text = refs.isEmpty() ? "" : Json.write(source.tree());
    var needed = new LinkedHashMap<String, Placed>();
    refs.forEach(
        (name, one) -> {
          if (text.contains(name + "/")) {
            needed.put(name, one);
          }
        });
    return needed;
  }

  private static RenderCache.Key key(
      Wish wish, Placed placed, String path, Map<String, Placed> refs, Plugins plugins) {
    var source = placed.source().tree();
    return new RenderCache.Key(
        placed.origin().name(),
        path,
        source.without("targetRevision"),
        wish.instanceName(),
        wish.namespace(),
        wish.app().project(),
        showsRevision(placed.source()) ? placed.commit() + source.get("targetRevision") : "",
        repositories(refs),
        placed.source().chart().isEmpty() ? plugins.identity() : "",
        wish.kubeVersion(),
        wish.apiVersions(),
        wish.options());
  }

  private static Map<String, String> repositories(Map<String, Placed> refs) {
    var named = new LinkedHashMap<String, String>();
    refs.forEach((name, one) -> named.put(name, one.origin().name()));
    return named;
  }

  /** Whether the commit can stand in the output by a build variable. */
  private static boolean showsRevision(ApplicationSource source) {
    return Json.write(source.tree()).contains("_REVISION");
  }
}
