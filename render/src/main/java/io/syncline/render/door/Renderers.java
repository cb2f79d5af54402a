package io.syncline.render.door;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.BuildOptions;
import io.syncline.render.Recording;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderProblem;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import io.syncline.render.directory.DirectoryRenderer;
import io.syncline.render.helm.HelmRenderer;
import io.syncline.render.kustomize.BuildMemo;
import io.syncline.render.kustomize.KustomizeRenderer;
import io.syncline.render.plugin.PluginRenderer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The door: from a source to its manifests, by whichever tool the source is written for. */
public final class Renderers {
  private static final List<String> TOOLS = List.of("helm", "kustomize", "directory", "plugin");
  private static final List<String> FIXED = List.of("path", "repoURL", "chart", "targetRevision");

  private Renderers() {}

  /** Renders {@code request} over {@code tree}; problems of the input come back as a result. */
  public static RenderResult render(SourceTree tree, RenderRequest request) {
    return render(tree, request, BuildOptions.DEFAULT);
  }

  /** Renders with the options of an installation. */
  public static RenderResult render(SourceTree tree, RenderRequest request, BuildOptions options) {
    return render(tree, request, options, Optional.empty());
  }

  /**
   * The same, with what earlier renders of this source left: an edit makes only those objects anew
   * that it can touch, and all others are the very ones of the render before.
   */
  public static RenderResult render(
      SourceTree tree, RenderRequest request, BuildOptions options, BuildMemo memo) {
    return render(tree, request, options, Optional.of(memo));
  }

  private static RenderResult render(
      SourceTree tree, RenderRequest request, BuildOptions options, Optional<BuildMemo> memo) {
    var recording = new Recording(tree, request);
    var recorded = recording.tree();
    try {
      var effective = overridden(recorded, recording.request());
      requireOneTool(effective);
      var plugin = PluginRenderer.plugin(recorded, effective);
      var type = plugin.isPresent() ? SourceType.PLUGIN : type(recorded, effective);
      var warnings = new LinkedHashSet<String>();
      var manifests =
          plugin.isPresent()
              ? PluginRenderer.render(plugin.get(), recorded, effective)
              : manifests(type, recorded, effective, options, warnings::add, memo);
      requireSize(manifests, request);
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
    var limit = request.limits().outputBytes();
    var size = 0L;
    for (var manifest : manifests) {
      size += size(manifest.root());
      if (size > limit) {
        throw RenderException.in(
            request.path(),
            0,
            "rendered text exceeds its limit (expected: at most " + limit + " bytes)");
      }
    }
  }

  /** About the bytes a value takes as text: enough to stop what runs away. */
  private static long size(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case ObjectTree tree -> {
        var size = 2L;
        for (var i = 0; i < tree.size(); i++) {
          size += tree.keyAt(i).length() + 3 + size(tree.valueAt(i));
        }
        yield size;
      }
      case List<?> list -> {
        var size = 2L;
        for (var item : list) {
          size += 2 + size(item);
        }
        yield size;
      }
      case String text -> text.length();
      case null, default -> 4;
    };
  }

  /** The request with what the folder's override files say about its source (chapter 6). */
  private static RenderRequest overridden(RecordingTree tree, RenderRequest request) {
    var source = request.source().tree();
    var files = new ArrayList<String>();
    files.add(".argocd-source.yaml");
    if (!request.appName().isEmpty()) {
      files.add(".argocd-source-" + request.appName().replace('/', '_') + ".yaml");
    }
    for (var name : files) {
      var path = request.path().isEmpty() ? name : request.path() + "/" + name;
      var bytes = tree.read(path);
      if (bytes.isPresent()) {
        source = merged(source, override(path, bytes.get()));
      }
    }
    return source == request.source().tree()
        ? request
        : request.with(new ApplicationSource(source));
  }

  private static ObjectTree override(String path, byte[] bytes) {
    try {
      return Yaml.parseObject(Yaml.decode(bytes));
    } catch (YamlException e) {
      throw RenderException.in(path, e.line(), e.problem());
    }
  }

  private static ObjectTree merged(ObjectTree source, ObjectTree override) {
    var wanted = override;
    for (var field : FIXED) {
      wanted = wanted.without(field);
    }
    return Tree.object(mergePatch(source, wanted));
  }

  private static @org.jspecify.annotations.Nullable Object mergePatch(
      @org.jspecify.annotations.Nullable Object target,
      @org.jspecify.annotations.Nullable Object patch) {
    if (!(patch instanceof ObjectTree changes)) {
      return patch;
    }
    var result = Tree.object(target);
    for (var i = 0; i < changes.size(); i++) {
      var key = changes.keyAt(i);
      var value = changes.valueAt(i);
      result =
          value == null
              ? result.without(key)
              : result.with(key, mergePatch(result.get(key), value));
    }
    return result;
  }

  private static List<String> named(ApplicationSource source) {
    return TOOLS.stream().filter(source.tree()::containsKey).toList();
  }

  private static void requireOneTool(RenderRequest request) {
    var named = named(request.source());
    if (named.size() > 1) {
      throw RenderException.in(
          request.path(),
          0,
          "multiple application sources defined: " + String.join(",", named),
          "keep one of these blocks in the source");
    }
  }

  /** The tool a source is written for: the one it names, else the one whose files it holds. */
  static SourceType type(SourceTree tree, RenderRequest request) {
    var source = request.source();
    requireOneTool(request);
    var named = named(source);
    if (!source.chart().isEmpty()) {
      return SourceType.HELM;
    }
    if (named.size() == 1) {
      return switch (named.getFirst()) {
        case "helm" -> SourceType.HELM;
        case "kustomize" -> SourceType.KUSTOMIZE;
        case "directory" -> SourceType.DIRECTORY;
        default -> SourceType.PLUGIN;
      };
    }
    var chart = request.path().isEmpty() ? "Chart.yaml" : request.path() + "/Chart.yaml";
    if (tree.entry(chart).isPresent()) {
      return SourceType.HELM;
    }
    return KustomizeRenderer.applies(tree, request.path())
        ? SourceType.KUSTOMIZE
        : SourceType.DIRECTORY;
  }

  private static List<Manifest> manifests(
      SourceType type,
      RecordingTree tree,
      RenderRequest request,
      BuildOptions options,
      Consumer<String> warnings,
      Optional<BuildMemo> memo) {
    return switch (type) {
      case HELM -> HelmRenderer.render(tree, request);
      case KUSTOMIZE -> KustomizeRenderer.render(tree, request, options, warnings, memo);
      case DIRECTORY -> DirectoryRenderer.render(tree, request);
      case PLUGIN ->
          throw new IllegalStateException("plugins are chosen before: " + request.path());
    };
  }
}
