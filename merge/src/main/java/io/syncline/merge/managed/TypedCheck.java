package io.syncline.merge.managed;

import io.syncline.merge.schema.ScalarType;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an applied configuration has only declared fields of the right shape, each item once. */
final class TypedCheck {
  private final List<String> path = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private TypedCheck() {}

  /**
   * Checks {@code config}.
   *
   * @throws TypedException with all faults
   */
  static void check(Schema schema, ObjectTree config) {
    var check = new TypedCheck();
    check.value(schema, config);
    if (!check.faults.isEmpty()) {
      throw new TypedException(
          check.faults.size() == 1
              ? check.faults.getFirst()
              : "errors:\n  " + String.join("\n  ", check.faults));
    }
  }

  private void fault(String message) {
    faults.add(PathElements.text(path) + ": " + message);
  }

  private void value(Schema schema, @Nullable Object value) {
    switch (schema) {
      case Schema.Any _ -> {}
      case Schema.Scalar scalar -> scalar(scalar.type(), value);
      case Schema.ListOf list when value instanceof List<?> items -> items(list, items);
      case Struct _, Schema.MapOf _ when value instanceof ObjectTree object ->
          object(schema, object);
      case Schema.ListOf _ -> mismatch("list", value);
      case Struct _, Schema.MapOf _ -> mismatch("map", value);
    }
  }

  private void mismatch(String expected, @Nullable Object value) {
    if (value != null) {
      fault("expected " + expected + ", got " + Printed.of(value));
    }
  }

  private void scalar(ScalarType type, @Nullable Object value) {
    var fits =
        value == null
            || switch (type) {
              case STRING, BYTES, TIME, MICRO_TIME -> value instanceof String;
              case BOOL -> value instanceof Boolean;
              case INT32, INT64, DOUBLE -> value instanceof Number;
              case QUANTITY, INT_OR_STRING ->
                  !(value instanceof ObjectTree) && !(value instanceof List);
            };
    if (!fits) {
      var expected =
          switch (type) {
            case BOOL -> "boolean";
            case INT32, INT64, DOUBLE -> "numeric (int or float)";
            case QUANTITY, INT_OR_STRING -> "scalar";
            case STRING, BYTES, TIME, MICRO_TIME -> "string";
          };
      mismatch(expected, value);
    }
  }

  private void object(Schema schema, ObjectTree object) {
    var closed = schema instanceof Struct struct && !struct.open();
    for (var i = 0; i < object.size(); i++) {
      path.add(PathElements.field(object.keyAt(i)));
      if (closed && !Shape.names(schema, object.keyAt(i))) {
        fault("field not declared in schema");
      } else {
        value(schema.child(object.keyAt(i)), object.valueAt(i));
      }
      path.removeLast();
    }
  }

  private void items(Schema.ListOf list, List<?> items) {
    var seen = new HashSet<String>();
    for (var i = 0; i < items.size(); i++) {
      var element = "i:" + i;
      if (list.relation() != Schema.ListRelation.ATOMIC) {
        try {
          element = PathElements.item(list, Tree.items(items).get(i));
        } catch (TypedException e) {
          fault("element " + i + ": " + e.getMessage());
          continue;
        }
        if (!seen.add(element)) {
          fault("duplicate entries for key " + PathElements.text(element));
        }
      }
      path.add(element);
      value(list.element(), items.get(i));
      path.removeLast();
    }
  }
}
