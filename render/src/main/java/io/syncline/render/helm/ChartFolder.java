package io.syncline.render.helm;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.render.RenderException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a chart's folder: links followed inside the tree, {@code .helmignore} heeded. */
final class ChartFolder {
  private static final int MAX_LINKS = 40;

  private final SourceTree tree;
  private final IgnoreRules rules;
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  private ChartFolder(SourceTree tree, IgnoreRules rules) {
    this.tree = tree;
    this.rules = rules;
  }

  /** Files by path relative to {@code root}. */
  static SortedMap<String, byte[]> files(SourceTree tree, String root) {
    var place = resolve(tree, root).orElse(root);
    var text =
        tree.read(ChartLoader.join(place, ".helmignore"))
            .map(b -> new String(b, StandardCharsets.UTF_8));
    var folder =
        new ChartFolder(
            tree, IgnoreRules.parse(text.orElse(""), ChartLoader.join(place, ".helmignore")));
    folder.walk(place, "", 0);
    return folder.files;
  }

  private void walk(String place, String prefix, int depth) {
    if (depth > 60) {
      throw RenderException.in(
          place, 0, "folders nested deeper than 60 (expected: no link to a parent folder)");
    }
    for (var entry : tree.list(place)) {
      var path = prefix.isEmpty() ? entry.name() : prefix + "/" + entry.name();
      var found = resolve(tree, ChartLoader.join(place, entry.name()));
      var type = found.flatMap(tree::entry).map(SourceTree.Entry::type);
      if (found.isEmpty() || type.isEmpty()) {
        continue;
      }
      if (type.get() == SourceTree.Type.DIRECTORY) {
        if (!rules.ignores(path, true)) {
          walk(found.get(), path, depth + 1);
        }
      } else if (!rules.ignores(path, false)) {
        tree.read(found.get()).ifPresent(bytes -> files.put(path, bytes));
      }
    }
  }

  /** Where {@code path} leads once links are followed; empty when that is nowhere in the tree. */
  static Optional<String> resolve(SourceTree tree, String path) {
    var here = Optional.of(path);
    for (var i = 0; i < MAX_LINKS && here.isPresent(); i++) {
      var place = here.get();
      if (place.isEmpty()) {
        return here;
      }
      var entry = tree.entry(place);
      if (entry.isEmpty() || entry.get().type() != SourceTree.Type.SYMLINK) {
        return entry.isEmpty() ? Optional.empty() : here;
      }
      var target = tree.read(place).map(b -> new String(b, StandardCharsets.UTF_8)).orElse("");
      here =
          target.startsWith("/")
              ? Optional.empty()
              : SourcePath.resolve(SourcePath.parent(place), target);
    }
    return Optional.empty();
  }
}
