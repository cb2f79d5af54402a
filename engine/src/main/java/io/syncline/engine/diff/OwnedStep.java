package io.syncline.engine.diff;

import io.syncline.model.tree.Json;
import org.jspecify.annotations.Nullable;

/**
 * One key of a {@code fieldsV1}, read.
 *
 * @param written the key as it stands there, such as {@code f:data} or {@code k:{"name":"main"}}
 * @param kind its letter: {@code f} for a field, {@code k} for the item with given keys, {@code v}
 *     for an item by its value, {@code ?} for what nobody here can read
 * @param name what follows the colon
 * @param value the same as JSON, for items
 */
record OwnedStep(String written, char kind, String name, @Nullable Object value) {
  private static final int SLOTS = 1 << 10;

  /** Objects of one kind own the same fields many times over: the latest are kept as read. */
  private static final @Nullable OwnedStep[] LATEST = new OwnedStep[SLOTS];

  /** {@code written}, read. Threads may lose each other's answers, never get a wrong one. */
  static OwnedStep of(String written) {
    var hash = written.hashCode();
    var slot = (hash ^ hash >>> 10) & SLOTS - 1;
    var known = LATEST[slot];
    if (known != null && known.written().equals(written)) {
      return known;
    }
    var read = read(written);
    LATEST[slot] = read;
    return read;
  }

  private static OwnedStep read(String written) {
    if (written.length() < 2 || written.charAt(1) != ':') {
      return unknown(written);
    }
    // The very string that objects have as a key is found there without looking at its letters.
    var name = written.substring(2).intern();
    return switch (written.charAt(0)) {
      case 'f' -> new OwnedStep(written, 'f', name, null);
      case 'k', 'v' -> {
        try {
          yield new OwnedStep(written, written.charAt(0), name, Json.parse(name));
        } catch (Json.SyntaxException notOfAnApiServer) {
          yield unknown(written);
        }
      }
      default -> unknown(written);
    };
  }

  private static OwnedStep unknown(String written) {
    return new OwnedStep(written, '?', "", null);
  }
}
