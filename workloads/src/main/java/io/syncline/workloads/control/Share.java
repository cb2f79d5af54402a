package io.syncline.workloads.control;

import org.jspecify.annotations.Nullable;

/** Numbers that may be given as a percentage. */
public final class Share {
  private Share() {}

  /**
   * {@code value} as a number of pods: a whole number as it is, {@code "25%"} of {@code total}.
   *
   * @param otherwise for an absent or unreadable value
   */
  public static int of(@Nullable Object value, int total, boolean roundUp, int otherwise) {
    return switch (value) {
      case Number n -> n.intValue();
      case String s when s.endsWith("%") -> percent(s, total, roundUp, otherwise);
      case null, default -> otherwise;
    };
  }

  private static int percent(String text, int total, boolean roundUp, int otherwise) {
    try {
      var share = Long.parseLong(text.substring(0, text.length() - 1).trim()) * total;
      return (int) (roundUp ? Math.ceilDiv(share, 100L) : Math.floorDiv(share, 100L));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
