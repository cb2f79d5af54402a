package io.syncline.lang.glob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A compiled pattern: {@code *} any text without separators, {@code **} any text, {@code ?} one
 * character that is no separator, {@code [a-z]} and {@code [!a-z]} one of a class, {@code {a,b}}
 * either, {@code \} takes the next character as it is. Without separators {@code *} crosses
 * everything. Immutable.
 */
public final class Glob {
  private static final int MAX_ALTERNATIVES = 1_000;

  private final String pattern;
  private final List<List<Piece>> alternatives;
  private final String separators;

  private Glob(String pattern, List<List<Piece>> alternatives, String separators) {
    this.pattern = pattern;
    this.alternatives = alternatives;
    this.separators = separators;
  }

  private sealed interface Piece {
    record Literal(char c) implements Piece {}

    record One() implements Piece {}

    record Any() implements Piece {}

    record Everything() implements Piece {}

    record Class(boolean negated, String ranges) implements Piece {
      boolean holds(char c) {
        for (var i = 0; i < ranges.length(); i += 2) {
          if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
            return !negated;
          }
        }
        return negated;
      }
    }
  }

  /** A malformed pattern. */
  public static final class GlobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GlobException(String message) {
      super(message);
    }
  }

  /**
   * A pattern whose {@code *} and {@code ?} stop at the given characters.
   *
   * @throws GlobException when it is malformed
   */
  public static Glob of(String pattern, char... separators) {
    var alternatives = new Expansion(pattern).alternatives();
    return new Glob(pattern, alternatives, new String(separators));
  }

  /** As {@link #of}, empty for a malformed pattern. */
  public static Optional<Glob> tryOf(String pattern, char... separators) {
    try {
      return Optional.of(of(pattern, separators));
    } catch (GlobException malformed) {
      return Optional.empty();
    }
  }

  /** Whether the whole of {@code text} matches. */
  public boolean matches(String text) {
    for (var pieces : alternatives) {
      if (matches(pieces, text)) {
        return true;
      }
    }
    return false;
  }

  /** All ways at once, as sets of places: linear in pattern times text, whatever the pattern. */
  private boolean matches(List<Piece> pieces, String text) {
    var here = new boolean[pieces.size() + 1];
    here[0] = true;
    skipEmpty(pieces, here);
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var next = new boolean[pieces.size() + 1];
      var alive = false;
      for (var p = 0; p < pieces.size(); p++) {
        if (here[p]) {
          var target =
              switch (pieces.get(p)) {
                case Piece.Literal literal -> literal.c() == c ? p + 1 : -1;
                case Piece.One _ -> separators.indexOf(c) < 0 ? p + 1 : -1;
                case Piece.Class set -> set.holds(c) ? p + 1 : -1;
                case Piece.Any _ -> separators.indexOf(c) < 0 ? p : -1;
                case Piece.Everything _ -> p;
              };
          if (target >= 0) {
            next[target] = true;
            alive = true;
          }
        }
      }
      if (!alive) {
        return false;
      }
      skipEmpty(pieces, next);
      here = next;
    }
    return here[pieces.size()];
  }

  private static void skipEmpty(List<Piece> pieces, boolean[] places) {
    for (var p = 0; p < pieces.size(); p++) {
      if (places[p]
          && (pieces.get(p) instanceof Piece.Any || pieces.get(p) instanceof Piece.Everything)) {
        places[p + 1] = true;
      }
    }
  }

  /** The pattern as written. */
  @Override
  public String toString() {
    return pattern;
  }

  /** Reads a pattern; braces are multiplied out. */
  private static final class Expansion {
    private final String pattern;
    private final Map<Integer, Integer> closings = new HashMap<>();

    Expansion(String pattern) {
      this.pattern = pattern;
    }

    List<List<Piece>> alternatives() {
      findClosings();
      return sequence(0, pattern.length());
    }

    private void findClosings() {
      var open = new ArrayList<Integer>();
      for (var i = 0; i < pattern.length(); i++) {
        switch (pattern.charAt(i)) {
          case '\\' -> i++;
          case '[' -> i = endOfClass(i);
          case '{' -> open.add(i);
          case '}' -> {
            if (open.isEmpty()) {
              throw new GlobException("glob " + pattern + " has } without {");
            }
            closings.put(open.removeLast(), i);
          }
          default -> {}
        }
      }
      if (!open.isEmpty()) {
        throw new GlobException("glob " + pattern + " has { without }");
      }
    }

    private int endOfClass(int from) {
      var i = from + 1;
      if (i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^')) {
        i++;
      }
      for (var first = true; i < pattern.length(); i++, first = false) {
        if (pattern.charAt(i) == '\\') {
          i++;
        } else if (pattern.charAt(i) == ']' && !first) {
          return i;
        }
      }
      throw new GlobException("glob " + pattern + " has [ without ]");
    }

    private List<List<Piece>> sequence(int from, int to) {
      List<List<Piece>> all = new ArrayList<>(List.of(List.of()));
      for (var i = from; i < to; i++) {
        var c = pattern.charAt(i);
        switch (c) {
          case '\\' -> {
            i++;
            if (i < to) {
              all = appended(all, List.of(List.of(new Piece.Literal(pattern.charAt(i)))));
            }
          }
          case '*' -> {
            var everything = i + 1 < to && pattern.charAt(i + 1) == '*';
            while (i + 1 < to && pattern.charAt(i + 1) == '*') {
              i++;
            }
            all =
                appended(
                    all, List.of(List.of(everything ? new Piece.Everything() : new Piece.Any())));
          }
          case '?' -> all = appended(all, List.of(List.of(new Piece.One())));
          case '[' -> {
            var end = endOfClass(i);
            all = appended(all, List.of(List.of(characterClass(i + 1, end))));
            i = end;
          }
          case '{' -> {
            var end = closings.getOrDefault(i, to);
            all = appended(all, braces(i + 1, end));
            i = end;
          }
          default -> all = appended(all, List.of(List.of(new Piece.Literal(c))));
        }
      }
      return all;
    }

    private List<List<Piece>> braces(int from, int to) {
      var all = new ArrayList<List<Piece>>();
      var begin = from;
      for (var i = from; i <= to; i++) {
        if (i == to || pattern.charAt(i) == ',') {
          all.addAll(sequence(begin, i));
          begin = i + 1;
        } else if (pattern.charAt(i) == '\\') {
          i++;
        } else if (pattern.charAt(i) == '[') {
          i = endOfClass(i);
        } else if (pattern.charAt(i) == '{') {
          i = closings.getOrDefault(i, to);
        }
      }
      return all;
    }

    private Piece characterClass(int from, int to) {
      var negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
      var ranges = new StringBuilder();
      for (var i = negated ? from + 1 : from; i < to; i++) {
        if (pattern.charAt(i) == '\\' && i + 1 < to) {
          i++;
        }
        var low = pattern.charAt(i);
        var high = low;
        if (i + 2 < to && pattern.charAt(i + 1) == '-') {
          high = pattern.charAt(i + 2);
          i += 2;
        }
        if (high < low) {
          throw new GlobException(
              "glob " + pattern + " has the range " + low + "-" + high + " (expected: low-high)");
        }
        ranges.append(low).append(high);
      }
      return new Piece.Class(negated, ranges.toString());
    }

    private List<List<Piece>> appended(List<List<Piece>> heads, List<List<Piece>> tails) {
      if ((long) heads.size() * tails.size() > MAX_ALTERNATIVES) {
        throw new GlobException(
            "glob " + pattern + " stands for more than " + MAX_ALTERNATIVES + " patterns");
      }
      var all = new ArrayList<List<Piece>>();
      for (var head : heads) {
        for (var tail : tails) {
          var joined = new ArrayList<>(head);
          joined.addAll(tail);
          all.add(joined);
        }
      }
      return all;
    }
  }
}
