package io.syncline.render.directory;

import java.util.ArrayList;
import java.util.List;

/**
 * One path pattern: {@code *} and {@code ?} within a name, {@code **} across names, {@code {a,b}}
 * for either. Matching takes time linear in pattern times path.
 */
final class Glob {
  private final List<String> patterns;

  Glob(String pattern) {
    patterns = expand(pattern);
  }

  private static List<String> expand(String pattern) {
    var open = pattern.indexOf('{');
    var close = open < 0 ? -1 : closing(pattern, open);
    if (close < 0) {
      return List.of(pattern);
    }
    var expanded = new ArrayList<String>();
    var rest = expand(pattern.substring(close + 1));
    for (var choice : choices(pattern.substring(open + 1, close))) {
      for (var inner : expand(choice)) {
        rest.forEach(tail -> expanded.add(pattern.substring(0, open) + inner + tail));
      }
    }
    return expanded;
  }

  private static int closing(String pattern, int open) {
    var depth = 0;
    for (var i = open; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '{') {
        depth++;
      } else if (pattern.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> choices(String inner) {
    var choices = new ArrayList<String>();
    var depth = 0;
    var begin = 0;
    for (var i = 0; i < inner.length(); i++) {
      switch (inner.charAt(i)) {
        case '{' -> depth++;
        case '}' -> depth--;
        case ',' -> {
          if (depth == 0) {
            choices.add(inner.substring(begin, i));
            begin = i + 1;
          }
        }
        default -> {}
      }
    }
    choices.add(inner.substring(begin));
    return choices;
  }

  boolean matches(String path) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, path));
  }

  private static boolean matches(String pattern, String path) {
    var reached = new boolean[path.length() + 1];
    reached[0] = true;
    for (var p = 0; p < pattern.length(); p++) {
      var c = pattern.charAt(p);
      var deep = c == '*' && p + 1 < pattern.length() && pattern.charAt(p + 1) == '*';
      if (deep) {
        p++;
        var optionalSlash = p + 1 < pattern.length() && pattern.charAt(p + 1) == '/';
        reached = across(reached, path, optionalSlash);
        p += optionalSlash ? 1 : 0;
      } else {
        reached = within(reached, path, c);
      }
    }
    return reached[path.length()];
  }

  /** {@code **}: any text; with a slash behind it, nothing or whole names. */
  private static boolean[] across(boolean[] reached, String path, boolean names) {
    var next = new boolean[reached.length];
    var seen = false;
    for (var i = 0; i < reached.length; i++) {
      next[i] = names ? reached[i] || seen && path.charAt(i - 1) == '/' : reached[i] || seen;
      seen |= reached[i];
    }
    return next;
  }

  private static boolean[] within(boolean[] reached, String path, char c) {
    var next = new boolean[reached.length];
    for (var i = 0; i < reached.length; i++) {
      if (c == '*') {
        next[i] = reached[i] || i > 0 && next[i - 1] && path.charAt(i - 1) != '/';
      } else if (i > 0 && reached[i - 1]) {
        var here = path.charAt(i - 1);
        next[i] = c == '?' ? here != '/' : here == c;
      }
    }
    return next;
  }
}
