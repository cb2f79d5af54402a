package io.syncline.lang.sprig;

import static io.syncline.lang.sprig.StringFunctions.string;

import io.syncline.lang.gotemplate.CallException;
import io.syncline.lang.gotemplate.GoData;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.model.tree.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON, Base64 and Base32. */
public final class EncodingFunctions {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private EncodingFunctions() {}

  static void addTo(Map<String, GoFunction> all) {
    all.put("b64enc", GoFunction.of("string", a -> Base64.getEncoder().encodeToString(utf8(a[0]))));
    all.put("b64dec", GoFunction.of("string", a -> base64(string(a[0]))));
    all.put("b32enc", GoFunction.of("string", a -> base32(utf8(a[0]))));
    all.put("b32dec", GoFunction.of("string", a -> unbase32(string(a[0]))));
    both(all, "toJson", false);
    all.put("toRawJson", GoFunction.of("any", a -> Json.write(GoData.plain(a[0]))));
    all.put("mustToRawJson", GoFunction.of("any", a -> Json.write(GoData.plain(a[0]))));
    both(all, "toPrettyJson", true);
    all.put(
        "fromJson",
        GoFunction.of(
            "string",
            a -> {
              try {
                return decode(string(a[0]));
              } catch (CallException malformed) {
                return null;
              }
            }));
    all.put("mustFromJson", GoFunction.of("string", a -> decode(string(a[0]))));
  }

  private static void both(Map<String, GoFunction> all, String name, boolean pretty) {
    var function = GoFunction.of("any", a -> json(a[0], pretty));
    all.put(name, function);
    all.put("must" + Character.toUpperCase(name.charAt(0)) + name.substring(1), function);
  }

  /** {@code value} as Go's JSON encoder writes it: characters of HTML escaped. */
  public static String json(@Nullable Object value, boolean pretty) {
    var plain = GoData.plain(value);
    var text = pretty ? Json.pretty(plain, 2) : Json.write(plain);
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  /**
   * The value of a JSON text, numbers as {@code float64}.
   *
   * @throws CallException when it is not JSON
   */
  public static @Nullable Object decode(String json) {
    try {
      return GoData.decoded(Json.parse(json));
    } catch (Json.SyntaxException e) {
      throw new CallException(
          json.isBlank() || String.valueOf(e.getMessage()).contains("end-of-input")
              ? "unexpected end of JSON input"
              : String.valueOf(e.getMessage()),
          e);
    }
  }

  private static byte[] utf8(@Nullable Object text) {
    return string(text).getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    var clean = text.replace("\r", "").replace("\n", "");
    for (var i = 0; i < clean.length(); i++) {
      if (!Character.isLetterOrDigit(clean.charAt(i)) && "+/=".indexOf(clean.charAt(i)) < 0) {
        return "illegal base64 data at input byte " + i;
      }
    }
    if (clean.length() % 4 != 0) {
      return "illegal base64 data at input byte " + clean.length() / 4 * 4;
    }
    try {
      return new String(Base64.getDecoder().decode(clean), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "illegal base64 data at input byte " + Math.max(0, clean.indexOf('='));
    }
  }

  private static String base32(byte[] bytes) {
    var out = new StringBuilder();
    var buffer = 0;
    var bits = 0;
    for (var b : bytes) {
      buffer = buffer << 8 | b & 0xff;
      bits += 8;
      while (bits >= 5) {
        out.append(BASE32.charAt(buffer >> (bits - 5) & 31));
        bits -= 5;
      }
    }
    if (bits > 0) {
      out.append(BASE32.charAt(buffer << (5 - bits) & 31));
    }
    while (out.length() % 8 != 0) {
      out.append('=');
    }
    return out.toString();
  }

  private static String unbase32(String text) {
    var out = new java.io.ByteArrayOutputStream();
    var buffer = 0;
    var bits = 0;
    for (var i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      var digit = BASE32.indexOf(text.charAt(i));
      if (digit < 0) {
        return "illegal base32 data at input byte " + i;
      }
      buffer = buffer << 5 | digit;
      bits += 5;
      if (bits >= 8) {
        out.write(buffer >> (bits - 8));
        bits -= 8;
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
