package io.syncline.lang.semver;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One version.
 *
 * @param original text it was read from
 * @param major first number
 * @param minor second number, 0 when left out
 * @param patch third number, 0 when left out
 * @param prerelease part behind {@code -}, "" when none
 * @param metadata part behind {@code +}, "" when none; it never counts in comparisons
 */
public record Version(
    String original, long major, long minor, long patch, String prerelease, String metadata)
    implements Comparable<Version> {
  static final String SUFFIX =
      "(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?";
  private static final Pattern FORM =
      Pattern.compile("v?([0-9]+)(\\.[0-9]+)?(\\.[0-9]+)?" + SUFFIX);

  /** The version {@code text} spells: a leading v and missing numbers are fine. */
  public static Optional<Version> parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      var prerelease = or(form.group(5));
      for (var part : prerelease.split("\\.")) {
        if (part.matches("0[0-9]+")) {
          return Optional.empty();
        }
      }
      return Optional.of(
          new Version(
              text,
              Long.parseUnsignedLong(form.group(1)),
              number(form.group(2)),
              number(form.group(3)),
              prerelease,
              or(form.group(8))));
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  /** The version {@code text} spells with all three numbers and no leading v. */
  public static Optional<Version> parseStrict(String text) {
    return parse(text).filter(v -> text.matches("[0-9]+\\.[0-9]+\\.[0-9]+([-+].*)?"));
  }

  private static String or(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static long number(@org.jspecify.annotations.Nullable String group) {
    return group == null ? 0 : Long.parseUnsignedLong(group.substring(1));
  }

  /** Order of precedence: equal for versions that differ in metadata only. */
  @Override
  public int compareTo(Version other) {
    var order = Long.compareUnsigned(major, other.major);
    order = order != 0 ? order : Long.compareUnsigned(minor, other.minor);
    order = order != 0 ? order : Long.compareUnsigned(patch, other.patch);
    return order != 0 ? order : comparePrerelease(prerelease, other.prerelease);
  }

  /** Order of two pre-release parts; none comes after any. */
  static int comparePrerelease(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? 1 : -1;
    }
    var left = a.split("\\.");
    var right = b.split("\\.");
    for (var i = 0; i < Math.min(left.length, right.length); i++) {
      var order = comparePart(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int comparePart(String a, String b) {
    var left = a.chars().allMatch(c -> c >= '0' && c <= '9');
    var right = b.chars().allMatch(c -> c >= '0' && c <= '9');
    if (left && right) {
      return new BigInteger(a).compareTo(new BigInteger(b));
    }
    return left == right ? Integer.signum(a.compareTo(b)) : left ? -1 : 1;
  }

  /** The version in full: three numbers, no leading v. */
  @Override
  public String toString() {
    return Long.toUnsignedString(major)
        + "."
        + Long.toUnsignedString(minor)
        + "."
        + Long.toUnsignedString(patch)
        + (prerelease.isEmpty() ? "" : "-" + prerelease)
        + (metadata.isEmpty() ? "" : "+" + metadata);
  }
}
