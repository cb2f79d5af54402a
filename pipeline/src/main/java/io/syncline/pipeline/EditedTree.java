package io.syncline.pipeline;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tree with some of its files edited, before anybody commits it. Files are changed or added in
 * folders there are, or deleted.
 *
 * @param base the tree
 * @param files new contents by path, empty for a deletion
 */
public record EditedTree(SourceTree base, Map<String, Optional<byte[]>> files)
    implements SourceTree {
  private static final int UNIFIED_CONTEXT = 3;

  /** Copies the map. */
  public EditedTree {
    files = Map.copyOf(files);
  }

  @Override
  public Optional<Entry> entry(String path) {
    var edited = files.get(path);
    return edited == null
        ? base.entry(path)
        : edited.map(content -> new Entry(SourcePath.name(path), Type.FILE, id(content)));
  }

  /** Not the id Git would give, but another for any other content. */
  private static String id(byte[] content) {
    return "edited-" + content.length + "-" + HexFormat.of().toHexDigits(Arrays.hashCode(content));
  }

  @Override
  public Optional<byte[]> read(String path) {
    var edited = files.get(path);
    return edited == null ? base.read(path) : edited;
  }

  @Override
  public List<Entry> list(String path) {
    var entries = new ArrayList<Entry>();
    for (var entry : base.list(path)) {
      var file = path.isEmpty() ? entry.name() : path + "/" + entry.name();
      if (!files.containsKey(file)) {
        entries.add(entry);
      }
    }
    files.keySet().stream()
        .filter(file -> SourcePath.parent(file).equals(path))
        .flatMap(file -> entry(file).stream())
        .forEach(entries::add);
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public String label() {
    return base.label() + " (edited)";
  }

  /** What was edited as a patch that {@code git apply} takes, file by file. */
  public String patch() {
    var out = new StringBuilder();
    files.keySet().stream()
        .sorted()
        .forEach(file -> out.append(patch(file, base.read(file), read(file))));
    return out.toString();
  }

  private static String patch(String file, Optional<byte[]> before, Optional<byte[]> after) {
    var from = lines(before);
    var to = lines(after);
    var start = 0;
    while (start < Math.min(from.size(), to.size()) && from.get(start).equals(to.get(start))) {
      start++;
    }
    var tail = 0;
    while (tail < Math.min(from.size(), to.size()) - start
        && from.get(from.size() - 1 - tail).equals(to.get(to.size() - 1 - tail))) {
      tail++;
    }
    if (start == from.size() && start == to.size()) {
      return "";
    }
    var first = Math.max(0, start - UNIFIED_CONTEXT);
    var fromEnd = Math.min(from.size(), from.size() - tail + UNIFIED_CONTEXT);
    var toEnd = Math.min(to.size(), to.size() - tail + UNIFIED_CONTEXT);
    var out = new StringBuilder();
    out.append("--- ").append(before.isPresent() ? "a/" + file : "/dev/null").append('\n');
    out.append("+++ ").append(to.isEmpty() ? "/dev/null" : "b/" + file).append('\n');
    out.append("@@ -")
        .append(range(first, fromEnd))
        .append(" +")
        .append(range(first, toEnd))
        .append(" @@\n");
    from.subList(first, start).forEach(line -> out.append(' ').append(line).append('\n'));
    from.subList(start, from.size() - tail).forEach(l -> out.append('-').append(l).append('\n'));
    to.subList(start, to.size() - tail).forEach(l -> out.append('+').append(l).append('\n'));
    from.subList(from.size() - tail, fromEnd).forEach(l -> out.append(' ').append(l).append('\n'));
    return out.toString();
  }

  private static String range(int first, int end) {
    return (end == first ? first : first + 1) + "," + (end - first);
  }

  private static List<String> lines(Optional<byte[]> content) {
    return content
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
        .orElse(List.of());
  }
}
