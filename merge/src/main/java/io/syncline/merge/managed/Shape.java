package io.syncline.merge.managed;

import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a value is handled as an object, a list or a scalar, and whether as one leaf. */
enum Shape {
  OBJECT,
  LIST,
  SCALAR;

  /** What {@code schema} says {@code value} is; for values of unknown shape, what it looks like. */
  static Shape of(Schema schema, @Nullable Object value) {
    return switch (schema) {
      case Struct _, Schema.MapOf _ -> OBJECT;
      case Schema.ListOf _ -> LIST;
      case Schema.Scalar _ -> SCALAR;
      case Schema.Any _ ->
          switch (value) {
            case null -> OBJECT;
            case ObjectTree _ -> OBJECT;
            case List<?> _ -> LIST;
            default -> SCALAR;
          };
    };
  }

  /** Whether a value of this shape is one leaf. */
  boolean leaf(Schema schema) {
    return switch (this) {
      case OBJECT -> schema.leaf();
      case LIST ->
          !(schema instanceof Schema.ListOf list) || list.relation() == Schema.ListRelation.ATOMIC;
      case SCALAR -> true;
    };
  }

  /** Whether {@code key} is a field that {@code schema} names. */
  static boolean names(Schema schema, String key) {
    return schema instanceof Struct struct && struct.fields().containsKey(key);
  }
}
