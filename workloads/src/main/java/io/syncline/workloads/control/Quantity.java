package io.syncline.workloads.control;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Amounts of CPU and memory as manifests write them. */
public final class Quantity {
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.valueOf(1_000L)),
          Map.entry("M", BigDecimal.valueOf(1_000_000L)),
          Map.entry("G", BigDecimal.valueOf(1_000_000_000L)),
          Map.entry("T", BigDecimal.valueOf(1_000_000_000_000L)),
          Map.entry("P", BigDecimal.valueOf(1_000_000_000_000_000L)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)));

  private Quantity() {}

  /** {@code value} in whole units, rounded up; 0 when absent or unreadable. */
  public static long units(@Nullable Object value) {
    return of(value).setScale(0, RoundingMode.CEILING).longValue();
  }

  /** {@code value} in thousandths, rounded up; 0 when absent or unreadable. */
  public static long thousandths(@Nullable Object value) {
    return of(value).movePointRight(3).setScale(0, RoundingMode.CEILING).longValue();
  }

  private static BigDecimal of(@Nullable Object value) {
    if (value == null) {
      return BigDecimal.ZERO;
    }
    var text = value.toString().trim();
    var end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    var unit = text.substring(end);
    try {
      return unit.isEmpty() || !UNITS.containsKey(unit)
          ? new BigDecimal(text)
          : new BigDecimal(text.substring(0, end)).multiply(UNITS.get(unit));
    } catch (NumberFormatException e) {
      return BigDecimal.ZERO;
    }
  }
}
