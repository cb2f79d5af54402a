package io.syncline.merge.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field of a struct.
 *
 * @param schema what the field holds
 * @param always whether the API server prints it even when it is empty or zero
 * @param optional whether an explicit zero value differs from an absent one
 * @param patch how a strategic merge patch treats it
 * @param declaredDefault the default its schema declares
 * @param number its number in the protobuf encoding, 0 when it has none
 */
public record Field(
    Schema schema,
    boolean always,
    boolean optional,
    PatchRule patch,
    Optional<Object> declaredDefault,
    int number) {
  /** A field of which only the schema is known. */
  public static Field of(Schema schema) {
    return new Field(schema, false, true, PatchRule.NONE, Optional.empty(), 0);
  }

  /** A field that has its zero value when it is absent. */
  public static Field required(Schema schema) {
    return new Field(schema, true, false, PatchRule.NONE, Optional.empty(), 0);
  }

  /** What the API server prints for this field when it is always printed and was not set. */
  public @Nullable Object zero() {
    if (optional) {
      return null;
    }
    return switch (schema) {
      case Struct struct -> struct.zero();
      case Schema.Scalar scalar ->
          switch (scalar.type()) {
            case STRING -> "";
            case BOOL -> false;
            case INT32, INT64, INT_OR_STRING, DOUBLE -> 0L;
            case QUANTITY -> "0";
            case BYTES, TIME, MICRO_TIME -> null;
          };
      case Schema.ListOf _, Schema.MapOf _, Schema.Any _ -> null;
    };
  }

  /** The default of the field, null when there is none. */
  public @Nullable Object defaultValue() {
    return declaredDefault.orElse(null);
  }
}
