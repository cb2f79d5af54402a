package io.syncline.lang.lua;

import java.util.Optional;

/**
 * A pattern of Lua over bytes. Matching goes back like the reference does, every look counted, so
 * that a pattern made to run for ever ends with the limit.
 */
final class Pattern {
  private static final int MAX_CAPTURES = 32;
  private static final int MAX_DEPTH = 200;
  private static final int POSITION = -2;
  private static final int UNCLOSED = -1;

  private final Budget budget;
  private final String text;
  private final String pattern;
  private final int[] starts = new int[MAX_CAPTURES];
  private final int[] lengths = new int[MAX_CAPTURES];
  private int captures;
  private int depth;

  Pattern(Budget budget, String text, String pattern) {
    this.budget = budget;
    this.text = text;
    this.pattern = pattern;
  }

  /** Where a match was found; {@code end} is behind it. */
  record Range(int start, int end) {}

  boolean anchored() {
    return pattern.startsWith("^");
  }

  /** The first match at or behind {@code from}. */
  Optional<Range> find(int from) {
    var at = from;
    do {
      var end = at(at);
      if (end >= 0) {
        return Optional.of(new Range(at, end));
      }
      at++;
    } while (at <= text.length() && !anchored());
    return Optional.empty();
  }

  /** Where a match that begins at {@code start} ends; -1 when none does. */
  int at(int start) {
    captures = 0;
    depth = 0;
    return match(start, anchored() ? 1 : 0);
  }

  /** How many values the match has: its captures, or itself. */
  int values() {
    return Math.max(captures, 1);
  }

  int captures() {
    return captures;
  }

  /** The value of capture {@code i}, the whole match when there are none. */
  Object value(int i, Range whole) {
    if (i >= captures) {
      if (i == 0) {
        return text.substring(whole.start(), whole.end());
      }
      throw new LuaException("invalid capture index");
    }
    return switch (lengths[i]) {
      case POSITION -> (double) starts[i] + 1;
      case UNCLOSED -> throw new LuaException("unfinished capture");
      default -> text.substring(starts[i], starts[i] + lengths[i]);
    };
  }

  /** What was matched. */
  String text(Range range) {
    return text.substring(range.start(), range.end());
  }

  private int match(int s, int p) {
    budget.step();
    if (++depth > MAX_DEPTH) {
      throw new LuaException("pattern too complex");
    }
    try {
      return matchHere(s, p);
    } finally {
      depth--;
    }
  }

  private int matchHere(int start, int place) {
    var s = start;
    var p = place;
    while (p < pattern.length()) {
      budget.step();
      switch (pattern.charAt(p)) {
        case '(' -> {
          return p + 1 < pattern.length() && pattern.charAt(p + 1) == ')'
              ? open(s, p + 2, POSITION)
              : open(s, p + 1, UNCLOSED);
        }
        case ')' -> {
          return close(s, p + 1);
        }
        case '$' -> {
          if (p + 1 == pattern.length()) {
            return s == text.length() ? s : -1;
          }
        }
        case '%' -> {
          var special = p + 1 < pattern.length() ? pattern.charAt(p + 1) : 0;
          if (special == 'b') {
            s = balance(s, p + 2);
            if (s < 0) {
              return -1;
            }
            p += 4;
            continue;
          }
          if (special == 'f') {
            p += 2;
            var end = classEnd(p);
            if (!frontier(s, p, end)) {
              return -1;
            }
            p = end;
            continue;
          }
          if (special >= '0' && special <= '9') {
            s = again(s, special - '1');
            if (s < 0) {
              return -1;
            }
            p += 2;
            continue;
          }
        }
        default -> {}
      }
      var end = classEnd(p);
      var suffix = end < pattern.length() ? pattern.charAt(end) : 0;
      switch (suffix) {
        case '?' -> {
          if (s < text.length() && single(text.charAt(s), p, end)) {
            var rest = match(s + 1, end + 1);
            if (rest >= 0) {
              return rest;
            }
          }
          p = end + 1;
        }
        case '*' -> {
          return most(s, p, end, 0);
        }
        case '+' -> {
          return most(s, p, end, 1);
        }
        case '-' -> {
          return least(s, p, end);
        }
        default -> {
          if (s >= text.length() || !single(text.charAt(s), p, end)) {
            return -1;
          }
          s++;
          p = end;
        }
      }
    }
    return s;
  }

  private int most(int s, int p, int end, int atLeast) {
    var i = 0;
    while (s + i < text.length() && single(text.charAt(s + i), p, end)) {
      budget.step();
      i++;
    }
    for (; i >= atLeast; i--) {
      var rest = match(s + i, end + 1);
      if (rest >= 0) {
        return rest;
      }
    }
    return -1;
  }

  private int least(int start, int p, int end) {
    var s = start;
    while (true) {
      var rest = match(s, end + 1);
      if (rest >= 0) {
        return rest;
      }
      if (s >= text.length() || !single(text.charAt(s), p, end)) {
        return -1;
      }
      s++;
    }
  }

  private int open(int s, int p, int length) {
    if (captures >= MAX_CAPTURES) {
      throw new LuaException("too many captures");
    }
    starts[captures] = s;
    lengths[captures] = length;
    captures++;
    var end = match(s, p);
    if (end < 0) {
      captures--;
    }
    return end;
  }

  private int close(int s, int p) {
    var which = captures - 1;
    while (which >= 0 && lengths[which] != UNCLOSED) {
      which--;
    }
    if (which < 0) {
      throw new LuaException("invalid pattern capture");
    }
    lengths[which] = s - starts[which];
    var end = match(s, p);
    if (end < 0) {
      lengths[which] = UNCLOSED;
    }
    return end;
  }

  private int balance(int s, int p) {
    if (p + 1 >= pattern.length()) {
      throw new LuaException("missing arguments to balance in pattern");
    }
    if (s >= text.length() || text.charAt(s) != pattern.charAt(p)) {
      return -1;
    }
    var level = 1;
    for (var i = s + 1; i < text.length(); i++) {
      budget.step();
      if (text.charAt(i) == pattern.charAt(p + 1)) {
        if (--level == 0) {
          return i + 1;
        }
      } else if (text.charAt(i) == pattern.charAt(p)) {
        level++;
      }
    }
    return -1;
  }

  private boolean frontier(int s, int p, int end) {
    if (p >= pattern.length() || pattern.charAt(p) != '[') {
      throw new LuaException("missing '[' after frontier in pattern");
    }
    var before = s == 0 ? '\0' : text.charAt(s - 1);
    var here = s < text.length() ? text.charAt(s) : '\0';
    return !CharacterClass.set(pattern, p, end, before)
        && CharacterClass.set(pattern, p, end, here);
  }

  private int again(int s, int which) {
    if (which < 0 || which >= captures || lengths[which] == UNCLOSED) {
      throw new LuaException("invalid capture index");
    }
    var length = Math.max(lengths[which], 0);
    budget.steps(length);
    return text.startsWith(text.substring(starts[which], starts[which] + length), s)
        ? s + length
        : -1;
  }

  private int classEnd(int p) {
    return CharacterClass.end(pattern, p);
  }

  private boolean single(char c, int p, int end) {
    budget.step();
    return switch (pattern.charAt(p)) {
      case '.' -> true;
      case '%' -> CharacterClass.named(c, pattern.charAt(p + 1));
      case '[' -> CharacterClass.set(pattern, p, end, c);
      default -> pattern.charAt(p) == c;
    };
  }
}
