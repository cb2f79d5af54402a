package io.syncline.localkube.refusal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Finds what is wrong with text that should be JSON, in the words of Kubernetes servers. */
public final class JsonFault {
  private static final int DEEPEST = 10_000;
  private static final String ENDED = "unexpected end of JSON input";

  private final String text;
  private final Deque<Character> open = new ArrayDeque<>();
  private int at;

  private JsonFault(byte[] body) {
    // One character a byte: servers name the byte they stumble over.
    text = new String(body, StandardCharsets.ISO_8859_1);
  }

  /** Ends the search. */
  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Found(String message) {
      super(message, null, false, false);
    }
  }

  /** The first fault in {@code body}; where there is none, that it is nested too deep for us. */
  public static String of(byte[] body) {
    try {
      new JsonFault(body).scan();
    } catch (Found e) {
      return String.valueOf(e.getMessage());
    }
    return "exceeded max depth";
  }

  private void scan() {
    value();
    while (!open.isEmpty()) {
      var c = next();
      if (open.getFirst() == '{') {
        inObject(c);
      } else {
        inArray(c);
      }
    }
    blanks();
    if (at < text.length()) {
      throw unexpected(text.charAt(at), "after top-level value");
    }
  }

  private void inObject(char c) {
    switch (c) {
      case '}' -> open.pop();
      case ',' -> member(next());
      default -> throw unexpected(c, "after object key:value pair");
    }
  }

  private void inArray(char c) {
    switch (c) {
      case ']' -> open.pop();
      case ',' -> value();
      default -> throw unexpected(c, "after array element");
    }
  }

  private void member(char c) {
    if (c != '"') {
      throw unexpected(c, "looking for beginning of object key string");
    }
    string();
    var colon = next();
    if (colon != ':') {
      throw unexpected(colon, "after object key");
    }
    value();
  }

  /** A value, or the opening of one and its first member; nesting is kept in a stack. */
  private void value() {
    while (true) {
      var c = next();
      if (c == '{' || c == '[') {
        open.push(c);
        if (open.size() > DEEPEST) {
          throw unexpected(c, "exceeded max depth");
        }
        var first = next();
        if (first == (c == '{' ? '}' : ']')) {
          open.pop();
          return;
        }
        if (c == '{') {
          key(first);
        } else {
          at--;
        }
      } else {
        scalar(c);
        return;
      }
    }
  }

  private void key(char c) {
    if (c != '"') {
      throw unexpected(c, "looking for beginning of object key string");
    }
    string();
    var colon = next();
    if (colon != ':') {
      throw unexpected(colon, "after object key");
    }
  }

  private void scalar(char c) {
    switch (c) {
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        if (c != '-' && !digit(c)) {
          throw unexpected(c, "looking for beginning of value");
        }
        number(c);
      }
    }
  }

  private void string() {
    while (true) {
      var c = read();
      if (c == '"') {
        return;
      }
      if (c < ' ') {
        throw unexpected(c, "in string literal");
      }
      if (c == '\\') {
        escape();
      }
    }
  }

  private void escape() {
    var c = read();
    if (c == 'u') {
      for (var i = 0; i < 4; i++) {
        var digit = read();
        if (Character.digit(digit, 16) < 0) {
          throw unexpected(digit, "in \\u hexadecimal character escape");
        }
      }
    } else if ("\"\\/bfnrt".indexOf(c) < 0) {
      throw unexpected(c, "in string escape code");
    }
  }

  private void literal(String word) {
    for (var i = 1; i < word.length(); i++) {
      var c = read();
      if (c != word.charAt(i)) {
        throw unexpected(c, "in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
  }

  private void number(char first) {
    var c = first;
    if (c == '-') {
      c = read();
      if (!digit(c)) {
        throw unexpected(c, "in numeric literal");
      }
    }
    if (c != '0') {
      digits();
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digit("after decimal point in numeric literal");
    }
    if (at < text.length() && (text.charAt(at) | 32) == 'e') {
      at++;
      if (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      digit("in exponent of numeric literal");
    }
  }

  private void digit(String place) {
    var c = read();
    if (!digit(c)) {
      throw unexpected(c, place);
    }
    digits();
  }

  private void digits() {
    while (at < text.length() && digit(text.charAt(at))) {
      at++;
    }
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char next() {
    blanks();
    return read();
  }

  private char read() {
    if (at >= text.length()) {
      throw new Found(ENDED);
    }
    return text.charAt(at++);
  }

  private static Found unexpected(char c, String where) {
    return new Found("invalid character " + quoted(c) + " " + where);
  }

  private static String quoted(char c) {
    return switch (c) {
      case '\'' -> "'\\''";
      case '\\' -> "'\\\\'";
      case '\n' -> "'\\n'";
      case '\r' -> "'\\r'";
      case '\t' -> "'\\t'";
      default ->
          c < ' ' || (c >= 0x7f && c < 0xa1)
              ? "'\\%s%02x'".formatted(c < 0x80 ? "x" : "u00", (int) c)
              : "'" + c + "'";
    };
  }
}
