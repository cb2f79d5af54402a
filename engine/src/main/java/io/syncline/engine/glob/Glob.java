package io.syncline.engine.glob;

/**
 * Shell-like patterns: {@code *} any run of characters, {@code **} also across separators, {@code
 * ?} one character, {@code [a-z]} and {@code [!a-z]} one of a set, {@code {a,b}} either, backslash
 * takes the next character as it is.
 */
public final class Glob {
  /** No character separates: {@code *} matches everything. */
  private static final char NONE = '\0';

  private final String text;
  private final char separator;

  private Glob(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /** Whether {@code text} matches {@code pattern}; {@code *} stops at nothing. */
  public static boolean matches(String pattern, String text) {
    return new Glob(text, NONE).match(pattern, 0, 0);
  }

  /** Whether {@code text} matches {@code pattern}; a single {@code *} stops at {@code separator}. */
  public static boolean matches(String pattern, String text, char separator) {
    return pattern.equals("*") || new Glob(text, separator).match(pattern, 0, 0);
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

  /** Whether {@code pattern} starts with {@code !}. */
  public static boolean denies(String pattern) {
    return pattern.startsWith("!");
  }

  private boolean match(String pattern, int p, int t) {
    var i = p;
    var j = t;
    while (i < pattern.length()) {
      switch (pattern.charAt(i)) {
        case '*' -> {
          return star(pattern, i, j);
        }
        case '{' -> {
          return either(pattern, i, j);
        }
        case '[' -> {
          var end = pattern.indexOf(']', i + 2);
          if (end < 0 || j >= text.length() || !inSet(pattern.substring(i + 1, end), j)) {
            return false;
          }
          i = end + 1;
          j++;
        }
        case '?' -> {
          if (j >= text.length() || separates(j)) {
            return false;
          }
          i++;
          j++;
        }
        default -> {
          if (pattern.charAt(i) == '\\' && i + 1 < pattern.length()) {
            i++;
          }
          if (j >= text.length() || pattern.charAt(i) != text.charAt(j)) {
            return false;
          }
          i++;
          j++;
        }
      }
    }
    return j == text.length();
  }

  private boolean star(String pattern, int p, int t) {
    var after = p;
    while (after < pattern.length() && pattern.charAt(after) == '*') {
      after++;
    }
    var across = after - p > 1;
    for (var j = t; j <= text.length(); j++) {
      if (match(pattern, after, j)) {
        return true;
      }
      if (j < text.length() && !across && separates(j)) {
        return false;
      }
    }
    return false;
  }

  private boolean either(String pattern, int p, int t) {
    var end = pattern.indexOf('}', p);
    if (end < 0) {
      return false;
    }
    for (var part : pattern.substring(p + 1, end).split(",", -1)) {
      if (match(part + pattern.substring(end + 1), 0, t)) {
        return true;
      }
    }
    return false;
  }

  private boolean inSet(String set, int place) {
    if (separates(place)) {
      return false;
    }
    var turned = set.startsWith("!") || set.startsWith("^");
    var c = text.charAt(place);
    var found = false;
    for (var i = turned ? 1 : 0; i < set.length(); i++) {
      if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
        found |= set.charAt(i) <= c && c <= set.charAt(i + 2);
        i += 2;
      } else {
        found |= set.charAt(i) == c;
      }
    }
    return found != turned;
  }

  private boolean separates(int place) {
    return separator != NONE && text.charAt(place) == separator;
  }
}
