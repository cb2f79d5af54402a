package io.syncline.merge.patch;

import io.syncline.merge.schema.Schema;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The difference of two trees as a strategic merge patch. */
final class StrategicDiff {
  private final boolean changes;
  private final boolean deletions;

  /** Which half of the difference is wanted: additions and changes, deletions, or both. */
  StrategicDiff(boolean changes, boolean deletions) {
    this.changes = changes;
    this.deletions = deletions;
  }

  @SuppressWarnings("ReferenceEquality") // only a short way: equal trees are walked
  ObjectTree objects(ObjectTree original, ObjectTree modified, Schema schema, boolean retainKeys) {
    if (original == modified) {
      return ObjectTree.EMPTY;
    }
    var patch = new ObjectTree.Builder(4);
    var kept = new ArrayList<String>();
    var additional = false;
    for (var i = 0; i < modified.size(); i++) {
      var key = modified.keyAt(i);
      var value = modified.valueAt(i);
      if (retainKeys && value != null) {
        kept.add(key);
      }
      if (!original.containsKey(key)) {
        if (changes) {
          patch.put(key, value);
        }
      } else {
        field(patch, key, original.get(key), value, schema);
      }
    }
    for (var i = 0; i < original.size(); i++) {
      var key = original.keyAt(i);
      if (!modified.containsKey(key)) {
        additional |= original.valueAt(i) != null;
        if (deletions) {
          patch.put(key, null);
        }
      }
    }
    var found = patch.build();
    if (kept.isEmpty() || (found.isEmpty() && !additional)) {
      return found;
    }
    kept.sort(Comparator.naturalOrder());
    return found.with(Directive.RETAIN, kept);
  }

  private void field(
      ObjectTree.Builder patch,
      String key,
      @Nullable Object before,
      @Nullable Object after,
      Schema schema) {
    var rule = StrategicMerge.rule(schema, key);
    if (before instanceof ObjectTree a && after instanceof ObjectTree b && !rule.replaces()) {
      var inner = objects(a, b, schema.child(key), rule.retainKeys());
      if (!inner.isEmpty()) {
        patch.put(key, inner);
      }
    } else if (before instanceof List<?> a && after instanceof List<?> b && rule.merges()) {
      list(patch, key, a, b, schema);
    } else if (changes && !Objects.equals(before, after)) {
      patch.put(key, after);
    }
  }

  private void list(
      ObjectTree.Builder patch, String key, List<?> before, List<?> after, Schema schema) {
    if (before.isEmpty()) {
      if (changes && !after.isEmpty()) {
        patch.put(key, Tree.list(after));
      }
      return;
    }
    if (before.getFirst() instanceof ObjectTree) {
      keyed(patch, key, before, after, schema);
    } else {
      scalars(patch, key, before, after);
    }
  }

  private void scalars(ObjectTree.Builder patch, String key, List<?> before, List<?> after) {
    var added = new ArrayList<@Nullable Object>();
    if (changes) {
      var known = new HashSet<@Nullable Object>(before);
      after.stream().filter(value -> !known.contains(value)).forEach(added::add);
    }
    var removed = new LinkedHashSet<@Nullable Object>();
    if (deletions) {
      removed.addAll(before);
      removed.removeAll(new HashSet<>(after));
    }
    if (!added.isEmpty()) {
      patch.put(key, Tree.list(added));
    }
    if (!removed.isEmpty()) {
      var sorted = new ArrayList<@Nullable Object>(removed);
      sorted.sort(Comparator.comparing(String::valueOf));
      patch.put(Directive.DELETE_SCALARS + key, Tree.list(sorted));
    }
    if (!removed.isEmpty() || (changes && !before.equals(after))) {
      if (!after.isEmpty()) {
        patch.put(Directive.ORDER + key, Tree.list(after));
      }
    }
  }

  private void keyed(
      ObjectTree.Builder patch, String key, List<?> before, List<?> after, Schema schema) {
    var rule = StrategicMerge.rule(schema, key);
    var mergeKey = rule.mergeKey();
    var item = schema.child(key).item();
    var known = new HashMap<@Nullable Object, ObjectTree>();
    before.forEach(
        value -> known.putIfAbsent(ElementOrder.identity(value, mergeKey), Tree.object(value)));
    var wanted = new HashSet<@Nullable Object>();
    var items = new ArrayList<@Nullable Object>();
    var sameOrder = before.size() == after.size();
    for (var i = 0; i < after.size(); i++) {
      var now = Tree.object(after.get(i));
      var identity = ElementOrder.identity(now, mergeKey);
      wanted.add(identity);
      sameOrder =
          sameOrder && Objects.equals(identity, ElementOrder.identity(before.get(i), mergeKey));
      var then = known.get(identity);
      if (then != null) {
        var inner = objects(then, now, item, rule.retainKeys());
        if (!inner.isEmpty()) {
          items.add(inner.with(mergeKey, identity));
        }
      } else if (changes) {
        items.add(now);
      }
    }
    if (deletions) {
      known.keySet().stream()
          .filter(identity -> !wanted.contains(identity))
          .sorted(Comparator.comparing(String::valueOf))
          .forEach(id -> items.add(ObjectTree.of(Directive.PATCH, "delete", mergeKey, id)));
    }
    if (!items.isEmpty()) {
      patch.put(key, Tree.list(items));
    }
    if ((!items.isEmpty() || (changes && !sameOrder)) && !after.isEmpty()) {
      patch.put(Directive.ORDER + key, order(after, mergeKey));
    }
  }

  private static List<Object> order(List<?> items, String mergeKey) {
    var order = new ArrayList<@Nullable Object>(items.size());
    for (var item : items) {
      order.add(ObjectTree.of(mergeKey, ElementOrder.identity(item, mergeKey)));
    }
    return Tree.list(order);
  }
}
