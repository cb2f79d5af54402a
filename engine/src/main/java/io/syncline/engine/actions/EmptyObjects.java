package io.syncline.engine.actions;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Empty objects of what a script makes. Lua cannot tell them from empty lists, and a copy made by a
 * script forgets where it came from; the name of the field in the object the script was given
 * decides.
 */
final class EmptyObjects {
  private final Set<String> objects = new HashSet<>();
  private final Set<String> lists = new HashSet<>();

  private EmptyObjects() {}

  /** Knows the fields of {@code given}. */
  static EmptyObjects of(Manifest given) {
    var names = new EmptyObjects();
    names.learn(given.root());
    return names;
  }

  private void learn(@Nullable Object value) {
    if (value instanceof ObjectTree tree) {
      tree.forEach(
          (name, field) -> {
            if (field instanceof ObjectTree) {
              objects.add(name);
            } else if (field instanceof List<?>) {
              lists.add(name);
            }
            learn(field);
          });
    } else {
      Tree.items(value).forEach(this::learn);
    }
  }

  /** {@code made} with empty objects where only objects stood under that name. */
  Manifest in(ObjectTree made) {
    return new Manifest(Tree.object(shaped("", made)));
  }

  private @Nullable Object shaped(String name, @Nullable Object value) {
    return switch (value) {
      case ObjectTree tree -> {
        var fields = new ObjectTree.Builder(tree.size());
        tree.forEach((key, field) -> fields.put(key, shaped(key, field)));
        yield fields.build();
      }
      case List<?> list when list.isEmpty() ->
          objects.contains(name) && !lists.contains(name) ? ObjectTree.EMPTY : list;
      case List<?> list -> Tree.list(list.stream().map(item -> shaped("", item)).toList());
      case null, default -> value;
    };
  }
}
