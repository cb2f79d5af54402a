package io.syncline.lang.sprig;

import java.nio.charset.StandardCharsets;

/** Letter cases of names and titles. */
final class Casing {
  private Casing() {}

  /** Each word with a capital; a word begins behind anything but a letter, digit, _ or '. */
  static String title(String text) {
    return words(text, true);
  }

  /** The first letter of each blank-separated word small. */
  static String untitle(String text) {
    var out = new StringBuilder();
    var first = true;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      out.append(first ? Character.toLowerCase(c) : c);
      first = Character.isWhitespace(c);
    }
    return out.toString();
  }

  private static String words(String text, boolean capital) {
    var out = new StringBuilder();
    var separated = true;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      out.append(separated && capital ? Character.toTitleCase(c) : c);
      separated =
          c < 0x80
              ? !(Character.isLetterOrDigit(c) || c == '_')
              : !Character.isLetterOrDigit(c) && Character.isWhitespace(c);
    }
    return out.toString();
  }

  static String swap(String text) {
    var out = new StringBuilder();
    var separated = true;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (Character.isUpperCase(c) || Character.isTitleCase(c)) {
        out.append(Character.toLowerCase(c));
      } else if (Character.isLowerCase(c)) {
        out.append(separated ? Character.toTitleCase(c) : Character.toUpperCase(c));
      } else {
        out.append(c);
      }
      separated = Character.isWhitespace(c);
    }
    return out.toString();
  }

  /** The first byte of each word, taken for a character as sprig does. */
  static String initials(String text) {
    var out = new StringBuilder();
    var separated = true;
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xff);
      var space = c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || c == 0xa0;
      if (separated && !space) {
        out.append(c);
      }
      separated = space;
    }
    return out.toString();
  }

  /** Words joined by {@code connector}, all small: {@code HTTPServer2} is http_server2. */
  static String joined(String text, char connector) {
    var out = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '_' || c == '-' || Character.isWhitespace(c)) {
        out.append(connector);
        continue;
      }
      var before = i > 0 ? text.charAt(i - 1) : '\0';
      var after = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
      var begins =
          i > 0 && !connects(before) && stands(before) != stands(c) && (letter(before) || letter(c))
              || Character.isUpperCase(c)
                  && (Character.isLowerCase(before)
                      || Character.isDigit(before)
                      || Character.isUpperCase(before) && Character.isLowerCase(after));
      if (begins) {
        out.append(connector);
      }
      out.append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  /**
   * Whether {@code c} is a word of its own beside letters: a sign, or of a script without cases.
   */
  private static boolean stands(char c) {
    return switch (Character.getType(c)) {
      case Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL,
          Character.SURROGATE,
          Character.OTHER_LETTER ->
          true;
      default -> false;
    };
  }

  private static boolean letter(char c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c);
  }

  /**
   * Words joined, each with a capital: of a run of capitals at the beginning of a word only the
   * first stays one. Connectors at the beginning and end stay, and all but one of several.
   */
  static String camel(String text) {
    var out = new StringBuilder();
    var i = 0;
    while (i < text.length() && connects(text.charAt(i))) {
      out.append(text.charAt(i++));
    }
    if (i > 0 && i == text.length()) {
      // The last of nothing but connectors comes out twice in sprig.
      return out.append(text.charAt(i - 1)).toString();
    }
    var begins = true;
    var run = false;
    for (; i < text.length(); i++) {
      var c = text.charAt(i);
      if (connects(c)) {
        if (i + 1 == text.length() || connects(text.charAt(i + 1))) {
          out.append(c);
        }
        begins = true;
        continue;
      }
      run = Character.isUpperCase(c) && (begins || run);
      out.append(begins ? Character.toUpperCase(c) : run ? Character.toLowerCase(c) : c);
      begins = false;
    }
    return out.toString();
  }

  private static boolean connects(char c) {
    return c == '_' || c == '-' || Character.isWhitespace(c);
  }
}
