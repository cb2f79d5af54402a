package io.syncline.lang.lua;

/**
 * One word of a script.
 *
 * @param kind NAME, STRING, NUMBER, END, or WORD for key words and signs
 * @param text the word, or the bytes of a string
 * @param number of a NUMBER
 * @param line from 1
 */
record Token(Kind kind, String text, double number, int line) {
  /** What a word is. */
  enum Kind {
    NAME,
    STRING,
    NUMBER,
    WORD,
    END
  }

  boolean is(String word) {
    return kind == Kind.WORD && text.equals(word);
  }
}
