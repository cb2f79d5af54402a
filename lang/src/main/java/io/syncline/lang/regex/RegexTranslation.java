package io.syncline.lang.regex;

import io.syncline.lang.regex.GoRegex.RegexException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rewrites an RE2 expression so that the JDK reads it the same way. */
final class RegexTranslation {
  private final String source;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final ArrayDeque<Boolean> multiline = new ArrayDeque<>();
  private int at;
  private int groups;
  private boolean lines;

  RegexTranslation(String source) {
    this.source = source;
  }

  Map<String, Integer> names() {
    return names;
  }

  String run() {
    while (at < source.length()) {
      var c = source.charAt(at);
      switch (c) {
        case '\\' -> escape(false);
        case '[' -> characterClass();
        case '(' -> open();
        case ')' -> {
          if (!multiline.isEmpty()) {
            lines = multiline.pop();
          }
          copy();
        }
        case '$' -> {
          out.append(lines ? "$" : "\\z");
          at++;
        }
        case '*', '+', '?' -> quantifier();
        case '{' -> brace();
        default -> copy();
      }
    }
    return out.toString();
  }

  private void copy() {
    out.append(source.charAt(at++));
  }

  private RegexException fault(String what, String part) {
    return new RegexException("error parsing regexp: " + what + ": `" + part + "`");
  }

  private void quantifier() {
    copy();
    laziness();
  }

  /** After a repetition only {@code ?} may follow: a second one means possession to the JDK. */
  private void laziness() {
    if (at < source.length() && source.charAt(at) == '?') {
      copy();
    }
    if (at < source.length() && "*+?".indexOf(source.charAt(at)) >= 0) {
      throw fault("invalid nested repetition operator", source.substring(at - 1, at + 1));
    }
  }

  private void brace() {
    var close = source.indexOf('}', at);
    var body = close < 0 ? "" : source.substring(at + 1, close);
    if (body.matches("[0-9]+(,[0-9]*)?")) {
      for (var part : body.split(",")) {
        if (!part.isEmpty() && (part.length() > 4 || Integer.parseInt(part) > 1000)) {
          throw fault("invalid repeat count", "{" + body + "}");
        }
      }
      out.append('{').append(body).append('}');
      at = close + 1;
      laziness();
    } else {
      out.append("\\{");
      at++;
    }
  }

  private void open() {
    multiline.push(lines);
    if (!source.startsWith("(?", at)) {
      groups++;
      copy();
      return;
    }
    if (source.startsWith("(?P<", at) || source.startsWith("(?<", at)) {
      named();
      return;
    }
    flags();
  }

  private void named() {
    var begin = source.indexOf('<', at) + 1;
    if (source.startsWith("=", begin) || source.startsWith("!", begin)) {
      throw fault("invalid or unsupported Perl syntax", source.substring(at, begin + 1));
    }
    var close = source.indexOf('>', begin);
    var name = close < 0 ? "" : source.substring(begin, close);
    if (!name.matches("[A-Za-z0-9_]+")) {
      throw fault(
          "invalid named capture",
          close < 0 ? source.substring(at) : source.substring(at, close + 1));
    }
    groups++;
    names.put(name, groups);
    out.append('(');
    at = close + 1;
  }

  private void flags() {
    var i = at + 2;
    var on = true;
    var kept = new StringBuilder();
    for (; i < source.length() && ":)".indexOf(source.charAt(i)) < 0; i++) {
      var c = source.charAt(i);
      switch (c) {
        case '-' -> {
          on = false;
          kept.append(c);
        }
        case 'm' -> {
          lines = on;
          kept.append(c);
        }
        case 'i', 's' -> kept.append(c);
        default -> throw fault("invalid or unsupported Perl syntax", source.substring(at, i + 1));
      }
    }
    if (i == source.length()) {
      throw fault("missing argument to repetition operator", source.substring(at));
    }
    if (source.charAt(i) == ')') {
      // Flags without a group hold until the group around them ends.
      multiline.pop();
    }
    out.append("(?").append(kept).append(source.charAt(i));
    at = i + 1;
  }

  private void escape(boolean inClass) {
    if (at + 1 >= source.length()) {
      throw fault("trailing backslash at end of expression", "");
    }
    var c = source.charAt(at + 1);
    if (c >= '1' && c <= '9'
        || c == 'k'
        || c == 'G'
        || c == 'Z'
        || c == 'R'
        || c == 'X'
        || c == 'h'
        || c == 'H') {
      throw fault("invalid escape sequence", "\\" + c);
    }
    if (c == 'Q' && !inClass) {
      var end = source.indexOf("\\E", at + 2);
      var literal = source.substring(at + 2, end < 0 ? source.length() : end);
      out.append(java.util.regex.Pattern.quote(literal));
      at = end < 0 ? source.length() : end + 2;
      return;
    }
    switch (c) {
      case 'v' -> out.append("\\x0B");
      case 'a' -> out.append("\\x07");
      case 's' -> out.append(inClass ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]");
      case 'S' -> out.append("[^\\t\\n\\f\\r ]");
      default -> out.append('\\').append(c);
    }
    at += 2;
  }

  private void characterClass() {
    out.append('[');
    var begin = at++;
    if (at < source.length() && source.charAt(at) == '^') {
      copy();
    }
    var first = true;
    while (at < source.length()) {
      var c = source.charAt(at);
      if (c == ']' && !first) {
        copy();
        return;
      }
      first = false;
      if (c == '\\') {
        escape(true);
      } else if (source.startsWith("[:", at)) {
        posix();
      } else {
        if (c == '[' || c == '&' || c == ']' || c == '^') {
          out.append('\\');
        }
        copy();
      }
    }
    throw fault("missing closing ]", source.substring(begin));
  }

  private void posix() {
    var end = source.indexOf(":]", at);
    var name = end < 0 ? "" : source.substring(at + 2, end);
    var negated = name.startsWith("^");
    var known =
        switch (negated ? name.substring(1) : name) {
          case "alnum" -> "Alnum";
          case "alpha" -> "Alpha";
          case "ascii" -> "ASCII";
          case "blank" -> "Blank";
          case "cntrl" -> "Cntrl";
          case "digit" -> "Digit";
          case "graph" -> "Graph";
          case "lower" -> "Lower";
          case "print" -> "Print";
          case "punct" -> "Punct";
          case "space" -> "Space";
          case "upper" -> "Upper";
          case "xdigit" -> "XDigit";
          case "word" -> "word";
          default -> "";
        };
    if (known.isEmpty()) {
      throw fault(
          "invalid character class range",
          source.substring(at, end < 0 ? source.length() : end + 2));
    }
    out.append(
        known.equals("word")
            ? (negated ? "\\W" : "\\w")
            : "\\" + (negated ? "P" : "p") + "{" + known + "}");
    at = end + 2;
  }
}
