package io.syncline.lang.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a script into words. */
final class Lexer {
  private static final Set<String> KEYWORDS =
      Set.of(
          "and",
          "break",
          "do",
          "else",
          "elseif",
          "end",
          "false",
          "for",
          "function",
          "goto",
          "if",
          "in",
          "local",
          "nil",
          "not",
          "or",
          "repeat",
          "return",
          "then",
          "true",
          "until",
          "while");
  private static final List<String> SIGNS =
      List.of(
          "...", "..", "==", "~=", "<=", ">=", "::", "+", "-", "*", "/", "%", "^", "#", "<", ">",
          "=", "(", ")", "{", "}", "[", "]", ";", ":", ",", ".");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private Lexer(String source) {
    this.source = source;
  }

  /** The words of {@code source}, which is text; strings come out as bytes. */
  static List<Token> tokens(String source) {
    var lexer = new Lexer(Bytes.of(source));
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    if (source.startsWith("#")) {
      skipLine();
    }
    while (at < source.length()) {
      var c = source.charAt(at);
      if (c == '\n') {
        line++;
        at++;
      } else if (c <= ' ') {
        at++;
      } else if (source.startsWith("--", at)) {
        comment();
      } else if (Character.isLetter(c) && c < 128 || c == '_') {
        name();
      } else if (digit(at) || (c == '.' && digit(at + 1))) {
        number();
      } else if (c == '"' || c == '\'') {
        quoted(c);
      } else if (c == '[' && longLevel() >= 0) {
        var start = line;
        tokens.add(new Token(Token.Kind.STRING, longText(), 0, start));
      } else {
        sign();
      }
    }
    tokens.add(new Token(Token.Kind.END, "EOF", 0, line));
  }

  private void skipLine() {
    while (at < source.length() && source.charAt(at) != '\n') {
      at++;
    }
  }

  private void comment() {
    at += 2;
    if (at < source.length() && source.charAt(at) == '[' && longLevel() >= 0) {
      longText();
    } else {
      skipLine();
    }
  }

  /** How many equal signs open a long text here; -1 when none opens. */
  private int longLevel() {
    var i = at + 1;
    while (i < source.length() && source.charAt(i) == '=') {
      i++;
    }
    return i < source.length() && source.charAt(i) == '[' ? i - at - 1 : -1;
  }

  private String longText() {
    var level = longLevel();
    var start = at + level + 2;
    var close = source.indexOf("]" + "=".repeat(level) + "]", start);
    if (close < 0) {
      throw problem("unterminated multiline string", line);
    }
    if (source.startsWith("\r\n", start)) {
      start += 2;
      line++;
    } else if (source.startsWith("\n", start)) {
      start++;
      line++;
    }
    var text = source.substring(start, Math.max(start, close));
    line += (int) text.chars().filter(c -> c == '\n').count();
    at = close + level + 2;
    return text;
  }

  private void name() {
    var start = at;
    while (at < source.length() && word(source.charAt(at))) {
      at++;
    }
    var text = source.substring(start, at);
    var kind = KEYWORDS.contains(text) ? Token.Kind.WORD : Token.Kind.NAME;
    tokens.add(new Token(kind, text, 0, line));
  }

  private static boolean word(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
  }

  private boolean digit(int place) {
    return place < source.length() && source.charAt(place) >= '0' && source.charAt(place) <= '9';
  }

  private void number() {
    var start = at;
    while (at < source.length()
        && (word(source.charAt(at))
            || source.charAt(at) == '.'
            || ("+-".indexOf(source.charAt(at)) >= 0
                && "eE".indexOf(source.charAt(at - 1)) >= 0
                && !source.regionMatches(true, start, "0x", 0, 2)))) {
      at++;
    }
    var text = source.substring(start, at);
    var value = Values.parse(text);
    if (value.isEmpty()) {
      throw problem("malformed number near '" + text + "'", line);
    }
    tokens.add(new Token(Token.Kind.NUMBER, text, value.get(), line));
  }

  private void quoted(char quote) {
    var out = new StringBuilder();
    var start = line;
    at++;
    while (true) {
      if (at >= source.length() || source.charAt(at) == '\n') {
        throw problem("unterminated string", start);
      }
      var c = source.charAt(at++);
      if (c == quote) {
        break;
      }
      if (c == '\\') {
        escape(out);
      } else {
        out.append(c);
      }
    }
    tokens.add(new Token(Token.Kind.STRING, out.toString(), 0, start));
  }

  private void escape(StringBuilder out) {
    if (at >= source.length()) {
      throw problem("unterminated string", line);
    }
    var c = source.charAt(at++);
    switch (c) {
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\u000b');
      case '\n' -> {
        line++;
        out.append('\n');
      }
      default -> {
        if (c < '0' || c > '9') {
          out.append(c);
          return;
        }
        var code = c - '0';
        for (var i = 0; i < 2 && digit(at); i++) {
          code = code * 10 + source.charAt(at++) - '0';
        }
        if (code > 255) {
          throw problem("escape sequence too large", line);
        }
        out.append((char) code);
      }
    }
  }

  private void sign() {
    for (var sign : SIGNS) {
      if (source.startsWith(sign, at)) {
        tokens.add(new Token(Token.Kind.WORD, sign, 0, line));
        at += sign.length();
        return;
      }
    }
    throw problem("invalid token '" + source.charAt(at) + "'", line);
  }

  static LuaException problem(String what, int line) {
    return new LuaException("<string>:" + line + ": " + what);
  }
}
