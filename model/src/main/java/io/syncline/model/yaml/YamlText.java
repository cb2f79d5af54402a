package io.syncline.model.yaml;

import java.math.BigDecimal;

/** How one scalar is spelt in YAML so that kubectl reads the same value back. */
public final class YamlText {
  private static final int PLAIN_DIGITS = 6;

  private YamlText() {}

  /** The ways to write text. */
  enum Style {
    PLAIN,
    SINGLE,
    DOUBLE,
    LITERAL
  }

  /** A string on one line: plain when that is safe, else single or double quoted. */
  public static String inline(String text) {
    return switch (text.indexOf('\n') >= 0 ? Style.DOUBLE : style(text)) {
      case PLAIN -> text;
      case SINGLE -> "'" + text.replace("'", "''") + "'";
      case DOUBLE, LITERAL -> doubleQuoted(text);
    };
  }

  /** A float as Go's YAML package prints it: shortest digits, an exponent from a million up. */
  public static String number(double d) {
    if (d == 0) {
      return "0";
    }
    if (Double.isNaN(d) || Double.isInfinite(d)) {
      return Double.isNaN(d) ? ".nan" : d > 0 ? ".inf" : "-.inf";
    }
    var decimal = new BigDecimal(Double.toString(d)).stripTrailingZeros();
    var exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < PLAIN_DIGITS) {
      return decimal.toPlainString();
    }
    var digits = decimal.unscaledValue().abs().toString();
    var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    var power = Math.abs(exponent);
    return (d < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (power < 10 ? "0" : "")
        + power;
  }

  /** The style that keeps {@code text} text: the least quoting that does. */
  static Style style(String text) {
    if (text.isEmpty()) {
      return Style.DOUBLE;
    }
    var shape = Shape.of(text);
    if (text.indexOf('\n') >= 0) {
      return shape.block ? Style.LITERAL : Style.DOUBLE;
    }
    if (!(Scalars.resolve(text) instanceof String) || looksOld(text)) {
      return Style.DOUBLE;
    }
    if (shape.plain) {
      return Style.PLAIN;
    }
    return shape.single ? Style.SINGLE : Style.DOUBLE;
  }

  /** Which styles the characters of a text permit. */
  private record Shape(boolean plain, boolean single, boolean block) {
    static Shape of(String text) {
      var indicators = text.startsWith("---") || text.startsWith("...");
      var special = false;
      var breakBlank = false;
      var blankBreak = false;
      var breaks = false;
      var before = '\n';
      for (var i = 0; i < text.length(); i++) {
        var c = text.charAt(i);
        var lineBreak = c == '\n' || c == 0x2028 || c == 0x2029;
        special |= c != '\n' && !printable(c);
        indicators |= indicator(text, i, before);
        breaks |= lineBreak;
        if (i > 0) {
          var beforeBreak = before == '\n' || before == 0x2028 || before == 0x2029;
          breakBlank |= c == ' ' && beforeBreak;
          blankBreak |= lineBreak && before == ' ';
        }
        before = c;
      }
      var first = text.charAt(0);
      var last = text.charAt(text.length() - 1);
      var edges = blankOrBreak(first) || blankOrBreak(last);
      var broken = blankBreak || special;
      return new Shape(
          !indicators && !edges && !breakBlank && !broken && !breaks,
          !breakBlank && !broken,
          !broken && last != ' ');
    }

    private static boolean blankOrBreak(char c) {
      return c == ' ' || c == '\n' || c == 0x2028 || c == 0x2029;
    }

    private static boolean indicator(String text, int i, char before) {
      var c = text.charAt(i);
      var followedByBlank = i + 1 >= text.length() || " \t\n".indexOf(text.charAt(i + 1)) >= 0;
      if (i == 0) {
        return switch (c) {
          case '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>' -> true;
          case '\'', '"', '%', '@', '`' -> true;
          case '?', ':', '-' -> followedByBlank;
          default -> false;
        };
      }
      return switch (c) {
        case ':' -> followedByBlank;
        case '#' -> " \t\n".indexOf(before) >= 0;
        default -> false;
      };
    }
  }

  private static boolean printable(char c) {
    return c >= 0x20 && c <= 0x7e
        || c >= 0xa0 && c < 0xd800
        || c >= 0xe000 && c < 0xfffe && c != 0xfeff;
  }

  /** Whether double quotes need an escape for {@code c}. */
  static boolean escaped(int c) {
    return c == '"'
        || c == '\\'
        || c == 0x2028
        || c == 0x2029
        || c > 0xffff
        || !printable((char) c);
  }

  /** Words and shapes that a YAML 1.1 reader would take for something else. */
  private static boolean looksOld(String text) {
    return switch (text) {
      case "y", "Y", "n", "N" -> true;
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

  /** {@code text} in double quotes with the escapes YAML knows. */
  public static String doubleQuoted(String text) {
    var out = new StringBuilder(text.length() + 8).append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (escaped(c)) {
                escape(out, c);
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append('"').toString();
  }

  /** Appends the escape of {@code c}. */
  static void escape(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case 0 -> out.append("\\0");
      case 7 -> out.append("\\a");
      case 0x0b -> out.append("\\v");
      case 0x0c -> out.append("\\f");
      case 0x1b -> out.append("\\e");
      case 0x85 -> out.append("\\N");
      case 0xa0 -> out.append("\\_");
      case 0x2028 -> out.append("\\L");
      case 0x2029 -> out.append("\\P");
      default -> {
        if (c <= 0xff) {
          out.append(String.format("\\x%02X", c));
        } else if (c <= 0xffff) {
          out.append(String.format("\\u%04X", c));
        } else {
          out.append(String.format("\\U%08X", c));
        }
      }
    }
  }
}
