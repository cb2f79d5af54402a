package io.syncline.model.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares JSON text with a tree without making a tree of the text. It may miss that they say the
 * same where the text is written in an unusual way; it never finds it where they do not.
 */
final class JsonMatch {
  /** Objects with more entries are left to a parser. */
  private static final int MOST_ENTRIES = 64;

  private static final int DEEPEST = 200;

  private final String text;
  private int at;

  JsonMatch(String text) {
    this.text = text;
  }

  /** Whether the text is {@code tree} and nothing else. */
  boolean whole(ObjectTree tree) {
    return value(tree, 0) && next() == 0;
  }

  /** The next character that is no blank, not yet taken; 0 at the end. */
  private char next() {
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      at++;
    }
    return 0;
  }

  private boolean take(char wanted) {
    if (next() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private boolean value(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    return switch (value) {
      case String s -> take('"') && string(s);
      case ObjectTree tree -> take('{') && object(tree, depth);
      case List<?> list -> take('[') && list(list, depth);
      case Long number -> number(number);
      case Boolean flag -> word(flag ? "true" : "false");
      case null -> word("null");
      // There is more than one way to write the others.
      default -> false;
    };
  }

  private boolean object(ObjectTree tree, int depth) {
    if (tree.size() > MOST_ENTRIES) {
      return false;
    }
    var seen = 0L;
    for (var i = 0; i < tree.size(); i++) {
      if (i > 0 && !take(',') || !take('"')) {
        return false;
      }
      var place = key(tree, i);
      if (place < 0 || (seen & 1L << place) != 0 || !take(':')) {
        return false;
      }
      seen |= 1L << place;
      if (!value(tree.valueAt(place), depth + 1)) {
        return false;
      }
    }
    return take('}');
  }

  /** The place of the key that begins here; -1 when {@code tree} has no such key. */
  private int key(ObjectTree tree, int guess) {
    if (plain(tree.keyAt(guess))) {
      return guess;
    }
    var from = at;
    for (var i = 0; i < tree.size(); i++) {
      if (string(tree.keyAt(i))) {
        return i;
      }
      at = from;
    }
    return -1;
  }

  /** Takes {@code wanted} and the quote after it, where they stand here without escapes. */
  private boolean plain(String wanted) {
    var end = at + wanted.length();
    if (end < text.length()
        && text.charAt(end) == '"'
        && text.startsWith(wanted, at)
        && wanted.indexOf('\\') < 0
        && wanted.indexOf('"') < 0) {
      at = end + 1;
      return true;
    }
    return false;
  }

  private boolean string(String wanted) {
    if (plain(wanted)) {
      return true;
    }
    for (var i = 0; i < wanted.length(); i++) {
      if (at >= text.length() || text.charAt(at) == '"' || character() != wanted.charAt(i)) {
        return false;
      }
    }
    return at < text.length() && text.charAt(at++) == '"';
  }

  /** Takes one character of a string; -1 where it is written as no JSON does. */
  private int character() {
    var c = text.charAt(at++);
    if (c != '\\') {
      return c;
    }
    if (at >= text.length()) {
      return -1;
    }
    return switch (text.charAt(at++)) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> code();
      default -> -1;
    };
  }

  private int code() {
    if (at + 4 > text.length()) {
      return -1;
    }
    var code = 0;
    for (var end = at + 4; at < end; at++) {
      var digit = Character.digit(text.charAt(at), 16);
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }

  private boolean list(List<?> list, int depth) {
    for (var i = 0; i < list.size(); i++) {
      if (i > 0 && !take(',') || !value(list.get(i), depth + 1)) {
        return false;
      }
    }
    return take(']');
  }

  private boolean number(long number) {
    if (!word(Long.toString(number))) {
      return false;
    }
    // More digits, a fraction or an exponent make another number of it.
    return at == text.length() || "0123456789.eE+-".indexOf(text.charAt(at)) < 0;
  }

  private boolean word(String word) {
    next();
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }
}
