package io.syncline.render.door;

import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.BuildOptions;
import io.syncline.render.OutputSize;
import io.syncline.render.Recording;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderProblem;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import io.syncline.render.directory.DirectoryRenderer;
import io.syncline.render.helm.ChartMemo;
import io.syncline.render.helm.HelmRenderer;
import io.syncline.render.kustomize.BuildMemo;
import io.syncline.render.kustomize.KustomizeRenderer;
import io.syncline.render.plugin.PluginRenderer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The door: from a source to its manifests, by whichever tool the source is written for. */
public final class Renderers {
  private Renderers() {}

  /** Renders {@code request} over {@code tree}; problems of the input come back as a result. */
  public static RenderResult render(SourceTree tree, RenderRequest request) {
    return render(tree, request, BuildOptions.DEFAULT);
  }

  /** Renders with the options of an installation. */
  public static RenderResult render(SourceTree tree, RenderRequest request, BuildOptions options) {
    return render(tree, request, options, Optional.empty(), Optional.empty());
  }

  /**
   * The same, with what earlier renders of this source left: an edit makes only those objects anew
   * that it can touch, and all others are the very ones of the render before.
   */
  public static RenderResult render(
      SourceTree tree, RenderRequest request, BuildOptions options, BuildMemo memo) {
    return render(tree, request, options, Optional.of(memo), Optional.empty());
  }

  /** The same, with what earlier renders of this source and of any charts left. */
  public static RenderResult render(
      SourceTree tree,
      RenderRequest request,
      BuildOptions options,
      BuildMemo memo,
      ChartMemo charts) {
    return render(tree, request, options, Optional.of(memo), Optional.of(charts));
  }

  private static RenderResult render(
      SourceTree tree,
      RenderRequest request,
      BuildOptions options,
      Optional<BuildMemo> memo,
      Optional<ChartMemo> charts) {
    var recording = new Recording(tree, request);
    var recorded = recording.tree();
    try {
      var effective = SourceOverrides.apply(recorded, recording.request());
      if (SourceOverrides.showRevision(recording.request(), effective)) {
        recording.showRevision();
      }
      SourceTypes.requireOneTool(effective);
      var plugin = PluginRenderer.plugin(recorded, effective);
      var type =
          plugin.isPresent() ? SourceType.PLUGIN : SourceTypes.of(recorded, effective, options);
      var warnings = new LinkedHashSet<String>();
      var manifests =
          plugin.isPresent()
              ? PluginRenderer.render(plugin.get(), recorded, effective)
              : manifests(type, recorded, effective, options, warnings::add, memo, charts);
      if (type != SourceType.KUSTOMIZE) {
        // Kustomizations count while they are built: most of their objects are known by size.
        requireSize(manifests, request);
      }
      return new RenderResult.Rendered(type, manifests, List.copyOf(warnings), recording.inputs());
    } catch (RenderException e) {
      return new RenderResult.Failed(e.problem(), recording.inputs(), e.passing());
    } catch (YamlException e) {
      var problem = new RenderProblem(e.problem(), request.path(), e.line(), "");
      return new RenderResult.Failed(problem, recording.inputs());
    } catch (Json.SyntaxException e) {
      var problem = new RenderProblem(String.valueOf(e.getMessage()), request.path(), 0, "");
      return new RenderResult.Failed(problem, recording.inputs());
    } catch (StackOverflowError _) {
      var problem =
          new RenderProblem("source nests too deep to be rendered", request.path(), 0, "");
      return new RenderResult.Failed(problem, recording.inputs());
    }
  }

  private static void requireSize(List<Manifest> manifests, RenderRequest request) {
    var size = new OutputSize(request);
    manifests.forEach(manifest -> size.add(OutputSize.of(manifest.root())));
  }

  /**
   * A source as its tool sees it, found out without rendering.
   *
   * @param type the tool
   * @param plugin name of the plugin, "" for other tools
   * @param request with the override files of its folder applied
   */
  public record Detected(SourceType type, String plugin, RenderRequest request) {}

  /**
   * Which tool {@code request} would be rendered by.
   *
   * @throws RenderException when that cannot be told
   */
  public static Detected detect(SourceTree tree, RenderRequest request, BuildOptions options) {
    var recorded = new RecordingTree(tree, request.limits());
    var effective = SourceOverrides.apply(recorded, request);
    SourceTypes.requireOneTool(effective);
    var plugin = PluginRenderer.plugin(recorded, effective);
    return new Detected(
        plugin.isPresent() ? SourceType.PLUGIN : SourceTypes.of(recorded, effective, options),
        plugin.orElse(""),
        effective);
  }

  private static List<Manifest> manifests(
      SourceType type,
      RecordingTree tree,
      RenderRequest request,
      BuildOptions options,
      Consumer<String> warnings,
      Optional<BuildMemo> memo,
      Optional<ChartMemo> charts) {
    return switch (type) {
      case HELM ->
          charts
              .map(known -> HelmRenderer.render(tree, request, known))
              .orElseGet(() -> HelmRenderer.render(tree, request));
      case KUSTOMIZE -> {
        var version = Tree.text(request.source().tool("kustomize"), "version");
        var flags = options.forKustomize(version);
        yield KustomizeRenderer.render(tree, request, flags, warnings, memo);
      }
      case DIRECTORY -> DirectoryRenderer.render(tree, request, options, memo);
      case PLUGIN ->
          throw new IllegalStateException("plugins are chosen before: " + request.path());
    };
  }
}
