package io.syncline.merge.patch;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON merge patch (RFC 7396): objects merge, null deletes, everything else replaces. */
public final class JsonMergePatch {
  private JsonMergePatch() {}

  /** {@code original} after {@code patch}. */
  public static @Nullable Object apply(@Nullable Object original, @Nullable Object patch) {
    return patch instanceof ObjectTree changes ? apply(Tree.object(original), changes) : patch;
  }

  /** {@code original} after {@code patch}. */
  public static ObjectTree apply(ObjectTree original, ObjectTree patch) {
    var result = new ObjectTree.Builder(original.size() + patch.size());
    original.forEach(
        (key, value) -> {
          if (!patch.containsKey(key)) {
            result.put(key, value);
          } else if (patch.get(key) != null) {
            result.put(key, apply(value, patch.get(key)));
          }
        });
    patch.forEach(
        (key, value) -> {
          if (value != null && !original.containsKey(key)) {
            result.put(key, apply((Object) null, value));
          }
        });
    return result.build();
  }

  /** The smallest patch that makes {@code modified} of {@code original}; empty when equal. */
  public static ObjectTree diff(ObjectTree original, ObjectTree modified) {
    var patch = new ObjectTree.Builder(4);
    modified.forEach(
        (key, value) -> {
          if (!original.containsKey(key)) {
            patch.put(key, value);
            return;
          }
          var before = original.get(key);
          if (before instanceof ObjectTree a && value instanceof ObjectTree b) {
            var inner = diff(a, b);
            if (!inner.isEmpty()) {
              patch.put(key, inner);
            }
          } else if (!Objects.equals(before, value)) {
            patch.put(key, value);
          }
        });
    original.forEach(
        (key, value) -> {
          if (!modified.containsKey(key)) {
            patch.put(key, null);
          }
        });
    return patch.build();
  }

  /**
   * The patch that client-side apply sends for kinds without a schema: additions and changes from
   * {@code current} to {@code modified}, deletions from {@code lastApplied} to {@code modified}.
   */
  public static ObjectTree createThreeWay(
      ObjectTree lastApplied, ObjectTree modified, ObjectTree current) {
    var additions = filter(diff(current, modified), false);
    var deletions = filter(diff(lastApplied, modified), true);
    return combine(deletions, additions);
  }

  /** Only the deletions of a patch, or all but them. */
  private static ObjectTree filter(ObjectTree patch, boolean deletions) {
    var kept = new ObjectTree.Builder(patch.size());
    patch.forEach(
        (key, value) -> {
          if (value == null) {
            if (deletions) {
              kept.put(key, null);
            }
          } else if (value instanceof ObjectTree inner) {
            var rest = filter(inner, deletions);
            if (!rest.isEmpty() || (!deletions && inner.isEmpty())) {
              kept.put(key, rest);
            }
          } else if (!deletions) {
            kept.put(key, value instanceof List<?> list ? withoutNulls(list) : value);
          }
        });
    return kept.build();
  }

  private static List<Object> withoutNulls(List<?> list) {
    var kept = new ArrayList<@Nullable Object>(list.size());
    list.forEach(item -> kept.add(item instanceof ObjectTree tree ? filter(tree, false) : item));
    return Tree.list(kept);
  }

  /** One patch that does what {@code first} and then {@code second} do. */
  public static ObjectTree combine(ObjectTree first, ObjectTree second) {
    var result = first;
    for (var i = 0; i < second.size(); i++) {
      var key = second.keyAt(i);
      var value = second.valueAt(i);
      result =
          result.get(key) instanceof ObjectTree a && value instanceof ObjectTree b
              ? result.with(key, combine(a, b))
              : result.with(key, value);
    }
    return result;
  }
}
