package io.syncline.engine.glob;

import io.syncline.lang.glob.Glob;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Globs that may be turned round by a leading {@code !}. A malformed glob matches nothing. */
public final class Patterns {
  private Patterns() {}

  /** Whether {@code text} matches {@code pattern}; {@code *} stops at nothing. */
  public static boolean matches(String pattern, String text) {
    return pattern.equals("*")
        || pattern.equals(text)
        || !plain(pattern) && Glob.tryOf(pattern).filter(glob -> glob.matches(text)).isPresent();
  }

  /** Most patterns are just names, and reading a glob takes longer than comparing two of them. */
  private static boolean plain(String pattern) {
    for (var i = 0; i < pattern.length(); i++) {
      if ("*?[]{}!,\\".indexOf(pattern.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** As above, where {@code *} stops at {@code separator}, unless it is the whole pattern. */
  public static boolean matches(String pattern, String text, char separator) {
    return plain(pattern)
        ? pattern.equals(text)
        : pattern.equals("*")
            || Glob.tryOf(pattern, separator).filter(glob -> glob.matches(text)).isPresent();
  }

  /** As {@link #matches(String, String)}; a pattern that starts with {@code !} turns it round. */
  public static boolean matchesOrDenies(String pattern, String text) {
    return denies(pattern) ? !matches(pattern.substring(1), text) : matches(pattern, text);
  }

  /** As {@link #matches(String, String, char)}; a leading {@code !} turns it round. */
  public static boolean matchesOrDenies(String pattern, String text, char separator) {
    return denies(pattern)
        ? !matches(pattern.substring(1), text, separator)
        : matches(pattern, text, separator);
  }

  /**
   * Whether {@code name} matches {@code pattern}, a glob or an expression between slashes, of which
   * a broken one matches nothing.
   */
  public static boolean matchesName(String pattern, String name) {
    if (pattern.length() < 2 || !pattern.startsWith("/") || !pattern.endsWith("/")) {
      return matches(pattern, name);
    }
    try {
      return Pattern.compile(pattern.substring(1, pattern.length() - 1)).matcher(name).find();
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  /** Whether {@code pattern} starts with {@code !}. */
  public static boolean denies(String pattern) {
    return pattern.startsWith("!");
  }
}
