package io.syncline.localkube.select;

import java.util.Map;

/** The words and signs of a label selector in query form, one after the other. */
final class SelectorTokens {
  /** What a word or sign is. */
  enum Kind {
    WORD,
    COMMA,
    NOT,
    EQUAL,
    UNEQUAL,
    GREATER,
    LESS,
    OPEN,
    CLOSE,
    UNKNOWN,
    END
  }

  /** One word or sign as it is written. */
  record Token(Kind kind, String text) {
    boolean ends() {
      return kind == Kind.END || kind == Kind.COMMA;
    }
  }

  private static final String SIGNS = "=!(),><";
  private static final Map<String, Kind> KNOWN =
      Map.of(
          ",", Kind.COMMA,
          "!", Kind.NOT,
          "=", Kind.EQUAL,
          "==", Kind.EQUAL,
          "!=", Kind.UNEQUAL,
          ">", Kind.GREATER,
          "<", Kind.LESS,
          "(", Kind.OPEN,
          ")", Kind.CLOSE);

  private final String text;
  private int at;

  SelectorTokens(String text) {
    this.text = text;
  }

  /** The next one, which stays the next one. */
  Token peek() {
    var before = at;
    var token = next();
    at = before;
    return token;
  }

  /** The next one, taken. */
  Token next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "");
    }
    var start = at;
    if (sign(at)) {
      // The longest sign that is known; signs may follow each other without blanks.
      at++;
      while (at < text.length() && sign(at) && KNOWN.containsKey(text.substring(start, at + 1))) {
        at++;
      }
      var written = text.substring(start, at);
      return new Token(KNOWN.getOrDefault(written, Kind.UNKNOWN), written);
    }
    while (at < text.length() && !sign(at) && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return new Token(Kind.WORD, text.substring(start, at));
  }

  private boolean sign(int place) {
    return SIGNS.indexOf(text.charAt(place)) >= 0;
  }
}
