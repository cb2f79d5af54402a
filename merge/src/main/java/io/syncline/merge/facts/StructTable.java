package io.syncline.merge.facts;

import io.syncline.merge.schema.Field;
import io.syncline.merge.schema.PatchRule;
import io.syncline.merge.schema.ScalarType;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All structs of the field file, with their fields read when first asked for. */
final class StructTable {
  private static final Map<String, Schema> LEAVES =
      Map.ofEntries(
          scalar("string", ScalarType.STRING),
          scalar("bool", ScalarType.BOOL),
          scalar("int32", ScalarType.INT32),
          scalar("int64", ScalarType.INT64),
          scalar("double", ScalarType.DOUBLE),
          scalar("bytes", ScalarType.BYTES),
          scalar("Time", ScalarType.TIME),
          scalar("MicroTime", ScalarType.MICRO_TIME),
          scalar("Quantity", ScalarType.QUANTITY),
          scalar("IntOrString", ScalarType.INT_OR_STRING),
          Map.entry("RawExtension", Schema.Any.DEDUCED),
          Map.entry("FieldsV1", Schema.Any.DEDUCED),
          Map.entry("Empty", new Struct("Empty", false, false, List.of(), Map::of)),
          Map.entry("apiextensions/v1.JSON", Schema.Any.OPAQUE),
          Map.entry("apiextensions/v1.JSONSchemaPropsOrArray", Schema.Any.OPAQUE),
          Map.entry("apiextensions/v1.JSONSchemaPropsOrBool", Schema.Any.OPAQUE),
          Map.entry("apiextensions/v1.JSONSchemaPropsOrStringArray", Schema.Any.OPAQUE));

  private final Map<String, Struct> structs = new HashMap<>();
  private final ObjectTree source;

  StructTable(ObjectTree source, Collection<String> roots) {
    this.source = source;
    var documents = new HashSet<>(roots);
    for (var i = 0; i < source.size(); i++) {
      var name = source.keyAt(i);
      var entry = Tree.object(source.valueAt(i));
      structs.put(
          name,
          new Struct(
              name,
              entry.get("atomic") != null,
              false,
              inlined(entry),
              () -> fields(entry, documents.contains(name))));
    }
  }

  private static Map.Entry<String, Schema> scalar(String name, ScalarType type) {
    return Map.entry(
        name, type == ScalarType.STRING ? Schema.Scalar.STRING : new Schema.Scalar(type));
  }

  Optional<Struct> find(String name) {
    return Optional.ofNullable(structs.get(name));
  }

  Struct struct(String name) {
    var struct = structs.get(name);
    if (struct == null) {
      throw new IllegalStateException("facts name an unknown struct: " + name);
    }
    return struct;
  }

  private List<String> inlined(ObjectTree entry) {
    var names = new ArrayList<String>();
    for (var item : Tree.items(entry.get("i"))) {
      var name = Tree.text(item, "0");
      names.add(name);
      names.addAll(inlined(Tree.object(source.get(name))));
    }
    return names;
  }

  private Map<String, Field> fields(ObjectTree entry, boolean document) {
    var fields = new LinkedHashMap<String, Field>();
    if (document) {
      fields.put(
          "kind",
          new Field(Schema.Scalar.STRING, false, false, PatchRule.NONE, Optional.empty(), 0));
      fields.put(
          "apiVersion",
          new Field(Schema.Scalar.STRING, false, false, PatchRule.NONE, Optional.empty(), 0));
    }
    for (var item : Tree.items(entry.get("i"))) {
      fields.putAll(fields(Tree.object(source.get(Tree.text(item, "0"))), false));
    }
    Tree.object(entry.get("f"))
        .forEach((name, field) -> fields.put(name, field(Tree.object(field))));
    return fields;
  }

  private Field field(ObjectTree field) {
    return new Field(
        schema(Tree.text(field, "t"), field),
        field.get("e") != null || Tree.text(field, "t").equals("RawExtension"),
        field.get("p") != null,
        patch(Tree.text(field, "ps"), Tree.text(field, "mk")),
        defaultValue(Tree.text(field, "def")),
        (int) Tree.number(field, 0, "n"));
  }

  private static Optional<Object> defaultValue(String text) {
    return switch (text) {
      case "" -> Optional.empty();
      case "ref(AzureDataDiskCachingReadWrite)" -> Optional.of("ReadWrite");
      case "ref(AzureSharedBlobDisk)" -> Optional.of("Shared");
      default -> Optional.ofNullable(Json.parse(text));
    };
  }

  private static PatchRule patch(String strategies, String mergeKey) {
    if (strategies.isEmpty()) {
      return PatchRule.NONE;
    }
    var words = List.of(strategies.split(","));
    var strategy =
        words.contains("merge")
            ? PatchRule.Strategy.MERGE
            : words.contains("replace") ? PatchRule.Strategy.REPLACE : PatchRule.Strategy.SHAPE;
    return new PatchRule(strategy, words.contains("retainKeys"), mergeKey);
  }

  private Schema schema(String type, @Nullable ObjectTree field) {
    if (type.startsWith("[]")) {
      return list(schema(type.substring(2), null), field);
    }
    if (type.startsWith("{}")) {
      var atomic = field != null && field.get("atomic") != null;
      return new Schema.MapOf(schema(type.substring(2), null), atomic);
    }
    var leaf = LEAVES.get(type);
    return leaf != null ? leaf : struct(type);
  }

  private static Schema list(Schema item, @Nullable ObjectTree field) {
    return switch (field == null ? "" : Tree.text(field, "lt")) {
      case "set" -> new Schema.ListOf(item, Schema.ListRelation.SET, List.of());
      case "map" ->
          new Schema.ListOf(
              item,
              Schema.ListRelation.MAP,
              Tree.items(Tree.at(field, "k")).stream().map(String::valueOf).toList());
      default -> new Schema.ListOf(item, Schema.ListRelation.ATOMIC, List.of());
    };
  }
}
