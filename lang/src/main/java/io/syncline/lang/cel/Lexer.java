package io.syncline.lang.cel;

import io.syncline.lang.cel.CelException.Fault;
import java.util.List;

/** Cuts an expression into tokens, one ahead. */
final class Lexer {
  enum Kind {
    WORD,
    INT,
    UINT,
    DOUBLE,
    STRING,
    BYTES,
    SYMBOL,
    END
  }

  private static final List<String> LONG_SYMBOLS = List.of("&&", "||", "==", "!=", "<=", ">=");

  private final String source;
  private int at;
  private int start;
  private Kind kind = Kind.END;
  private String text = "";

  Lexer(String source) {
    this.source = source;
    advance();
  }

  Kind kind() {
    return kind;
  }

  String text() {
    return text;
  }

  int column() {
    return start + 1;
  }

  boolean at(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean taken(String symbol) {
    if (!at(symbol)) {
      return false;
    }
    advance();
    return true;
  }

  boolean takenWord(String word) {
    if (kind != Kind.WORD || !text.equals(word)) {
      return false;
    }
    advance();
    return true;
  }

  String take() {
    var taken = text;
    advance();
    return taken;
  }

  private void token(Kind next, int end) {
    kind = next;
    text = source.substring(start, end);
    at = end;
  }

  private void advance() {
    skipBlanks();
    start = at;
    if (at >= source.length()) {
      kind = Kind.END;
      text = "";
      return;
    }
    var c = source.charAt(at);
    if (Character.isDigit(c) || (c == '.' && at + 1 < source.length() && digit(at + 1))) {
      number();
    } else if (c == '_' || Character.isLetter(c)) {
      word();
    } else if (c == '"' || c == '\'') {
      string("");
    } else {
      for (var symbol : LONG_SYMBOLS) {
        if (source.startsWith(symbol, at)) {
          token(Kind.SYMBOL, at + 2);
          return;
        }
      }
      if ("+-*/%!<>?:.,()[]{}".indexOf(c) < 0) {
        throw problem("token recognition error at: '" + c + "'");
      }
      token(Kind.SYMBOL, at + 1);
    }
  }

  private CelException problem(String what) {
    return new CelException(Fault.SYNTAX, "Syntax error: " + what + " at column " + column());
  }

  private void skipBlanks() {
    while (at < source.length()) {
      if (Character.isWhitespace(source.charAt(at))) {
        at++;
      } else if (source.startsWith("//", at)) {
        var end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
      } else {
        return;
      }
    }
  }

  private boolean digit(int place) {
    return place < source.length() && Character.isDigit(source.charAt(place));
  }

  private void number() {
    var end = at;
    if (source.startsWith("0x", at)) {
      end += 2;
      while (end < source.length() && Character.digit(source.charAt(end), 16) >= 0) {
        end++;
      }
    } else {
      while (digit(end)) {
        end++;
      }
      var fraction = end < source.length() && source.charAt(end) == '.' && digit(end + 1);
      if (fraction) {
        end++;
        while (digit(end)) {
          end++;
        }
      }
      var exponent = exponentEnd(end);
      if (fraction || exponent > end) {
        token(Kind.DOUBLE, exponent);
        return;
      }
    }
    token(Kind.INT, end);
    if (at < source.length() && (source.charAt(at) | 32) == 'u') {
      kind = Kind.UINT;
      at++;
    }
  }

  private int exponentEnd(int from) {
    if (from >= source.length() || (source.charAt(from) | 32) != 'e') {
      return from;
    }
    var end = from + 1;
    if (end < source.length() && "+-".indexOf(source.charAt(end)) >= 0) {
      end++;
    }
    if (!digit(end)) {
      return from;
    }
    while (digit(end)) {
      end++;
    }
    return end;
  }

  private void word() {
    var end = at;
    while (end < source.length()
        && (source.charAt(end) == '_' || Character.isLetterOrDigit(source.charAt(end)))) {
      end++;
    }
    var word = source.substring(at, end);
    var quote = end < source.length() ? source.charAt(end) : ' ';
    if ((quote == '"' || quote == '\'') && word.matches("(?i)[rb]|rb|br")) {
      at = end;
      string(word.toLowerCase(java.util.Locale.ROOT));
      return;
    }
    token(Kind.WORD, end);
  }

  private void string(String prefix) {
    var quote = source.substring(at, at + 1);
    var three = quote.repeat(3);
    var close = source.startsWith(three, at) ? three : quote;
    at += close.length();
    var out = new StringBuilder();
    while (!source.startsWith(close, at)) {
      if (at >= source.length() || (close.length() == 1 && source.charAt(at) == '\n')) {
        throw problem("token recognition error at: unterminated string");
      }
      var c = source.charAt(at++);
      if (c == '\\' && !prefix.contains("r")) {
        escape(out);
      } else {
        out.append(c);
      }
    }
    at += close.length();
    kind = prefix.contains("b") ? Kind.BYTES : Kind.STRING;
    text = out.toString();
  }

  private void escape(StringBuilder out) {
    if (at >= source.length()) {
      throw problem("token recognition error at: unterminated string");
    }
    var c = source.charAt(at++);
    switch (c) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'v' -> out.append('\u000b');
      case '\\', '\'', '"', '`', '?' -> out.append(c);
      case 'x', 'X' -> code(out, 2, 16);
      case 'u' -> code(out, 4, 16);
      case 'U' -> code(out, 8, 16);
      case '0', '1', '2', '3' -> {
        at--;
        code(out, 3, 8);
      }
      default -> throw problem("token recognition error at: '\\" + c + "'");
    }
  }

  private void code(StringBuilder out, int digits, int radix) {
    try {
      out.appendCodePoint(Integer.parseInt(source.substring(at, at + digits), radix));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw problem("token recognition error at: bad escape");
    } catch (IllegalArgumentException e) {
      throw problem("token recognition error at: bad code point");
    }
    at += digits;
  }
}
