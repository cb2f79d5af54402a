package io.syncline.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Unpacked content by digest, the longest unused dropped first when there is too much. */
final class ContentCache {
  private final long limit;
  private final Map<String, FileTree> trees = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  /** Keeps at most {@code limit} bytes. */
  ContentCache(long limit) {
    this.limit = limit;
  }

  synchronized Optional<FileTree> get(String key) {
    return Optional.ofNullable(trees.get(key));
  }

  /** Keeps {@code tree} unless it alone is too much. */
  synchronized void put(String key, FileTree tree) {
    if (tree.weight() > limit) {
      return;
    }
    var before = trees.put(key, tree);
    weight += tree.weight() - (before == null ? 0 : before.weight());
    var eldest = trees.values().iterator();
    while (weight > limit) {
      weight -= eldest.next().weight();
      eldest.remove();
    }
  }

  synchronized long weight() {
    return weight;
  }
}
