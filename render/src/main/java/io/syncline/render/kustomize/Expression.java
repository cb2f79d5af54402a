package io.syncline.render.kustomize;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression out of a kustomization. Matching counts the characters it looks at, so that
 * an expression made to run forever ends as an error.
 */
final class Expression {
  /** What the expressions of Go do not know. */
  private static final Pattern FOREIGN =
      Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9]|[*+?}]\\+");

  private static final int MAX_LOOKS = 1_000_000;

  /** Looking at this many characters is one step. */
  private static final int LOOKS = 16;

  private final Pattern pattern;
  private final Optional<String> literal;

  private Expression(String pattern, Optional<String> literal) {
    this.literal = literal;
    if (FOREIGN.matcher(pattern).find()) {
      throw new BuildException(
          "invalid regular expression '"
              + pattern
              + "' (expected: no lookaround, no back reference)");
    }
    try {
      this.pattern = Pattern.compile(pattern.replace("(?P<", "(?<"));
    } catch (PatternSyntaxException e) {
      throw new BuildException(
          "invalid regular expression '" + pattern + "': " + e.getDescription());
    }
  }

  /** Matches the whole of a text. */
  static Expression whole(String pattern) {
    var plain = pattern.chars().noneMatch(c -> "\\.[]{}()*+?^$|".indexOf(c) >= 0);
    return new Expression(
        "^(?:" + pattern + ")\\z", plain ? Optional.of(pattern) : Optional.empty());
  }

  /** Matches a part of a text. */
  static Expression part(String pattern) {
    return new Expression(pattern, Optional.empty());
  }

  /** The only text it matches, when it is that simple. */
  Optional<String> literal() {
    return literal;
  }

  /**
   * Whether {@code text} has a match.
   *
   * @param work pays for the characters looked at
   */
  boolean found(String text, Work work) {
    if (literal.isPresent()) {
      return literal.get().equals(text);
    }
    var watched = new Watched(text);
    var found = pattern.matcher(watched).find();
    work.spend(1 + watched.looks / LOOKS);
    return found;
  }

  /** Text that counts how often it is read. */
  private static final class Watched implements CharSequence {
    private final String text;
    private int looks;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int i) {
      if (++looks > MAX_LOOKS) {
        throw new BuildException("a regular expression takes too long on '" + text + "'");
      }
      return text.charAt(i);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.substring(from, to);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
