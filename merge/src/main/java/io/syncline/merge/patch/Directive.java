package io.syncline.merge.patch;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys by which a strategic merge patch says more than values. */
final class Directive {
  static final String PATCH = "$patch";
  static final String RETAIN = "$retainKeys";
  static final String ORDER = "$setElementOrder/";
  static final String DELETE_SCALARS = "$deleteFromPrimitiveList/";

  private Directive() {}

  static boolean isParallel(String key) {
    return key.startsWith(ORDER) || key.startsWith(DELETE_SCALARS);
  }

  static boolean deletes(@Nullable Object value) {
    return value instanceof ObjectTree tree && "delete".equals(tree.get(PATCH));
  }

  /** Whether {@code value} as a whole is a directive, so that nothing of it is content. */
  static boolean isMarked(@Nullable Object value) {
    return value instanceof ObjectTree tree && tree.containsKey(PATCH);
  }

  /** The content of a patch value that meets nothing: without directives and nulls. */
  static @Nullable Object content(@Nullable Object value) {
    return switch (value) {
      case ObjectTree tree -> {
        var kept = new ObjectTree.Builder(tree.size());
        tree.forEach(
            (key, inner) -> {
              if (inner != null && !isMarked(inner) && !key.equals(RETAIN) && !isParallel(key)) {
                kept.put(key, content(inner));
              }
            });
        yield kept.build();
      }
      case List<?> list -> {
        var kept = new ArrayList<@Nullable Object>(list.size());
        for (var item : list) {
          if (!isMarked(item)) {
            kept.add(content(item));
          }
        }
        yield Tree.list(kept);
      }
      case null, default -> value;
    };
  }
}
