package io.syncline.merge.custom;

import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.schema.Field;
import io.syncline.merge.schema.PatchRule;
import io.syncline.merge.schema.ScalarType;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code openAPIV3Schema} of one version of a custom resource definition, ready for use. */
public final class CustomSchema {
  private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "metadata");

  private final SchemaNode root;
  private final Schema schema;

  private CustomSchema(ObjectTree source) {
    root = new SchemaNode(source);
    schema = source.isEmpty() ? Schema.Any.DEDUCED : resource(root);
  }

  /**
   * The schema in {@code openApiV3Schema}, the value of {@code
   * spec.versions[].schema.openAPIV3Schema}; the empty object permits everything.
   */
  public static CustomSchema of(ObjectTree openApiV3Schema) {
    return new CustomSchema(openApiV3Schema);
  }

  /** The shape of whole objects, for merging and field management. */
  public Schema schema() {
    return schema;
  }

  /**
   * An object without undeclared fields.
   *
   * @param object the object
   * @param unknown paths of the dropped fields, in document order
   */
  public record Pruned(ObjectTree object, List<String> unknown) {
    /** Copies the list. */
    public Pruned {
      unknown = List.copyOf(unknown);
    }
  }

  /** {@code object} without the fields the schema does not declare. */
  public Pruned prune(ObjectTree object) {
    var unknown = new ArrayList<String>();
    if (root.source.isEmpty()) {
      return new Pruned(object, unknown);
    }
    return new Pruned(pruneObject(root, object, "", true, unknown), unknown);
  }

  /** {@code object} with the defaults of the schema. */
  public ObjectTree defaults(ObjectTree object) {
    return Tree.object(fill(root, object));
  }

  /** Everything in {@code object} that the schema does not permit, in document order. */
  public List<Violation> validate(ObjectTree object) {
    return validate(object, Optional.empty());
  }

  /**
   * Everything in {@code object} that the schema and its rules do not permit. What stands in {@code
   * old} too, unchanged, is permitted as far as rules are asked.
   */
  public List<Violation> validate(ObjectTree object, Optional<ObjectTree> old) {
    var found = new Validation().whole(root, object);
    if (!root.ruled) {
      return found;
    }
    if (found.isEmpty()) {
      return new RuleCheck().whole(root, object, old);
    }
    var all = new ArrayList<>(found);
    all.add(
        new Violation(
            "<nil>",
            Violation.Reason.INVALID,
            "Invalid value: \"null\": some validation rules were not checked because the object was"
                + " invalid; correct the existing errors to complete validation"));
    return all;
  }

  /**
   * What in {@code openApiV3Schema} is not as the schema of a custom resource must be; {@code path}
   * is where it stands.
   */
  public static List<Violation> check(ObjectTree openApiV3Schema, String path) {
    return new StructuralCheck().of(openApiV3Schema, path);
  }

  /** What of the rules in {@code openApiV3Schema} cannot be evaluated here, for people. */
  public static List<String> unevaluated(ObjectTree openApiV3Schema) {
    var said = new ArrayList<String>();
    StructuralCheck.rules(
        openApiV3Schema, "", (rule, path) -> rule.unknown(path).ifPresent(said::add));
    return said;
  }

  private static ObjectTree pruneObject(
      SchemaNode node, ObjectTree object, String path, boolean resource, List<String> unknown) {
    var kept = new ObjectTree.Builder(object.size());
    for (var i = 0; i < object.size(); i++) {
      var key = object.keyAt(i);
      var value = object.valueAt(i);
      var place = path.isEmpty() ? key : path + "." + key;
      var member = node.member(key);
      if (resource && IDENTITY.contains(key)) {
        kept.put(key, value);
      } else if (member.isPresent()) {
        kept.put(key, prune(member.get(), value, place, unknown));
      } else if (node.keepsUnknown()) {
        kept.put(key, value);
      } else {
        unknown.add(place);
      }
    }
    return kept.build();
  }

  private static @Nullable Object prune(
      SchemaNode node, @Nullable Object value, String path, List<String> unknown) {
    if (value instanceof ObjectTree object) {
      return pruneObject(node, object, path, node.embedded, unknown);
    }
    if (value instanceof List<?> items && node.items.isPresent()) {
      var kept = new ArrayList<@Nullable Object>(items.size());
      for (var i = 0; i < items.size(); i++) {
        kept.add(prune(node.items.get(), items.get(i), path + "[" + i + "]", unknown));
      }
      return Tree.list(kept);
    }
    return value;
  }

  private static @Nullable Object fill(SchemaNode node, @Nullable Object value) {
    if (value instanceof ObjectTree object) {
      var result = object;
      for (var entry : node.properties.entrySet()) {
        var key = entry.getKey();
        var child = entry.getValue();
        var absent = result.get(key) == null && !(result.containsKey(key) && child.nullable);
        if (absent && child.has("default")) {
          result = result.with(key, child.source.get("default"));
        }
      }
      for (var key : List.copyOf(result.keySet())) {
        var member = node.member(key);
        if (result.get(key) == null
            && member.filter(child -> !child.nullable && !child.type.isEmpty()).isPresent()) {
          result = result.without(key);
        }
      }
      for (var i = 0; i < result.size(); i++) {
        var member = node.member(result.keyAt(i));
        if (member.isPresent()) {
          result = result.with(result.keyAt(i), fill(member.get(), result.valueAt(i)));
        }
      }
      return result;
    }
    if (value instanceof List<?> items && node.items.isPresent()) {
      var filled = new ArrayList<@Nullable Object>(items.size());
      items.forEach(item -> filled.add(fill(node.items.get(), item)));
      return filled.equals(items) ? items : Tree.list(filled);
    }
    return value;
  }

  private static Struct resource(SchemaNode node) {
    return struct(node, true);
  }

  private static Struct struct(SchemaNode node, boolean resource) {
    Map<String, Field> fields = new LinkedHashMap<>();
    node.properties.forEach((name, child) -> fields.put(name, field(child)));
    if (resource) {
      fields.put("apiVersion", Field.of(Schema.Scalar.STRING));
      fields.put("kind", Field.of(Schema.Scalar.STRING));
      TypeFacts.builtin()
          .struct("meta/v1.ObjectMeta")
          .ifPresent(meta -> fields.put("metadata", Field.of(meta)));
    }
    var atomic = Tree.text(node.source, "x-kubernetes-map-type").equals("atomic");
    return new Struct("", atomic, node.keepsUnknown(), List.of(), () -> fields);
  }

  private static Field field(SchemaNode node) {
    return new Field(
        convert(node),
        false,
        true,
        PatchRule.NONE,
        Optional.ofNullable(node.source.get("default")),
        0);
  }

  private static Schema convert(SchemaNode node) {
    if (node.intOrString) {
      return new Schema.Scalar(ScalarType.INT_OR_STRING);
    }
    return switch (node.type) {
      case "string" -> Schema.Scalar.STRING;
      case "boolean" -> new Schema.Scalar(ScalarType.BOOL);
      case "integer" -> new Schema.Scalar(ScalarType.INT64);
      case "number" -> new Schema.Scalar(ScalarType.DOUBLE);
      case "array" -> list(node);
      case "object" -> object(node);
      default -> node.keepsUnknown() ? Schema.Any.DEDUCED : Schema.Any.OPAQUE;
    };
  }

  private static Schema list(SchemaNode node) {
    var item = node.items.map(CustomSchema::convert).orElse(Schema.Any.OPAQUE);
    return switch (Tree.text(node.source, "x-kubernetes-list-type")) {
      case "set" -> new Schema.ListOf(item, Schema.ListRelation.SET, List.of());
      case "map" ->
          new Schema.ListOf(
              item,
              Schema.ListRelation.MAP,
              Tree.items(node.source.get("x-kubernetes-list-map-keys")).stream()
                  .map(String::valueOf)
                  .toList());
      default -> new Schema.ListOf(item, Schema.ListRelation.ATOMIC, List.of());
    };
  }

  private static Schema object(SchemaNode node) {
    var atomic = Tree.text(node.source, "x-kubernetes-map-type").equals("atomic");
    if (node.additional.isPresent()) {
      return new Schema.MapOf(convert(node.additional.get()), atomic);
    }
    if (node.properties.isEmpty() && node.keepsUnknown() && !node.embedded) {
      return atomic ? Schema.Any.OPAQUE : Schema.Any.DEDUCED;
    }
    return struct(node, node.embedded);
  }
}
