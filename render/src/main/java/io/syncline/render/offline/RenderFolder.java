package io.syncline.render.offline;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.Inputs;
import io.syncline.render.Remotes;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderProblem;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Renders a folder of the local disk as a controller would render it from the repository around it.
 *
 * @param source tool blocks of the source; the folder's files decide where there is none
 * @param appName name of the application
 * @param namespace namespace objects are destined for
 * @param kubeVersion version charts render for
 * @param apiVersions API versions charts see
 * @param options options of an installation
 */
public record RenderFolder(
    ApplicationSource source,
    String appName,
    String namespace,
    String kubeVersion,
    List<String> apiVersions,
    BuildOptions options) {
  /** Copies the list. */
  public RenderFolder {
    apiVersions = List.copyOf(apiVersions);
  }

  /** Renders with the settings of a new installation. */
  public static RenderFolder of(ApplicationSource source, String appName, String namespace) {
    return new RenderFolder(source, appName, namespace, "v1.32.4", List.of(), BuildOptions.DEFAULT);
  }

  /** Renders {@code folder}; a folder that cannot be read is a failed result. */
  public RenderResult render(Path folder) {
    return render(folder, Map.of());
  }

  /** Renders {@code folder}, with the folders that {@code $ref/…} paths lead to. */
  public RenderResult render(Path folder, Map<String, SourceTree> refs) {
    return render(folder, refs, Remotes.NONE);
  }

  /** The same, what the folder refers to elsewhere being had from {@code remotes}. */
  public RenderResult render(Path folder, Map<String, SourceTree> refs, Remotes remotes) {
    try {
      var real = folder.toRealPath();
      var tree = OfflineTree.at(OfflineTree.enclosingRoot(real));
      return render(tree, tree.pathOf(real), refs, remotes);
    } catch (IOException e) {
      return failed(folder, e);
    } catch (UncheckedIOException e) {
      return failed(folder, e);
    }
  }

  /** Renders {@code path} of a tree that lies on no disk, such as a chart. */
  public RenderResult render(
      SourceTree tree, String path, Map<String, SourceTree> refs, Remotes remotes) {
    var request =
        new RenderRequest(
            path,
            source,
            new RenderRequest.Instance(appName, namespace, "default", ""),
            new RenderRequest.Platform(kubeVersion, apiVersions),
            new RenderRequest.Surroundings(refs, remotes),
            RenderLimits.DEFAULT);
    return Renderers.render(tree, request, options);
  }

  private static RenderResult failed(Path folder, Exception e) {
    var problem =
        new RenderProblem("folder cannot be read: " + e.getMessage(), folder.toString(), 0, "");
    return new RenderResult.Failed(problem, Inputs.NONE);
  }
}
