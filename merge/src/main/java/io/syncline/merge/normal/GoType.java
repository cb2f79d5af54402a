package io.syncline.merge.normal;

import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;

/** The names by which the API server's decoder calls types in its messages. */
final class GoType {
  private GoType() {}

  static String of(Schema schema) {
    return switch (schema) {
      case Struct struct -> struct.name().substring(struct.name().indexOf('/') + 1);
      case Schema.ListOf list -> "[]" + of(list.element());
      case Schema.MapOf map -> "map[string]" + of(map.value());
      case Schema.Scalar scalar -> scalar.type().goName();
      case Schema.Any _ -> "interface {}";
    };
  }
}
