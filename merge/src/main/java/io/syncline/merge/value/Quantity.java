package io.syncline.merge.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exact amount with the family of suffixes it was written in. Two quantities are equal when
 * their amounts are, whatever the suffix.
 */
public final class Quantity implements Comparable<Quantity> {
  /** The families of suffixes. */
  public enum Format {
    /** {@code Ki, Mi, Gi, Ti, Pi, Ei}: powers of 1024. */
    BINARY,
    /** {@code n, u, m, k, M, G, T, P, E}: powers of 1000. */
    DECIMAL,
    /** {@code e3, e6}: powers of ten. */
    EXPONENT
  }

  /** What is said about text that is no quantity. */
  public static final String SYNTAX =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

  private static final String BINARY_SUFFIXES = "KMGTPE";
  private static final String[] DECIMAL_SUFFIXES = {
    "n", "u", "m", "", "k", "M", "G", "T", "P", "E"
  };
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigInteger KIBI_INTEGER = BigInteger.valueOf(1024);
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int LONGEST_EXPONENT = 4;

  private final BigDecimal amount;
  private final Format format;

  private Quantity(BigDecimal amount, Format format) {
    this.amount = amount;
    this.format = format;
  }

  /** The quantity that {@code text} writes; empty when it writes none. */
  public static Optional<Quantity> parse(String text) {
    var end = 0;
    if (end < text.length() && (text.charAt(end) == '+' || text.charAt(end) == '-')) {
      end++;
    }
    var digits = 0;
    var dots = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      if (text.charAt(end) == '.') {
        dots++;
      } else {
        digits++;
      }
      end++;
    }
    if (digits == 0 || dots > 1) {
      return Optional.empty();
    }
    return scaled(new BigDecimal(text.substring(0, end)), text.substring(end));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Optional<Quantity> scaled(BigDecimal number, String suffix) {
    for (var i = 0; i < DECIMAL_SUFFIXES.length; i++) {
      if (DECIMAL_SUFFIXES[i].equals(suffix)) {
        return Optional.of(of(number.scaleByPowerOfTen(3 * (i - 3)), Format.DECIMAL));
      }
    }
    if (suffix.length() == 2 && suffix.charAt(1) == 'i') {
      var power = BINARY_SUFFIXES.indexOf(suffix.charAt(0)) + 1;
      return power == 0
          ? Optional.empty()
          : Optional.of(of(number.multiply(KIBI.pow(power)), Format.BINARY));
    }
    if (suffix.matches("[eE][-+]?[0-9]+") && suffix.length() <= LONGEST_EXPONENT) {
      var exponent = Integer.parseInt(suffix.substring(1));
      return Optional.of(of(number.scaleByPowerOfTen(exponent), Format.EXPONENT));
    }
    return Optional.empty();
  }

  private static Quantity of(BigDecimal exact, Format format) {
    var rounded = exact.scale() > 9 ? exact.setScale(9, RoundingMode.UP) : exact;
    if (format != Format.BINARY || rounded.abs().compareTo(LARGEST) <= 0) {
      return new Quantity(rounded, format);
    }
    return new Quantity(rounded.signum() > 0 ? LARGEST : LARGEST.negate(), format);
  }

  /** The quantity a tree value means: text or a plain number. */
  public static Optional<Quantity> of(@Nullable Object value) {
    return switch (value) {
      case String text -> parse(text.strip());
      case Long number -> Optional.of(new Quantity(BigDecimal.valueOf(number), Format.DECIMAL));
      case BigInteger number -> Optional.of(of(new BigDecimal(number), Format.DECIMAL));
      case Double number when Double.isFinite(number) ->
          Optional.of(of(BigDecimal.valueOf(number), Format.DECIMAL));
      case null, default -> Optional.empty();
    };
  }

  /** The exact amount. */
  public BigDecimal amount() {
    return amount;
  }

  /** The family of suffixes it was written in. */
  public Format format() {
    return format;
  }

  /** The sum of two amounts, in the format of this one. */
  public Quantity plus(Quantity other) {
    return of(amount.add(other.amount), format);
  }

  /** The amount rounded up to whole units. */
  public long ceiling() {
    return amount.setScale(0, RoundingMode.CEILING).longValue();
  }

  /** The one text the API server prints for this quantity. */
  public String canonical() {
    if (amount.signum() == 0) {
      return "0";
    }
    var whole = amount.stripTrailingZeros().scale() <= 0;
    if (format == Format.BINARY && whole && amount.abs().compareTo(KIBI) >= 0) {
      return binary(amount.toBigIntegerExact());
    }
    var stripped = amount.stripTrailingZeros();
    var exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
    if (format != Format.EXPONENT) {
      exponent = Math.min(exponent, 18);
    }
    var mantissa = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact().toString();
    if (exponent == 0) {
      return mantissa;
    }
    return format == Format.EXPONENT
        ? mantissa + "e" + exponent
        : mantissa + DECIMAL_SUFFIXES[exponent / 3 + 3];
  }

  private static String binary(BigInteger whole) {
    var number = whole;
    var power = 0;
    while (power < BINARY_SUFFIXES.length()) {
      var parts = number.divideAndRemainder(KIBI_INTEGER);
      if (parts[1].signum() != 0) {
        break;
      }
      number = parts[0];
      power++;
    }
    return power == 0 ? number.toString() : number + "" + BINARY_SUFFIXES.charAt(power - 1) + "i";
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity quantity && amount.compareTo(quantity.amount) == 0;
  }

  @Override
  public int hashCode() {
    return amount.stripTrailingZeros().hashCode();
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return canonical();
  }
}
