package io.syncline.engine.diff;

import io.syncline.lang.sprig.GoDuration;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.normal.Normalizer;
import io.syncline.merge.value.Quantity;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field of a custom kind that has the form of a built-in type: its values are compared as values
 * of that type (semantics 13.6).
 *
 * @param kind the kind
 * @param path names of fields down to it; lists on the way are gone through item by item
 * @param type such as {@code core/v1/PodSpec}, {@code core/Quantity} or {@code meta/v1/Duration}
 */
public record KnownField(GroupKind kind, List<String> path, String type) {
  /** Known without any setting. */
  public static final List<KnownField> BUILT_IN =
      List.of(
          new KnownField(
              new GroupKind("argoproj.io", "Rollout"),
              List.of("spec", "template", "spec"),
              "core/v1/PodSpec"));

  /** Copies the list. */
  public KnownField {
    path = List.copyOf(path);
  }

  /** The fields that the entries {@code {field, type}} of a setting name for {@code kind}. */
  public static List<KnownField> from(GroupKind kind, List<?> entries) {
    return entries.stream()
        .map(
            e ->
                new KnownField(
                    kind, List.of(Tree.text(e, "field").split("\\.")), Tree.text(e, "type")))
        .filter(f -> !f.type().isEmpty())
        .toList();
  }

  /** {@code object} with the fields among {@code fields} that it has in the one form. */
  static Manifest normalize(Manifest object, List<KnownField> fields) {
    var root = object.root();
    for (var field : fields) {
      if (field.kind().equals(object.groupKind())) {
        root = Tree.object(field.at(root, 0));
      }
    }
    return root.equals(object.root()) ? object : new Manifest(root);
  }

  private @Nullable Object at(@Nullable Object value, int depth) {
    if (value instanceof List<?> items) {
      var all = new ArrayList<@Nullable Object>(items.size());
      items.forEach(item -> all.add(at(item, depth)));
      return Tree.list(all);
    }
    if (depth == path.size()) {
      return normal(value);
    }
    var name = path.get(depth);
    return value instanceof ObjectTree tree && tree.containsKey(name)
        ? tree.with(name, at(tree.get(name), depth + 1))
        : value;
  }

  private @Nullable Object normal(@Nullable Object value) {
    return switch (type) {
      case "core/Quantity" -> quantity(value);
      case "core/v1/ResourceList" -> value instanceof ObjectTree list ? quantities(list) : value;
      case "meta/v1/Duration" ->
          value instanceof String text
              ? GoDuration.parse(text).<Object>map(GoDuration::text).orElse(text)
              : value;
      default ->
          value instanceof ObjectTree tree
              ? struct().map(s -> Normalizer.normalize(s, tree).object()).orElse(tree)
              : value;
    };
  }

  private static @Nullable Object quantity(@Nullable Object value) {
    return value == null
        ? null
        : Quantity.parse(String.valueOf(value)).<Object>map(Quantity::toString).orElse(value);
  }

  private static ObjectTree quantities(ObjectTree list) {
    var normal = new ObjectTree.Builder(list.size());
    list.forEach((name, value) -> normal.put(name, quantity(value)));
    return normal.build();
  }

  /** {@code core/v1/PodSpec} is {@code core/v1.PodSpec} among the facts. */
  private Optional<io.syncline.merge.schema.Struct> struct() {
    var slash = type.lastIndexOf('/');
    return slash < 0
        ? Optional.empty()
        : TypeFacts.builtin().struct(type.substring(0, slash) + "." + type.substring(slash + 1));
  }
}
