package io.syncline.render.kustomize;

import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.BuildEnvironment;
import io.syncline.render.BuildOptions;
import io.syncline.render.OutputSize;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.SourceFiles;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Renders a folder with a kustomization file as {@code kustomize build} of version 5.5 does. */
public final class KustomizeRenderer {
  private KustomizeRenderer() {}

  /** The names of kustomization files. */
  public static List<String> fileNames() {
    return KustomizationFile.names();
  }

  /** Whether the folder {@code path} has a kustomization file. */
  public static boolean applies(SourceTree tree, String path) {
    return fileNames().stream()
        .anyMatch(name -> tree.entry(path.isEmpty() ? name : path + "/" + name).isPresent());
  }

  /**
   * The objects of the kustomization at {@code request.path()}, edited as the {@code kustomize}
   * block of the source asks.
   *
   * @param warnings gets a line for each field in use that is deprecated
   * @param memo what earlier builds of this source left to this one
   * @throws RenderException when the kustomization, or something it names, is at fault
   */
  public static List<Manifest> render(
      RecordingTree tree,
      RenderRequest request,
      BuildOptions options,
      Consumer<String> warnings,
      Optional<BuildMemo> memo) {
    if (memo.isEmpty() || !memo.get().begin(request.limits())) {
      return built(tree, request, options, warnings, Optional.empty());
    }
    try {
      var manifests = built(tree, request, options, warnings, memo);
      memo.get().complete();
      return manifests;
    } catch (BuildMemo.Unfit ownSchema) {
      memo.get().unfit();
    } finally {
      memo.get().end();
    }
    return built(tree, request, options, warnings, Optional.empty());
  }

  private static List<Manifest> built(
      RecordingTree tree,
      RenderRequest request,
      BuildOptions options,
      Consumer<String> warnings,
      Optional<BuildMemo> memo) {
    try {
      var scope = new Loader.Scope(request.remotes(), options.anyFile(), warnings, memo);
      var loader = Loader.at(new SourceFiles(tree), request.path(), scope);
      var file = KustomizationFile.read(loader);
      var block = request.source().tool("kustomize");
      if (!block.isEmpty()) {
        var environment = new BuildEnvironment(request);
        file = file.with(new SourceEdits(block, environment, loader).apply(file.tree()));
      }
      Charts charts =
          options.charts()
              ? new ChartInflation(request)
              : (chart, _, _) -> {
                throw ChartInflation.refusal(chart);
              };
      return manifests(Build.run(loader, file, charts, request.limits()), request);
    } catch (BuildException e) {
      throw RenderException.in(e.file(), e.line(), e.problem());
    } catch (NodeException e) {
      throw RenderException.in(request.path(), e.line(), e.problem());
    } catch (YamlException e) {
      throw RenderException.in(request.path(), e.line(), e.problem());
    }
  }

  private static List<Manifest> manifests(ResourceMap map, RenderRequest request) {
    var manifests = new ArrayList<Manifest>(map.resources().size());
    var size = new OutputSize(request);
    for (var resource : map.resources()) {
      try {
        var manifest = resource.manifest();
        manifests.add(manifest);
        size.add(resource.size(manifest));
      } catch (NodeException e) {
        throw RenderException.in(request.path(), 0, resource.id() + ": " + e.problem());
      }
    }
    return manifests;
  }
}
