package io.syncline.bench.report;

import java.util.Locale;

/**
 * One measured or recorded quantity, less being better.
 *
 * @param value in seconds when {@code unit} is {@link Unit#SECONDS}
 * @param unit of the value
 * @param label which statistic: {@code p50}, {@code CPU}
 */
public record Figure(double value, Unit unit, String label) {
  /** What is counted. */
  public enum Unit {
    SECONDS,
    COUNT
  }

  /** So many seconds. */
  public static Figure seconds(double value, String label) {
    return new Figure(value, Unit.SECONDS, label);
  }

  /** So many of something. */
  public static Figure count(double value, String label) {
    return new Figure(value, Unit.COUNT, label);
  }

  /** With a readable unit: {@code 0.43 ms p50}. */
  public String text() {
    return (number() + " " + label).strip();
  }

  private String number() {
    if (unit == Unit.COUNT) {
      return value == Math.rint(value)
          ? String.format(Locale.ROOT, "%.0f", value)
          : significant(value);
    }
    if (value >= 1) {
      return significant(value) + " s";
    }
    return value >= 1e-3 ? significant(value * 1e3) + " ms" : significant(value * 1e6) + " µs";
  }

  /** Three digits that count. */
  static String significant(double number) {
    var format = number >= 100 ? "%.0f" : number >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, number);
  }
}
