package io.syncline.lang.jsonnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a program into words. */
final class Lexer {
  private static final Set<String> KEYWORDS =
      Set.of(
          "assert",
          "else",
          "error",
          "false",
          "for",
          "function",
          "if",
          "import",
          "importstr",
          "importbin",
          "in",
          "local",
          "null",
          "self",
          "super",
          "tailstrict",
          "then",
          "true");
  private static final String OPERATOR_CHARACTERS = "!$:~+-&|^=<>*/%";
  private static final int LONGEST_OPERATOR = 4;
  private final String file;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private Lexer(String file, String text) {
    this.file = file;
    this.text = text;
  }

  static List<Token> tokens(String file, String text) {
    var lexer = new Lexer(file, text);
    lexer.run();
    return lexer.tokens;
  }

  private JsonnetException problem(String message, int where) {
    return new JsonnetException(message, file, where);
  }

  private int peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : -1;
  }

  private void add(Token.Kind kind, String word, int where) {
    tokens.add(new Token(kind, word, where));
  }

  private void run() {
    while (true) {
      blank();
      if (at >= text.length()) {
        add(Token.Kind.END, "", line);
        return;
      }
      word();
    }
  }

  private void blank() {
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c == '\n') {
        line++;
        at++;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '#' || c == '/' && peek(1) == '/') {
        var end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '/' && peek(1) == '*') {
        comment();
      } else {
        return;
      }
    }
  }

  private void comment() {
    var end = text.indexOf("*/", at + 2);
    if (end < 0) {
      throw problem("comment has no end (expected: */)", line);
    }
    while (at < end + 2) {
      if (text.charAt(at++) == '\n') {
        line++;
      }
    }
  }

  private void word() {
    var c = text.charAt(at);
    if (c == '"' || c == '\'') {
      quoted(c);
    } else if (c == '@' && (peek(1) == '"' || peek(1) == '\'')) {
      verbatim();
    } else if (c >= '0' && c <= '9') {
      number();
    } else if (c == '_' || Character.isLetter(c) && c < 128) {
      name();
    } else if ("{}[](),.;".indexOf(c) >= 0) {
      add(Token.Kind.SYMBOL, String.valueOf(c), line);
      at++;
    } else if (text.startsWith("|||", at)) {
      block();
    } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
      operator();
    } else {
      throw problem(
          "could not lex the character '" + Character.toString(text.codePointAt(at)) + "'", line);
    }
  }

  private void name() {
    var start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) && text.charAt(at) < 128
            || text.charAt(at) == '_')) {
      at++;
    }
    var word = text.substring(start, at);
    add(KEYWORDS.contains(word) ? Token.Kind.KEYWORD : Token.Kind.NAME, word, line);
  }

  private void operator() {
    var start = at;
    while (at < text.length()
        && at < start + LONGEST_OPERATOR
        && OPERATOR_CHARACTERS.indexOf(text.charAt(at)) >= 0) {
      if (at > start
          && (text.startsWith("//", at)
              || text.startsWith("/*", at)
              || text.startsWith("|||", at))) {
        break;
      }
      at++;
    }
    // Signs at the end belong to the next operand, as in "a:-1"; a lone sign is an operator.
    while (at > start + 1 && "+-~!$".indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    add(Token.Kind.OPERATOR, text.substring(start, at), line);
  }

  private boolean digit(int ahead) {
    return peek(ahead) >= '0' && peek(ahead) <= '9';
  }

  private void digits() {
    while (digit(0) || peek(0) == '_' && digit(1)) {
      at++;
    }
  }

  private void number() {
    var start = at;
    if (peek(0) == '0' && digit(1)) {
      throw problem("number has a leading zero (expected: no zero before its digits)", line);
    }
    digits();
    if (peek(0) == '.') {
      if (!digit(1)) {
        throw problem("number ends with a point (expected: digits after it)", line);
      }
      at++;
      digits();
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      at++;
      if (peek(0) == '+' || peek(0) == '-') {
        at++;
      }
      if (!digit(0)) {
        throw problem("exponent of a number has no digits", line);
      }
      digits();
    }
    add(Token.Kind.NUMBER, text.substring(start, at).replace("_", ""), line);
  }

  private void verbatim() {
    var start = line;
    var mark = (char) peek(1);
    at += 2;
    var out = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw problem("unterminated string", start);
      }
      var c = text.charAt(at++);
      if (c == mark) {
        if (peek(0) != mark) {
          break;
        }
        at++;
      }
      line += c == '\n' ? 1 : 0;
      out.append(c);
    }
    add(Token.Kind.STRING, out.toString(), start);
  }

  private void quoted(char mark) {
    var start = line;
    at++;
    var out = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw problem("unterminated string", start);
      }
      var c = text.charAt(at++);
      if (c == mark) {
        break;
      }
      line += c == '\n' ? 1 : 0;
      if (c == '\\') {
        escape(out);
      } else {
        out.append(c);
      }
    }
    add(Token.Kind.STRING, out.toString(), start);
  }

  private void escape(StringBuilder out) {
    var c = peek(0);
    at++;
    switch (c) {
      case '"', '\'', '\\', '/' -> out.append((char) c);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> {
        var digits = text.substring(at, Math.min(at + 4, text.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
          throw problem("escape \\u" + digits + " is invalid (expected: four hex digits)", line);
        }
        out.append((char) Integer.parseInt(digits, 16));
        at += 4;
      }
      default ->
          throw problem(
              c < 0 ? "truncated escape" : "unknown escape \\" + (char) c + " in a string", line);
    }
  }

  /** Text between {@code |||}: the blanks before its first line are taken off every line. */
  private void block() {
    var start = line;
    at += 3;
    var chomp = peek(0) == '-';
    at += chomp ? 1 : 0;
    while (peek(0) == ' ' || peek(0) == '\t' || peek(0) == '\r') {
      at++;
    }
    if (peek(0) != '\n') {
      throw problem(
          "text block does not begin on a new line (expected: a line break after |||)", start);
    }
    at++;
    line++;
    var out = new StringBuilder();
    while (peek(0) == '\n') {
      out.append('\n');
      at++;
      line++;
    }
    var indent = indent();
    if (indent.isEmpty()) {
      throw problem("first line of a text block has no indentation", start);
    }
    while (text.startsWith(indent, at)) {
      at += indent.length();
      var end = text.indexOf('\n', at);
      if (end < 0) {
        throw problem("text block has no end (expected: ||| on a line of its own)", start);
      }
      out.append(text, at, end + 1);
      at = end + 1;
      line++;
      while (peek(0) == '\n') {
        out.append('\n');
        at++;
        line++;
      }
    }
    at += indent().length();
    if (!text.startsWith("|||", at)) {
      throw problem("text block has no end (expected: ||| on a line of its own)", start);
    }
    at += 3;
    if (chomp && !out.isEmpty()) {
      out.setLength(out.length() - 1);
    }
    add(Token.Kind.STRING, out.toString().replace("\r\n", "\n"), start);
  }

  private String indent() {
    var end = at;
    while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(at, end);
  }
}
