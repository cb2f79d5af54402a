package io.syncline.git;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The trees read last: many applications read one revision, and each lists the same folders. */
final class TreeCache {
  private static final int KEPT = 8;

  private final Map<String, GitTree> trees =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, GitTree> eldest) {
          return size() > KEPT;
        }
      };

  synchronized GitTree get(String commit, Function<String, GitTree> open) {
    var known = trees.get(commit);
    if (known != null) {
      return known;
    }
    var tree = open.apply(commit);
    trees.put(commit, tree);
    return tree;
  }
}
