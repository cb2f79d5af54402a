package io.syncline.workloads.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One word of a command line before its variables are filled in. */
record Word(List<Piece> pieces, boolean quoted) {
  Word {
    pieces = List.copyOf(pieces);
  }

  /** A part of a word. */
  sealed interface Piece {}

  /** Plain text. */
  record Text(String text) implements Piece {}

  /**
   * The value of a variable.
   *
   * @param name its name
   * @param otherwise what stands for one that is not set or empty
   * @param quoted whether spaces in the value separate no words
   */
  record Variable(String name, String otherwise, boolean quoted) implements Piece {}

  /** The words this one becomes; none when it is but an empty variable. */
  List<String> filled(Map<String, String> variables) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    var any = quoted;
    for (var piece : pieces) {
      switch (piece) {
        case Text text -> {
          word.append(text.text);
          any = true;
        }
        case Variable variable -> {
          var value = value(variable, variables);
          if (variable.quoted) {
            word.append(value);
            any = true;
          } else {
            for (var i = 0; i < value.length(); i++) {
              var c = value.charAt(i);
              if (!Character.isWhitespace(c)) {
                word.append(c);
                any = true;
              } else if (any) {
                words.add(word.toString());
                word.setLength(0);
                any = false;
              }
            }
          }
        }
      }
    }
    if (any) {
      words.add(word.toString());
    }
    return words;
  }

  private static String value(Variable variable, Map<String, String> variables) {
    var value = variables.getOrDefault(variable.name, "");
    return value.isEmpty() ? variable.otherwise : value;
  }
}
