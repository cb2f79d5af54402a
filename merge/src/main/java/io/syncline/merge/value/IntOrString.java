package io.syncline.merge.value;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that is a whole number, a name or a percentage. */
public sealed interface IntOrString {
  /** A number. */
  record Number(long value) implements IntOrString {}

  /** A name or a percentage such as {@code 25%}. */
  record Text(String value) implements IntOrString {}

  /** The meaning of a tree value; empty when it is neither. */
  static Optional<IntOrString> of(@Nullable Object value) {
    return switch (value) {
      case Long number -> Optional.of(new Number(number));
      case String text -> Optional.of(new Text(text));
      case null, default -> Optional.empty();
    };
  }

  /**
   * The number meant when percentages count parts of {@code total}; empty for a name.
   *
   * @param roundUp whether a fraction counts as one more
   */
  default Optional<Long> resolve(long total, boolean roundUp) {
    return switch (this) {
      case Number number -> Optional.of(number.value());
      case Text text -> {
        if (!text.value().matches("[0-9]{1,9}%")) {
          yield Optional.empty();
        }
        var percent = Long.parseLong(text.value().substring(0, text.value().length() - 1));
        var exact = percent * total;
        yield Optional.of(roundUp ? Math.ceilDiv(exact, 100L) : Math.floorDiv(exact, 100L));
      }
    };
  }
}
