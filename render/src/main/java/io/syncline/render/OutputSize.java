package io.syncline.render;

import io.syncline.model.tree.ObjectTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How large rendered objects are, about: enough to stop what runs away. */
public final class OutputSize {
  private final RenderRequest request;
  private long size;

  /** Counts against the limit of {@code request}. */
  public OutputSize(RenderRequest request) {
    this.request = request;
  }

  /**
   * Adds the bytes of one object.
   *
   * @throws RenderException when all together exceed the limit
   */
  public void add(long bytes) {
    size += bytes;
    var limit = request.limits().outputBytes();
    if (size > limit) {
      throw RenderException.in(
          request.path(),
          0,
          "rendered text exceeds its limit (expected: at most " + limit + " bytes)");
    }
  }

  /** About the bytes a value takes as text. */
  public static long of(@Nullable Object value) {
    return switch (value) {
      case ObjectTree tree -> {
        var size = 2L;
        for (var i = 0; i < tree.size(); i++) {
          size += tree.keyAt(i).length() + 3 + of(tree.valueAt(i));
        }
        yield size;
      }
      case List<?> list -> {
        var size = 2L;
        for (var item : list) {
          size += 2 + of(item);
        }
        yield size;
      }
      case String text -> text.length();
      case null, default -> 4;
    };
  }
}
