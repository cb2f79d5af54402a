package io.syncline.lang.gotemplate;

/**
 * One lexical element.
 *
 * @param kind what it is
 * @param text its source text, or the message of an {@link Kind#ERROR}
 * @param offset where it begins, in characters from 0
 * @param line the line it begins on, counted from 1
 */
record Token(Kind kind, String text, int offset, int line) {
  enum Kind {
    ERROR,
    EOF,
    TEXT,
    LEFT,
    RIGHT,
    SPACE,
    IDENTIFIER,
    FIELD,
    VARIABLE,
    DOT,
    NIL,
    BOOL,
    NUMBER,
    CHARACTER,
    STRING,
    RAW_STRING,
    PIPE,
    DECLARE,
    ASSIGN,
    OPEN,
    CLOSE,
    OTHER,
    KEYWORD
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean comma() {
    return kind == Kind.OTHER && text.equals(",");
  }

  boolean keyword(String word) {
    return kind == Kind.KEYWORD && text.equals(word);
  }

  /** The element as messages name it. */
  String shown() {
    return switch (kind) {
      case EOF -> "EOF";
      case ERROR -> text;
      case KEYWORD -> "<" + text + ">";
      default ->
          text.length() > 10 ? GoFormat.quote(text.substring(0, 10)) + "..." : GoFormat.quote(text);
    };
  }
}
