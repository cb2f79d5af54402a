package io.syncline.model.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** JSON text to tree values and back. Numbers are written as Go's encoder writes them. */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2_000)
                  .maxStringLength(64 << 20)
                  .build())
          .build();

  private Json() {}

  /** Text that is not JSON; the message names line and column. */
  public static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Text that is not JSON for the reason given. */
    public SyntaxException(String message) {
      super(message);
    }

    SyntaxException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** One JSON value; trailing data is an error. A key given twice keeps its last value. */
  public static @Nullable Object parse(byte[] utf8) {
    return parse(utf8, path -> {});
  }

  /**
   * One JSON value; {@code repeated} is told the path, such as {@code spec.ports[0].name}, of each
   * key given again.
   */
  public static @Nullable Object parse(byte[] utf8, Consumer<String> repeated) {
    try (var parser = FACTORY.createParser(utf8)) {
      return parseWhole(parser, repeated);
    } catch (IOException e) {
      throw syntax(e);
    }
  }

  /** One JSON value; trailing data is an error. A key given twice keeps its last value. */
  public static @Nullable Object parse(String text) {
    try (var parser = FACTORY.createParser(text)) {
      return parseWhole(parser, path -> {});
    } catch (IOException e) {
      throw syntax(e);
    }
  }

  /**
   * Whether {@code text} is known to be {@code tree} as JSON, whatever the order of its keys: much
   * cheaper than to parse it, and never wrongly true. False says nothing.
   */
  public static boolean says(String text, ObjectTree tree) {
    return new JsonMatch(text).whole(tree);
  }

  /**
   * One JSON object.
   *
   * @throws SyntaxException when it is not JSON or not an object
   */
  public static ObjectTree parseObject(byte[] utf8) {
    if (parse(utf8) instanceof ObjectTree tree) {
      return tree;
    }
    throw new SyntaxException("not a JSON object (expected: {…})", null);
  }

  private static SyntaxException syntax(IOException e) {
    if (e instanceof com.fasterxml.jackson.core.JsonProcessingException problem) {
      var at = problem.getLocation();
      var where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      return new SyntaxException("invalid JSON" + where + ": " + problem.getOriginalMessage(), e);
    }
    return new SyntaxException("invalid JSON: " + e.getMessage(), e);
  }

  private static @Nullable Object parseWhole(JsonParser parser, Consumer<String> repeated)
      throws IOException {
    if (parser.nextToken() == null) {
      throw new SyntaxException("invalid JSON: no value", null);
    }
    var value = value(parser, repeated);
    if (parser.nextToken() != null) {
      var at = parser.currentTokenLocation();
      throw new SyntaxException(
          "invalid JSON: trailing data at line " + at.getLineNr() + ", column " + at.getColumnNr(),
          null);
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser, Consumer<String> repeated)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var builder = new ObjectTree.Builder(4);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var key = parser.currentName();
          parser.nextToken();
          var before = builder.size();
          builder.put(key, value(parser, repeated));
          if (builder.size() == before) {
            repeated.accept(path(parser.getParsingContext()));
          }
        }
        yield builder.build();
      }
      case START_ARRAY -> {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser, repeated));
        }
        yield Tree.list(list);
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT, LONG -> (Object) parser.getLongValue();
            default -> parser.getBigIntegerValue();
          };
      case VALUE_NUMBER_FLOAT -> finite(parser);
      default -> throw new SyntaxException("unexpected " + parser.currentToken(), null);
    };
  }

  private static String path(JsonStreamContext place) {
    var path = new StringBuilder();
    for (var here = place; here != null && !here.inRoot(); here = here.getParent()) {
      if (here.inArray()) {
        path.insert(0, "[" + here.getCurrentIndex() + "]");
      } else {
        var outer = here.getParent();
        var dot = outer != null && !outer.inRoot() ? "." : "";
        path.insert(0, dot + here.getCurrentName());
      }
    }
    return path.toString();
  }

  /** A number too great for a double would become infinite, which has no JSON form. */
  private static double finite(JsonParser parser) throws IOException {
    var number = parser.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw new SyntaxException("invalid JSON: number " + parser.getText() + " is too great", null);
    }
    return number;
  }

  /** {@code value} as compact JSON, keys in tree order. */
  public static String write(@Nullable Object value) {
    var out = new StringBuilder(256);
    append(out, value, -1, 0);
    return out.toString();
  }

  /** {@code value} as compact JSON in UTF-8. */
  public static byte[] bytes(@Nullable Object value) {
    return new JsonBytes(1024).value(value).toArray();
  }

  /** {@code value} as JSON indented by {@code indent} blanks a level. */
  public static String pretty(@Nullable Object value, int indent) {
    var out = new StringBuilder(1024);
    append(out, value, indent, 0);
    return out.toString();
  }

  private static void append(StringBuilder out, @Nullable Object value, int indent, int depth) {
    switch (value) {
      case null -> out.append("null");
      case String s -> quote(out, s);
      case Boolean b -> out.append(b.booleanValue());
      case Double d -> out.append(number(d));
      case Float f -> out.append(number(f));
      case BigInteger big -> out.append(big);
      case Number n -> out.append(n.longValue());
      case Map<?, ?> map -> {
        if (map.isEmpty()) {
          out.append("{}");
          return;
        }
        out.append('{');
        var first = true;
        for (var entry : map.entrySet()) {
          if (!first) {
            out.append(',');
          }
          first = false;
          line(out, indent, depth + 1);
          quote(out, String.valueOf(entry.getKey()));
          out.append(indent < 0 ? ":" : ": ");
          append(out, entry.getValue(), indent, depth + 1);
        }
        line(out, indent, depth);
        out.append('}');
      }
      case List<?> list -> {
        if (list.isEmpty()) {
          out.append("[]");
          return;
        }
        out.append('[');
        var first = true;
        for (var item : list) {
          if (!first) {
            out.append(',');
          }
          first = false;
          line(out, indent, depth + 1);
          append(out, item, indent, depth + 1);
        }
        line(out, indent, depth);
        out.append(']');
      }
      default -> throw new IllegalArgumentException("no tree value: " + value.getClass().getName());
    }
  }

  private static void line(StringBuilder out, int indent, int depth) {
    if (indent >= 0) {
      out.append('\n');
      out.repeat(' ', indent * depth);
    }
  }

  /** A float64 as Go's JSON encoder writes it: plain between 1e-6 and 1e21, else with exponent. */
  public static String number(double d) {
    if (Double.isNaN(d) || Double.isInfinite(d)) {
      throw new IllegalArgumentException("number " + d + " has no JSON form");
    }
    if (d == 0) {
      return 1 / d < 0 ? "-0" : "0";
    }
    var magnitude = Math.abs(d);
    var exact = new java.math.BigDecimal(Double.toString(d));
    if (magnitude >= 1e-6 && magnitude < 1e21) {
      var plain = exact.stripTrailingZeros();
      return plain.scale() < 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
    }
    var digits = exact.stripTrailingZeros();
    var unscaled = digits.unscaledValue().abs().toString();
    var exponent = unscaled.length() - 1 - digits.scale();
    var mantissa =
        unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
    var size = Math.abs(exponent);
    // Go shortens e-09 to e-9 but keeps two digits above.
    return (d < 0 ? "-" : "")
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (exponent > 0 && size < 10 ? "0" : "")
        + size;
  }

  /** {@code text} as a JSON string literal with its quotes; HTML characters stay as they are. */
  public static void quote(StringBuilder out, String text) {
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x2028 || c == 0x2029) {
            out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[(c >> 8) & 15])
                .append(HEX[(c >> 4) & 15])
                .append(HEX[c & 15]);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static final char[] HEX = "0123456789abcdef".toCharArray();
}
