package io.syncline.lang.sprig;

import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lenient conversions: what cannot be converted is zero. */
final class Cast {
  private Cast() {}

  static long whole(@Nullable Object value) {
    return switch (value) {
      // What has no room becomes the least number, as on Go's usual machines.
      case Double d -> d >= -0x1p63 && d < 0x1p63 ? d.longValue() : Long.MIN_VALUE;
      case Number n -> n.longValue();
      case Boolean b -> b ? 1 : 0;
      case String s -> whole(s);
      case null, default -> 0;
    };
  }

  /** Text as Go's {@code ParseInt} with base 0 reads it, decimals cut off; 0 when it does not. */
  private static long whole(String text) {
    var dot = text.indexOf('.');
    var digits = text;
    if (dot >= 0) {
      if (!text.substring(dot + 1).chars().allMatch(c -> c == '0')) {
        return 0;
      }
      digits = text.substring(0, dot);
    }
    var sign = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
    var radix = 10;
    var begin = sign;
    if (digits.length() > sign + 1 && digits.charAt(sign) == '0') {
      radix =
          switch (digits.charAt(sign + 1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
          };
      begin = Character.isLetter(digits.charAt(sign + 1)) ? sign + 2 : sign + 1;
    }
    var body = digits.substring(Math.min(begin, digits.length())).replace("_", "");
    if (body.isEmpty() || body.length() > 64) {
      return 0;
    }
    for (var i = 0; i < body.length(); i++) {
      if (body.charAt(i) > 'f' || Character.digit(body.charAt(i), radix) < 0) {
        return 0;
      }
    }
    var number = new BigInteger((digits.startsWith("-") ? "-" : "") + body, radix);
    return number.bitLength() < 64 ? number.longValue() : 0;
  }

  static double real(@Nullable Object value) {
    return switch (value) {
      case Number n -> n.doubleValue();
      case Boolean b -> b ? 1 : 0;
      case String s -> {
        try {
          yield s.isEmpty() || !s.equals(s.trim()) || "dfDF".indexOf(s.charAt(s.length() - 1)) >= 0
              ? 0
              : Double.parseDouble(s);
        } catch (NumberFormatException notANumber) {
          yield 0;
        }
      }
      case null, default -> 0;
    };
  }

  /** As sprig's {@code toString}: bytes are text, all else is printed. */
  static String text(@Nullable Object value) {
    return switch (value) {
      case String s -> s;
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      case GoObject object -> object.text();
      case null, default -> value == null ? "<nil>" : GoFormat.text(value);
    };
  }

  /** A list as texts, nils left out; anything else as one text. */
  static List<String> texts(@Nullable Object value) {
    var texts = new ArrayList<String>();
    switch (value) {
      case null -> {}
      case List<?> list -> {
        for (var item : list) {
          if (item != null) {
            texts.add(text(item));
          }
        }
      }
      default -> texts.add(text(value));
    }
    return texts;
  }

  static boolean empty(@Nullable Object value) {
    return !GoFormat.truth(value);
  }
}
