package io.syncline.render.door;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.BuildOptions;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.SourceType;
import io.syncline.render.kustomize.KustomizeRenderer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which tool a source is written for. */
final class SourceTypes {
  private static final List<SourceType> TOOLS =
      List.of(SourceType.KUSTOMIZE, SourceType.HELM, SourceType.DIRECTORY, SourceType.PLUGIN);

  private SourceTypes() {}

  private static List<SourceType> named(ApplicationSource source) {
    return TOOLS.stream().filter(type -> source.tree().containsKey(field(type))).toList();
  }

  private static String field(SourceType type) {
    return type.word().toLowerCase(Locale.ROOT);
  }

  /** A block that says nothing names no tool; that of plugins means any that knows the files. */
  private static boolean meant(ApplicationSource source, SourceType type) {
    return type == SourceType.PLUGIN
        || Tree.object(source.tree().get(field(type))).entrySet().stream()
            .anyMatch(entry -> says(entry.getKey(), entry.getValue()));
  }

  private static boolean says(String field, @Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Map<?, ?> map when field.equals("jsonnet") ->
          map.values().stream().anyMatch(inner -> says("", inner));
      case Map<?, ?> map -> !map.isEmpty();
      case List<?> list -> !list.isEmpty();
      case Boolean flag -> flag;
      case String text -> !text.isEmpty();
      default -> true;
    };
  }

  /**
   * Refuses a source with blocks for several tools.
   *
   * @throws RenderException naming them
   */
  static void requireOneTool(RenderRequest request) {
    var named = named(request.source());
    if (named.size() > 1) {
      throw RenderException.in(
          request.path(),
          0,
          "multiple application sources defined: "
              + named.stream().map(SourceType::word).collect(Collectors.joining(",")),
          "keep one of these blocks in the source");
    }
  }

  /**
   * The tool a source is written for: the one it names, else the one whose files it holds. A tool
   * that is switched off leaves its files to be read as they are.
   */
  static SourceType of(SourceTree tree, RenderRequest request, BuildOptions options) {
    var source = request.source();
    if (!source.chart().isEmpty()) {
      return SourceType.HELM;
    }
    var named = named(source).stream().filter(type -> meant(source, type)).toList();
    if (!named.isEmpty()) {
      var type = named.getFirst();
      return options.disabled().contains(type) ? SourceType.DIRECTORY : type;
    }
    var chart = request.path().isEmpty() ? "Chart.yaml" : request.path() + "/Chart.yaml";
    if (!options.disabled().contains(SourceType.HELM) && tree.entry(chart).isPresent()) {
      return SourceType.HELM;
    }
    return !options.disabled().contains(SourceType.KUSTOMIZE)
            && KustomizeRenderer.applies(tree, request.path())
        ? SourceType.KUSTOMIZE
        : SourceType.DIRECTORY;
  }
}
