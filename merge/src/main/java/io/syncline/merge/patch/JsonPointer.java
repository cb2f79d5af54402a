package io.syncline.merge.patch;

import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document as RFC 6901 writes it: {@code /spec/containers/0}.
 *
 * @param steps the reference tokens, unescaped
 */
public record JsonPointer(List<String> steps) {
  /** Copies the steps. */
  public JsonPointer {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a pointer.
   *
   * @throws PatchException when it is neither empty nor starts with a slash
   */
  public static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return new JsonPointer(List.of());
    }
    if (text.charAt(0) != '/') {
      throw new PatchException(
          PatchException.Fault.MALFORMED,
          "path \"" + text + "\" is no JSON pointer (expected: a leading slash)");
    }
    var steps = new ArrayList<String>();
    for (var step : text.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return new JsonPointer(steps);
  }

  /** Whether it names the whole document. */
  public boolean root() {
    return steps.isEmpty();
  }

  /** The last step. */
  public String last() {
    return steps.getLast();
  }

  /** Whether there is a value, {@code null} included, at this place of {@code document}. */
  public boolean exists(@Nullable Object document) {
    var here = document;
    for (var step : steps) {
      if (here instanceof ObjectTree tree) {
        if (!tree.containsKey(step)) {
          return false;
        }
        here = tree.get(step);
      } else if (here instanceof List<?> list) {
        var index = index(step, list.size());
        if (index.isEmpty()) {
          return false;
        }
        here = list.get(index.getAsInt());
      } else {
        return false;
      }
    }
    return true;
  }

  /** The value at this place of {@code document}; null when there is none. */
  public @Nullable Object read(@Nullable Object document) {
    var here = document;
    for (var step : steps) {
      here =
          switch (here) {
            case ObjectTree tree -> tree.get(step);
            case List<?> list -> {
              var index = index(step, list.size());
              yield index.isEmpty() ? null : list.get(index.getAsInt());
            }
            case null, default -> null;
          };
    }
    return here;
  }

  /**
   * {@code step} as a place in a list of {@code size} items; negative numbers count from the end.
   */
  static OptionalInt index(String step, int size) {
    if (!step.matches("-?[0-9]{1,9}")) {
      return OptionalInt.empty();
    }
    var number = Integer.parseInt(step);
    var index = number < 0 ? size + number : number;
    return index >= 0 && index < size ? OptionalInt.of(index) : OptionalInt.empty();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var step : steps) {
      text.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
