package io.syncline.git;

import io.syncline.git.GitTree.Parsed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was parsed of the trees read last: many applications read one revision, and each lists the
 * same folders. Only that is shared: what has to be fetched again, each fetches by its own login.
 */
final class TreeCache {
  private static final int KEPT = 8;

  private final Map<String, Parsed> trees =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Parsed> eldest) {
          return size() > KEPT;
        }
      };

  /** The tree of {@code commit}, when it is one of those read last; it was there then. */
  Optional<GitTree> recent(ObjectStore store, Remote remote, String commit) {
    return Optional.ofNullable(known(commit))
        .map(parsed -> new GitTree(store, remote, commit, parsed));
  }

  /** The tree of {@code commit}, read from {@code store} and, in need, from {@code remote}. */
  GitTree get(ObjectStore store, Remote remote, String commit) {
    var known = recent(store, remote, commit);
    if (known.isPresent()) {
      return known.get();
    }
    // Outside the lock: opening may wait for a server.
    var tree = GitTree.open(store, remote, commit);
    synchronized (trees) {
      trees.put(commit, tree.parsed());
    }
    return tree;
  }

  private @Nullable Parsed known(String commit) {
    synchronized (trees) {
      return trees.get(commit);
    }
  }
}
