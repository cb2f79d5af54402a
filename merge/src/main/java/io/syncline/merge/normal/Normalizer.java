package io.syncline.merge.normal;

import io.syncline.merge.schema.Field;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings an object of a known kind into the form the API server would print: what its decoder does
 * not know is dropped and reported, empty optional values are dropped, values have one spelling.
 */
public final class Normalizer {
  /**
   * A value of the wrong type or grammar.
   *
   * @param path where, with list places, such as {@code spec.ports[0].port}
   * @param message what the decoder says
   */
  public record Problem(String path, String message) {}

  /**
   * An object in normal form.
   *
   * @param object the object; values with problems stand in it unchanged
   * @param unknown paths of dropped fields, in document order
   * @param problems values of the wrong type, in document order
   */
  public record Result(ObjectTree object, List<String> unknown, List<Problem> problems) {
    /** Copies the lists. */
    public Result {
      unknown = List.copyOf(unknown);
      problems = List.copyOf(problems);
    }
  }

  private final List<String> unknown = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private Normalizer() {}

  /** The normal form of {@code object}, an object of the kind that {@code schema} describes. */
  public static Result normalize(Struct schema, ObjectTree object) {
    var run = new Normalizer();
    var normal = run.struct(schema, object, Place.ROOT);
    if (schema.name().equals("core/v1.Secret")) {
      normal = encodeSecret(normal);
    }
    return new Result(normal, run.unknown, run.problems);
  }

  /** Folds {@code stringData}, which is never stored, into {@code data}. */
  private static ObjectTree encodeSecret(ObjectTree secret) {
    if (!(secret.get("stringData") instanceof ObjectTree plain)) {
      return secret;
    }
    var data = Tree.object(secret.get("data"));
    for (var i = 0; i < plain.size(); i++) {
      if (plain.valueAt(i) instanceof String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        data = data.with(plain.keyAt(i), Base64.getEncoder().encodeToString(bytes));
      }
    }
    return secret.without("stringData").with("data", data);
  }

  private ObjectTree struct(Struct schema, ObjectTree object, Place place) {
    var normal = new ObjectTree.Builder(object.size() + 4);
    var fields = schema.fields();
    for (var i = 0; i < object.size(); i++) {
      var key = object.keyAt(i);
      var value = object.valueAt(i);
      var field = fields.get(key);
      if (field != null) {
        keep(normal, key, field, value, place.field(schema, key));
      } else if (schema.open()) {
        normal.put(key, value);
      } else {
        unknown.add(place.child(key));
      }
    }
    fields.forEach(
        (key, field) -> {
          if (field.always() && !object.containsKey(key)) {
            normal.put(key, field.zero());
          }
        });
    return normal.build();
  }

  private void keep(
      ObjectTree.Builder normal, String key, Field field, @Nullable Object value, Place place) {
    var known = value == null ? null : value(field.schema(), value, place);
    if (known == null) {
      if (field.always()) {
        normal.put(key, field.zero());
      }
    } else if (field.always() || field.optional() || !isEmpty(field.schema(), known)) {
      normal.put(key, known);
    }
  }

  private static boolean isEmpty(Schema schema, Object value) {
    return switch (value) {
      case String text -> text.isEmpty();
      case Boolean flag -> !flag;
      case Long number -> number == 0;
      case Double number -> number == 0;
      case List<?> list -> list.isEmpty();
      case ObjectTree tree -> tree.isEmpty() && schema instanceof Schema.MapOf;
      default -> false;
    };
  }

  private @Nullable Object value(Schema schema, Object value, Place place) {
    return switch (schema) {
      case Schema.Any _ -> value;
      case Struct struct when value instanceof ObjectTree object -> struct(struct, object, place);
      case Schema.MapOf map when value instanceof ObjectTree object -> map(map, object, place);
      case Schema.ListOf list when value instanceof List<?> items -> list(list, items, place);
      case Schema.Scalar scalar -> scalar(scalar, value, place);
      case Struct _, Schema.MapOf _, Schema.ListOf _ -> wrong(schema, value, place);
    };
  }

  private ObjectTree map(Schema.MapOf schema, ObjectTree object, Place place) {
    var normal = new ObjectTree.Builder(object.size());
    for (var i = 0; i < object.size(); i++) {
      normal.put(
          object.keyAt(i),
          element(schema.value(), object.valueAt(i), place.entry(object.keyAt(i))));
    }
    return normal.build();
  }

  private List<Object> list(Schema.ListOf schema, List<?> items, Place place) {
    var normal = new ArrayList<@Nullable Object>(items.size());
    for (var i = 0; i < items.size(); i++) {
      normal.add(element(schema.element(), items.get(i), place.item(i)));
    }
    return Tree.list(normal);
  }

  private @Nullable Object element(Schema schema, @Nullable Object value, Place place) {
    return value == null ? Field.required(schema).zero() : value(schema, value, place);
  }

  private @Nullable Object scalar(Schema.Scalar schema, Object value, Place place) {
    var found = Scalars.read(schema.type(), value);
    return switch (found) {
      case Scalars.Known known -> known.value();
      case Scalars.Malformed malformed -> {
        problems.add(new Problem(place.path(), malformed.message()));
        yield value;
      }
      case Scalars.WrongType _ -> wrong(schema, value, place);
    };
  }

  private Object wrong(Schema schema, Object value, Place place) {
    problems.add(
        new Problem(
            place.path(),
            "json: cannot unmarshal "
                + Scalars.jsonType(schema, value)
                + " into Go "
                + place.goField()
                + " of type "
                + GoType.of(schema)));
    return value;
  }
}
