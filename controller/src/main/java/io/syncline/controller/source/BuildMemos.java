package io.syncline.controller.source;

import io.syncline.render.kustomize.BuildMemo;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What renders leave to later renders of the same, within an amount of memory. Those asked for
 * least lately go first; they cost the next render time and nothing else.
 *
 * @param <K> what tells sources apart
 */
final class BuildMemos<K> {
  private final long most;
  private final Map<K, Held> held = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** A memo and its size when it was last measured. */
  private record Held(BuildMemo memo, long bytes) {}

  /**
   * @param most bytes of all together, about
   */
  BuildMemos(long most) {
    this.most = most;
  }

  /** The memo for {@code key}; a new one when none is kept. */
  synchronized BuildMemo of(K key) {
    var known = held.get(key);
    return known == null ? new BuildMemo() : known.memo();
  }

  /** Keeps the memo of a render that has ended. */
  synchronized void keep(K key, BuildMemo memo) {
    forget(key);
    var size = memo.bytes();
    if (size == 0 || size > most) {
      return;
    }
    held.put(key, new Held(memo, size));
    bytes += size;
    for (var eldest = held.entrySet().iterator(); bytes > most; ) {
      bytes -= eldest.next().getValue().bytes();
      eldest.remove();
    }
  }

  /** Keeps nothing for {@code key}. */
  synchronized void forget(K key) {
    var known = held.remove(key);
    bytes -= known == null ? 0 : known.bytes();
  }

  /** The bytes of all together, about. */
  synchronized long bytes() {
    return bytes;
  }
}
