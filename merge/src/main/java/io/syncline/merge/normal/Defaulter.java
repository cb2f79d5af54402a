package io.syncline.merge.normal;

import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the defaults of built-in kinds, at the root and in every struct inside, as the API
 * server does before admission. Objects should be in normal form, since an empty text or a zero
 * that does not count as set is taken for a value here. Defaulting twice changes nothing.
 */
public final class Defaulter {
  private static final class Holder {
    static final Defaulter BUILTIN = new Defaulter(TypeFacts.builtin());
  }

  private final TypeFacts facts;
  private final Map<String, List<DefaultRule>> byKind = new HashMap<>();
  private final Map<String, List<DefaultRule>> byStruct = new HashMap<>();

  private Defaulter(TypeFacts facts) {
    this.facts = facts;
    for (var source : facts.defaults()) {
      var rule = DefaultRule.of(source);
      if (rule.isEmpty()) {
        continue;
      }
      var struct = Tree.text(source, "struct");
      var target = struct.isEmpty() ? byKind : byStruct;
      var names = new ArrayList<String>();
      names.add(struct.isEmpty() ? Tree.text(source, "kind") : struct);
      Tree.items(source.get("also")).forEach(name -> names.add(String.valueOf(name)));
      names.forEach(name -> target.computeIfAbsent(name, _ -> new ArrayList<>()).add(rule.get()));
    }
    byKind.values().forEach(rules -> rules.sort(DefaultRule.ORDER));
  }

  /** The defaults of the built-in kinds. */
  public static Defaulter builtin() {
    return Holder.BUILTIN;
  }

  /** {@code manifest} with all its defaults; as it is when its kind is not built in. */
  public Manifest apply(Manifest manifest) {
    return facts
        .schema(manifest.apiVersion(), manifest.kind())
        .map(schema -> new Manifest(apply(schema, manifest.root())))
        .orElse(manifest);
  }

  /** {@code object}, described by {@code schema}, with all its defaults. */
  public ObjectTree apply(Struct schema, ObjectTree object) {
    var kind = Tree.text(object, "kind");
    var version = Tree.text(object, "apiVersion");
    var result = object;
    for (var rule : byKind.getOrDefault(kind, List.of())) {
      if (rule.fits(version)) {
        result = rule.apply(result, object);
      }
    }
    result = KindDefaults.before(kind, result);
    return KindDefaults.after(kind, struct(schema, result));
  }

  private ObjectTree struct(Struct schema, ObjectTree object) {
    var result = rules(schema.name(), object);
    for (var name : schema.inlined()) {
      result = rules(name, result);
    }
    result = StructDefaults.apply(schema.name(), result);
    var fields = schema.fields();
    for (var i = 0; i < result.size(); i++) {
      var field = fields.get(result.keyAt(i));
      if (field != null && mayHoldStructs(field.schema())) {
        var value = result.valueAt(i);
        var filled = value(field.schema(), value);
        if (filled != value) {
          result = result.with(result.keyAt(i), filled);
        }
      }
    }
    return result;
  }

  private ObjectTree rules(String name, ObjectTree object) {
    var result = object;
    for (var rule : byStruct.getOrDefault(name, List.of())) {
      result = rule.apply(result, object);
    }
    return result;
  }

  private static boolean mayHoldStructs(Schema schema) {
    return switch (schema) {
      case Struct _ -> true;
      case Schema.ListOf list -> mayHoldStructs(list.element());
      case Schema.MapOf map -> mayHoldStructs(map.value());
      case Schema.Scalar _, Schema.Any _ -> false;
    };
  }

  private @Nullable Object value(Schema schema, @Nullable Object value) {
    if (schema instanceof Struct struct && value instanceof ObjectTree object) {
      return struct(struct, object);
    }
    if (schema instanceof Schema.ListOf list && value instanceof List<?> items) {
      var filled = new ArrayList<@Nullable Object>(items.size());
      var changed = false;
      for (var item : items) {
        var after = value(list.element(), item);
        changed |= after != item;
        filled.add(after);
      }
      return changed ? Tree.list(filled) : items;
    }
    if (schema instanceof Schema.MapOf map && value instanceof ObjectTree object) {
      var result = object;
      for (var i = 0; i < object.size(); i++) {
        result = result.with(object.keyAt(i), value(map.value(), object.valueAt(i)));
      }
      return result;
    }
    return value;
  }
}
