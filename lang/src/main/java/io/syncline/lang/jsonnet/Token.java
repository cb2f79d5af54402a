package io.syncline.lang.jsonnet;

/**
 * A word of a program.
 *
 * @param kind its kind
 * @param text the name, operator, digits, or the content of a string
 * @param line counted from 1
 */
record Token(Kind kind, String text, int line) {
  /** Kinds of words. */
  enum Kind {
    NAME,
    KEYWORD,
    NUMBER,
    STRING,
    OPERATOR,
    SYMBOL,
    END
  }

  boolean is(String other) {
    return kind != Kind.STRING && text.equals(other);
  }

  /** How a message calls it. */
  String shown() {
    return kind == Kind.END ? "end of file" : "\"" + text + "\"";
  }
}
