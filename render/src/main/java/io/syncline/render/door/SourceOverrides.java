package io.syncline.render.door;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source a request means: with its override files applied and without empty blocks. */
final class SourceOverrides {
  private static final List<String> FIXED = List.of("path", "repoURL", "chart", "targetRevision");

  /** Blocks that say nothing when all their fields are at their zero; an empty plugin does. */
  private static final List<String> PLAIN = List.of("helm", "kustomize", "directory");

  private SourceOverrides() {}

  /** The request with what the folder's override files say about its source (chapter 6). */
  static RenderRequest apply(SourceTree tree, RenderRequest request) {
    var source = request.source().tree();
    for (var name : names(request)) {
      var path = request.path().isEmpty() ? name : request.path() + "/" + name;
      var bytes = tree.read(path);
      if (bytes.isPresent()) {
        source = merged(source, override(path, bytes.get()));
      }
    }
    var effective = withoutEmpty(source);
    requireBlocks(effective);
    return effective == request.source().tree()
        ? request
        : request.with(new ApplicationSource(effective));
  }

  /** Whether the override files name a build variable that changes with each commit. */
  static boolean showRevision(RenderRequest request, RenderRequest effective) {
    return effective != request && Json.write(effective.source().tree()).contains("_REVISION");
  }

  private static List<String> names(RenderRequest request) {
    var names = new ArrayList<String>();
    names.add(".argocd-source.yaml");
    if (!request.appName().isEmpty()) {
      names.add(".argocd-source-" + request.appName().replace('/', '_') + ".yaml");
    }
    return names;
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

  private static @Nullable Object mergePatch(@Nullable Object target, @Nullable Object patch) {
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

  /** A block left empty is as good as none: it does not choose the tool (chapter 3). */
  private static ObjectTree withoutEmpty(ObjectTree source) {
    var kept = source;
    for (var tool : PLAIN) {
      if (source.containsKey(tool) && zero(source.get(tool))) {
        kept = kept.without(tool);
      }
    }
    return kept;
  }

  private static boolean zero(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Boolean yes -> !yes;
      case String text -> text.isEmpty();
      case List<?> list -> list.isEmpty();
      case ObjectTree tree -> tree.values().stream().allMatch(SourceOverrides::zero);
      default -> false;
    };
  }

  private static void requireBlocks(ObjectTree source) {
    for (var tool : PLAIN) {
      if (source.containsKey(tool) && !(source.get(tool) instanceof ObjectTree)) {
        throw RenderException.in(
            "", 0, "source." + tool + " is " + source.get(tool) + " (expected: a mapping)");
      }
    }
  }
}
