package io.syncline.engine.plan;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether client-side apply can write down on an object what it applied: API servers take so many
 * bytes of annotations and no more.
 */
final class Remembered {
  private static final int ROOM = 256 * 1024;

  /** A character takes up to six bytes where it is written as an escape. */
  private static final int LONGEST_CHARACTER = 6;

  private Remembered() {}

  /** Whether {@code object} and its own annotations fit into its annotations. */
  static boolean fits(Manifest object) {
    if (length(object.root()) <= ROOM / LONGEST_CHARACTER) {
      return true;
    }
    var own =
        object.annotations().entrySet().stream()
            .mapToLong(entry -> bytes(entry.getKey()) + (long) bytes(entry.getValue()))
            .sum();
    var json = object.json();
    var escapes = json.chars().filter(c -> c == '<' || c == '>' || c == '&').count();
    return own + bytes(json) + escapes * (LONGEST_CHARACTER - 1) <= ROOM;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** About so many characters {@code value} takes when every value is written out. */
  private static long length(@Nullable Object value) {
    return switch (value) {
      case String text -> text.length() + 3L;
      case ObjectTree tree -> {
        var sum = 2L;
        for (var i = 0; i < tree.size(); i++) {
          sum += tree.keyAt(i).length() + 3L + length(tree.valueAt(i));
        }
        yield sum;
      }
      case List<?> list -> list.stream().mapToLong(Remembered::length).sum() + list.size();
      case null, default -> 8;
    };
  }
}
