package io.syncline.lang.gotemplate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Template text to tokens. A fault becomes an {@link Token.Kind#ERROR} token, the last one. */
final class Lexer {
  private static final String SPACES = " \t\r\n";
  private static final Set<String> KEYWORDS =
      Set.of(
          "block", "break", "continue", "define", "else", "end", "if", "range", "template", "with");

  private final String text;
  private final String left;
  private final String right;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int start;
  private int line = 1;
  private int lineAt;
  private int parens;
  private boolean failed;

  private Lexer(String text, String left, String right) {
    this.text = text;
    this.left = left;
    this.right = right;
  }

  static List<Token> tokens(String text, String left, String right) {
    var lexer = new Lexer(text, left, right);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (!failed && literal()) {
      if (comment()) {
        continue;
      }
      action();
    }
    if (!failed) {
      start = at;
      emit(Token.Kind.EOF);
    }
  }

  /** Text up to the next delimiter; false at the end. Leaves {@code at} on the delimiter. */
  private boolean literal() {
    start = at;
    var next = text.indexOf(left, at);
    if (next < 0) {
      at = text.length();
      if (at > start) {
        emit(Token.Kind.TEXT);
      }
      return false;
    }
    var end = next;
    if (trimsBefore(next + left.length())) {
      while (end > start && SPACES.indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
    }
    at = end;
    if (end > start) {
      emit(Token.Kind.TEXT);
    }
    at = next;
    start = next;
    return true;
  }

  private boolean trimsBefore(int i) {
    return i + 1 < text.length()
        && text.charAt(i) == '-'
        && SPACES.indexOf(text.charAt(i + 1)) >= 0;
  }

  /** Passes over a comment standing at {@code at}. */
  private boolean comment() {
    var open = at + left.length();
    if (trimsBefore(open)) {
      open += 2;
    }
    if (!text.startsWith("/*", open)) {
      return false;
    }
    var close = text.indexOf("*/", open + 2);
    if (close < 0) {
      fail("unclosed comment");
      return true;
    }
    at = close + 2;
    var trim =
        at + 1 < text.length()
            && SPACES.indexOf(text.charAt(at)) >= 0
            && text.charAt(at + 1) == '-'
            && text.startsWith(right, at + 2);
    if (trim) {
      at += 2;
    }
    if (!text.startsWith(right, at)) {
      fail("comment ends before closing delimiter");
      return true;
    }
    at += right.length();
    if (trim) {
      skipSpaces();
    }
    return true;
  }

  private void skipSpaces() {
    while (at < text.length() && SPACES.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void action() {
    at += left.length();
    emit(Token.Kind.LEFT);
    if (trimsBefore(at)) {
      at += 2;
    }
    parens = 0;
    start = at;
    while (!failed) {
      if (closes()) {
        return;
      }
      if (at >= text.length()) {
        fail("unclosed action");
        return;
      }
      element();
    }
  }

  private boolean closes() {
    var trim =
        at + 1 < text.length()
            && SPACES.indexOf(text.charAt(at)) >= 0
            && text.charAt(at + 1) == '-'
            && text.startsWith(right, at + 2);
    if (!trim && !text.startsWith(right, at)) {
      return false;
    }
    if (parens > 0) {
      fail("unclosed left paren");
      return true;
    }
    if (trim) {
      at += 2;
    }
    start = at;
    at += right.length();
    emit(Token.Kind.RIGHT);
    if (trim) {
      skipSpaces();
    }
    return true;
  }

  private void element() {
    start = at;
    var c = text.charAt(at);
    if (SPACES.indexOf(c) >= 0) {
      spaces();
      return;
    }
    at++;
    switch (c) {
      case '=' -> emit(Token.Kind.ASSIGN);
      case ':' -> {
        if (peek() == '=') {
          at++;
          emit(Token.Kind.DECLARE);
        } else {
          fail("expected :=");
        }
      }
      case '|' -> emit(Token.Kind.PIPE);
      case ',' -> emit(Token.Kind.OTHER);
      case '"' -> quoted();
      case '`' -> raw();
      case '\'' -> character();
      case '$' -> word(Token.Kind.VARIABLE);
      case '.' -> {
        if (at < text.length() && digit(peek())) {
          number();
        } else {
          word(Token.Kind.FIELD);
        }
      }
      case '(' -> {
        parens++;
        emit(Token.Kind.OPEN);
      }
      case ')' -> {
        parens--;
        if (parens < 0) {
          fail("unexpected right paren");
        } else {
          emit(Token.Kind.CLOSE);
        }
      }
      default -> {
        if (c == '+' || c == '-' || digit(c)) {
          number();
        } else if (letter(c)) {
          word(Token.Kind.IDENTIFIER);
        } else if (c > ' ' && c < 0x7f) {
          emit(Token.Kind.OTHER);
        } else {
          fail("unrecognized character in action: " + character(text.codePointAt(start)));
        }
      }
    }
  }

  private void spaces() {
    // A blank that belongs to a trimming delimiter is left for it.
    while (at < text.length() && SPACES.indexOf(text.charAt(at)) >= 0) {
      if (text.startsWith("-" + right, at + 1)) {
        if (at == start) {
          return;
        }
        break;
      }
      at++;
    }
    emit(Token.Kind.SPACE);
  }

  private void word(Token.Kind kind) {
    while (at < text.length() && letter(text.charAt(at))) {
      at++;
    }
    if (!atTerminator()) {
      fail("bad character " + character(text.codePointAt(at)));
      return;
    }
    var word = text.substring(start, at);
    if (kind == Token.Kind.FIELD) {
      emit(word.length() == 1 ? Token.Kind.DOT : kind);
    } else if (kind == Token.Kind.VARIABLE) {
      emit(kind);
    } else if (KEYWORDS.contains(word)) {
      emit(Token.Kind.KEYWORD);
    } else if (word.equals("true") || word.equals("false")) {
      emit(Token.Kind.BOOL);
    } else {
      emit(word.equals("nil") ? Token.Kind.NIL : kind);
    }
  }

  private boolean atTerminator() {
    if (at >= text.length()) {
      return true;
    }
    var c = text.charAt(at);
    return SPACES.indexOf(c) >= 0 || ".,|:()=".indexOf(c) >= 0 || text.startsWith(right, at);
  }

  private void number() {
    at = start;
    if (peek() == '+' || peek() == '-') {
      at++;
    }
    var digits = "0123456789_";
    if (peek() == '0') {
      at++;
      var base = Character.toLowerCase(peek());
      if (base == 'x' || base == 'o' || base == 'b') {
        at++;
        digits = base == 'x' ? "0123456789abcdefABCDEF_" : base == 'o' ? "01234567_" : "01_";
      }
    }
    run(digits);
    if (peek() == '.') {
      at++;
      run(digits);
    }
    if (digits.length() == 11 && Character.toLowerCase(peek()) == 'e'
        || digits.length() == 23 && Character.toLowerCase(peek()) == 'p') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      run("0123456789_");
    }
    if (at < text.length() && letter(text.charAt(at))) {
      at++;
      fail("bad number syntax: " + GoFormat.quote(text.substring(start, at)));
      return;
    }
    emit(Token.Kind.NUMBER);
  }

  private void run(String accepted) {
    while (at < text.length() && accepted.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void quoted() {
    while (at < text.length()) {
      var c = text.charAt(at++);
      if (c == '\\' && at < text.length() && text.charAt(at) != '\n') {
        at++;
      } else if (c == '\n') {
        break;
      } else if (c == '"') {
        emit(Token.Kind.STRING);
        return;
      }
    }
    fail("unterminated quoted string");
  }

  private void raw() {
    var close = text.indexOf('`', at);
    if (close < 0) {
      fail("unterminated raw quoted string");
      return;
    }
    at = close + 1;
    emit(Token.Kind.RAW_STRING);
  }

  private void character() {
    while (at < text.length()) {
      var c = text.charAt(at++);
      if (c == '\\' && at < text.length() && text.charAt(at) != '\n') {
        at++;
      } else if (c == '\n') {
        break;
      } else if (c == '\'') {
        emit(Token.Kind.CHARACTER);
        return;
      }
    }
    fail("unterminated character constant");
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean letter(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  static String character(int c) {
    return String.format("U+%04X", c)
        + (c >= 0x20 && c != 0x7f ? " '" + Character.toString(c) + "'" : "");
  }

  private int lineOf(int offset) {
    for (; lineAt < offset; lineAt++) {
      if (text.charAt(lineAt) == '\n') {
        line++;
      }
    }
    return line;
  }

  private void emit(Token.Kind kind) {
    tokens.add(new Token(kind, text.substring(start, at), start, lineOf(start)));
    start = at;
  }

  private void fail(String message) {
    // An action left open is reported where it ends, everything else where it begins.
    tokens.add(new Token(Token.Kind.ERROR, message, start, lineOf(start)));
    failed = true;
  }
}
