package io.syncline.merge.normal;

import io.syncline.merge.schema.ScalarType;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.value.Quantity;
import io.syncline.merge.value.Timestamps;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single values in their one spelling. */
final class Scalars {
  /** What a value turns out to be. */
  sealed interface Reading {}

  /** A proper value. */
  record Known(@Nullable Object value) implements Reading {}

  /** The right type, but not the right grammar. */
  record Malformed(String message) implements Reading {}

  /** Another type. */
  record WrongType() implements Reading {}

  private static final WrongType WRONG = new WrongType();

  private Scalars() {}

  static Reading read(ScalarType type, Object value) {
    return switch (type) {
      case STRING -> value instanceof String ? new Known(value) : WRONG;
      case BOOL -> value instanceof Boolean ? new Known(value) : WRONG;
      case INT32 ->
          value instanceof Long number && number == number.intValue() ? new Known(value) : WRONG;
      case INT64 -> value instanceof Long ? new Known(value) : WRONG;
      case DOUBLE -> value instanceof Number ? new Known(value) : WRONG;
      case INT_OR_STRING ->
          value instanceof String || value instanceof Long ? new Known(value) : WRONG;
      case BYTES -> bytes(value);
      case QUANTITY -> quantity(value);
      case TIME -> time(value, false);
      case MICRO_TIME -> time(value, true);
    };
  }

  private static Reading bytes(Object value) {
    if (!(value instanceof String text)) {
      return WRONG;
    }
    var compact = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
    var joined = compact ? text : text.replace("\n", "").replace("\r", "");
    try {
      var bytes = Base64.getDecoder().decode(joined);
      return new Known(Base64.getEncoder().encodeToString(bytes));
    } catch (IllegalArgumentException _) {
      return new Malformed("illegal base64 data at input byte " + firstBad(joined));
    }
  }

  private static int firstBad(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var good =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/';
      if (!good) {
        return i;
      }
    }
    return text.length() / 4 * 4;
  }

  private static Reading quantity(Object value) {
    Optional<Quantity> quantity = Quantity.of(value);
    if (quantity.isPresent()) {
      return new Known(quantity.get().canonical());
    }
    return value instanceof String || value instanceof Boolean
        ? new Malformed(Quantity.SYNTAX)
        : WRONG;
  }

  private static Reading time(Object value, boolean micro) {
    if (!(value instanceof String text)) {
      return WRONG;
    }
    if (!micro && Timestamps.plain(text)) {
      return new Known(text);
    }
    return Timestamps.parse(text)
        .<Reading>map(at -> new Known(micro ? Timestamps.micros(at) : Timestamps.seconds(at)))
        .orElseGet(
            () -> new Malformed("parsing time \"" + text + "\"" + Timestamps.fault(text, micro)));
  }

  /** How Go's decoder calls the type of a JSON value that does not fit {@code schema}. */
  static String jsonType(Schema schema, Object value) {
    var number = schema instanceof Schema.Scalar scalar && isNumeric(scalar.type());
    return switch (value) {
      case String _ -> "string";
      case Boolean _ -> "bool";
      case ObjectTree _ -> "object";
      case List<?> _ -> "array";
      case Double d when number -> "number " + Json.number(d);
      case Long l when number -> "number " + l;
      case BigInteger big when number -> "number " + big;
      default -> "number";
    };
  }

  private static boolean isNumeric(ScalarType type) {
    return type == ScalarType.INT32 || type == ScalarType.INT64 || type == ScalarType.DOUBLE;
  }
}
