package io.syncline.model.yaml;

import io.syncline.model.tree.Json;

/** How one scalar is spelt in YAML so that kubectl reads the same value back. */
public final class YamlText {
  private YamlText() {}

  /** A string on one line: plain when that is safe, else single or double quoted. */
  public static String inline(String text) {
    if (text.isEmpty()) {
      return "\"\"";
    }
    if (needsEscapes(text)) {
      return doubleQuoted(text);
    }
    // go-yaml quotes what would resolve to another type with double quotes, the rest with single
    // ones.
    if (!(Scalars.resolve(text) instanceof String) || looksOld(text)) {
      return doubleQuoted(text);
    }
    return plainAllowed(text) ? text : "'" + text.replace("'", "''") + "'";
  }

  /** A float as go-yaml prints it. */
  public static String number(double d) {
    return Json.number(d);
  }

  /** Words and shapes that a YAML 1.1 reader would take for something else. */
  private static boolean looksOld(String text) {
    return switch (text) {
      case "y", "Y", "n", "N", "<<", "=" -> true;
      default -> sexagesimal(text) || timestamp(text);
    };
  }

  private static boolean sexagesimal(String text) {
    var colon = text.indexOf(':');
    if (colon <= 0) {
      return false;
    }
    var i = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    var parts = text.substring(i).split(":", -1);
    if (parts.length < 2 || parts[0].isEmpty() || parts[0].charAt(0) == '_') {
      return false;
    }
    for (var k = 0; k < parts.length; k++) {
      var part = parts[k];
      var whole =
          k == parts.length - 1 && part.indexOf('.') > 0
              ? part.substring(0, part.indexOf('.'))
              : part;
      if (whole.isEmpty() || !whole.chars().allMatch(c -> c >= '0' && c <= '9' || c == '_')) {
        return false;
      }
      if (k > 0 && (whole.length() > 2 || Integer.parseInt(whole.replace("_", "0")) > 59)) {
        return false;
      }
    }
    return true;
  }

  private static boolean timestamp(String text) {
    if (text.length() < 8
        || text.charAt(4) != '-'
        || !text.substring(0, 4).chars().allMatch(Character::isDigit)) {
      return false;
    }
    return text.matches(
        "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(([Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?[ \\t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?)?)?");
  }

  private static boolean needsEscapes(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < 0x20 && c != '\t'
          || c == 0x7f
          || c == 0x85
          || c == 0xa0
          || c == 0x2028
          || c == 0x2029
          || c == 0xfeff) {
        return true;
      }
      if (c >= 0x80 && c < 0xa0 || c >= 0xfffe) {
        return true;
      }
    }
    return text.indexOf('\t') >= 0 && (text.charAt(0) == '\t' || text.endsWith("\t"));
  }

  private static boolean plainAllowed(String text) {
    var first = text.charAt(0);
    var last = text.charAt(text.length() - 1);
    if (first == ' ' || last == ' ' || text.startsWith("---") || text.startsWith("...")) {
      return false;
    }
    if ("#,[]{}&*!|>'\"%@`".indexOf(first) >= 0) {
      return false;
    }
    if (first == '-' || first == '?' || first == ':') {
      if (text.length() == 1 || text.charAt(1) == ' ') {
        return false;
      }
    }
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == ':' && (i + 1 == text.length() || text.charAt(i + 1) == ' ')) {
        return false;
      }
      if (c == '#' && i > 0 && text.charAt(i - 1) == ' ') {
        return false;
      }
      if (c == '\n' || c == '\t') {
        return false;
      }
    }
    return true;
  }

  /** Whether text of several lines can stand as a literal block. */
  static boolean fitsBlock(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c != '\n' && c != '\t' && c < 0x20
          || c == 0x7f
          || c == 0xfeff
          || c >= 0x80 && c < 0xa0
          || c >= 0xfffe) {
        return false;
      }
      if (c == '\n' && i > 0 && (text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t')) {
        return false;
      }
    }
    var last = text.charAt(text.length() - 1);
    return last != ' ' && last != '\t';
  }

  /** {@code text} in double quotes with the escapes YAML knows. */
  public static String doubleQuoted(String text) {
    var out = new StringBuilder(text.length() + 8).append('"');
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0 -> out.append("\\0");
                case 7 -> out.append("\\a");
                case 8 -> out.append("\\b");
                case 0x0b -> out.append("\\v");
                case 0x0c -> out.append("\\f");
                case 0x1b -> out.append("\\e");
                case 0x85 -> out.append("\\N");
                case 0xa0 -> out.append("\\_");
                case 0x2028 -> out.append("\\L");
                case 0x2029 -> out.append("\\P");
                default -> {
                  if (c < 0x20 || c == 0x7f || c >= 0x80 && c < 0xa0) {
                    out.append(String.format("\\x%02X", c));
                  } else if (c == 0xfeff || c == 0xfffe || c == 0xffff) {
                    out.append(String.format("\\u%04X", c));
                  } else {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
