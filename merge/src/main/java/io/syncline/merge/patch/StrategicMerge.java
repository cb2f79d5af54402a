package io.syncline.merge.patch;

import io.syncline.merge.patch.PatchException.Fault;
import io.syncline.merge.schema.Field;
import io.syncline.merge.schema.PatchRule;
import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: objects merge by key, and lists whose field says so merge by their items.
 * Values of unknown schema merge as JSON merge patch does; the directives work everywhere.
 */
public final class StrategicMerge {
  /** Whether a patch meets an object or another patch. */
  private enum Target {
    OBJECT,
    PATCH
  }

  private final Target target;

  private StrategicMerge(Target target) {
    this.target = target;
  }

  /**
   * {@code original} after {@code patch}.
   *
   * @param schema the schema of {@code original}
   * @throws PatchException when the patch is malformed
   */
  public static ObjectTree apply(Schema schema, ObjectTree original, ObjectTree patch) {
    return new StrategicMerge(Target.OBJECT).merge(original, patch, schema);
  }

  /** One patch that does what {@code first} and then {@code second} do. */
  public static ObjectTree combine(Schema schema, ObjectTree first, ObjectTree second) {
    return new StrategicMerge(Target.PATCH).merge(first, second, schema);
  }

  /** The patch that makes {@code modified} of {@code original}; empty when they are equal. */
  public static ObjectTree diff(Schema schema, ObjectTree original, ObjectTree modified) {
    return new StrategicDiff(true, true).objects(original, modified, schema, false);
  }

  /**
   * The patch that client-side apply sends: additions and changes from {@code current} to {@code
   * modified}, deletions from {@code lastApplied} to {@code modified}.
   */
  public static ObjectTree createThreeWay(
      Schema schema, ObjectTree lastApplied, ObjectTree modified, ObjectTree current) {
    var changes = new StrategicDiff(true, false).objects(current, modified, schema, false);
    var deletions = new StrategicDiff(false, true).objects(lastApplied, modified, schema, false);
    return combine(schema, deletions, changes);
  }

  static PatchRule rule(Schema schema, String key) {
    return schema instanceof Struct struct
        ? struct.field(key).map(Field::patch).orElse(PatchRule.NONE)
        : PatchRule.NONE;
  }

  private ObjectTree merge(ObjectTree original, ObjectTree patch, Schema schema) {
    if (patch.containsKey(Directive.PATCH)) {
      return marked(patch);
    }
    var result = new LinkedHashMap<String, @Nullable Object>(original);
    retain(result, patch);
    var done = order(result, patch, schema);
    for (var i = 0; i < patch.size(); i++) {
      var key = patch.keyAt(i);
      if (!key.equals(Directive.RETAIN)
          && !key.startsWith(Directive.ORDER)
          && !done.contains(key)) {
        mergeKey(result, key, patch.valueAt(i), schema);
      }
    }
    return tree(result);
  }

  private static ObjectTree tree(Map<String, @Nullable Object> entries) {
    var builder = new ObjectTree.Builder(entries.size());
    entries.forEach(builder::put);
    return builder.build();
  }

  private static ObjectTree marked(ObjectTree patch) {
    return switch (Tree.text(patch, Directive.PATCH)) {
      case "replace" -> patch.without(Directive.PATCH);
      case "delete" -> ObjectTree.EMPTY;
      default ->
          throw new PatchException(
              Fault.MALFORMED,
              "unknown patch type: "
                  + patch.get(Directive.PATCH)
                  + " (expected: replace or delete)");
    };
  }

  private void mergeKey(
      Map<String, @Nullable Object> result, String key, @Nullable Object value, Schema schema) {
    if (key.startsWith(Directive.DELETE_SCALARS)) {
      if (target == Target.PATCH) {
        result.put(key, value);
      } else {
        var name = key.substring(Directive.DELETE_SCALARS.length());
        if (result.get(name) instanceof List<?> list && value instanceof List<?> gone) {
          var without = new ArrayList<@Nullable Object>(list);
          without.removeAll(new HashSet<>(gone));
          result.put(name, Tree.list(without));
        }
      }
      return;
    }
    if (value == null && target == Target.OBJECT) {
      result.remove(key);
      return;
    }
    var live = result.get(key);
    if (live instanceof ObjectTree a && value instanceof ObjectTree b) {
      var merged = rule(schema, key).replaces() ? b : merge(a, b, schema.child(key));
      result.put(key, merged);
    } else if (live instanceof List<?> a && value instanceof List<?> b) {
      result.put(key, lists(a, b, schema, key));
    } else if (Directive.isMarked(value)) {
      result.remove(key);
    } else {
      result.put(key, target == Target.OBJECT ? Directive.content(value) : value);
    }
  }

  private void retain(Map<String, @Nullable Object> result, ObjectTree patch) {
    if (!patch.containsKey(Directive.RETAIN)) {
      return;
    }
    if (!(patch.get(Directive.RETAIN) instanceof List<?> list)) {
      throw retainFault();
    }
    if (target == Target.PATCH) {
      var known = result.putIfAbsent(Directive.RETAIN, list);
      if (known != null && !known.equals(list)) {
        throw retainFault();
      }
      return;
    }
    var kept = new HashSet<@Nullable Object>(list);
    patch.forEach(
        (key, value) -> {
          if (value != null
              && !key.equals(Directive.RETAIN)
              && !Directive.isParallel(key)
              && !kept.contains(key)) {
            throw retainFault();
          }
        });
    result.keySet().removeIf(key -> !kept.contains(key));
  }

  private static PatchException retainFault() {
    return new PatchException(
        Fault.MALFORMED,
        "invalid patch format of retainKeys (expected: a list with every key of the patch)");
  }

  /** Merges the lists for which the patch gives an order; the names of those it has dealt with. */
  private LinkedHashSet<String> order(
      Map<String, @Nullable Object> result, ObjectTree patch, Schema schema) {
    var done = new LinkedHashSet<String>();
    patch.forEach(
        (key, value) -> {
          if (!key.startsWith(Directive.ORDER)) {
            return;
          }
          if (!(value instanceof List<?> wanted)) {
            throw new PatchException(
                Fault.MALFORMED, "invalid patch format of setElementOrder list (expected: a list)");
          }
          if (target == Target.PATCH) {
            var known = result.putIfAbsent(key, wanted);
            if (known != null && !known.equals(wanted)) {
              throw new PatchException(
                  Fault.MALFORMED, "invalid patch format of setElementOrder list: two orders");
            }
          }
          var name = key.substring(Directive.ORDER.length());
          done.add(name);
          orderList(result, patch, name, wanted, schema);
        });
    return done;
  }

  private void orderList(
      Map<String, @Nullable Object> result,
      ObjectTree patch,
      String name,
      List<?> wanted,
      Schema schema) {
    var live = result.get(name);
    var change = patch.get(name);
    if (change == null && patch.containsKey(name) && target == Target.OBJECT) {
      result.remove(name);
      return;
    }
    if (live == null && change == null) {
      return;
    }
    if ((live != null && !(live instanceof List))
        || (change != null && !(change instanceof List))) {
      throw new PatchException(
          Fault.MALFORMED, "value of " + name + " is no list (expected: a list beside its order)");
    }
    var mergeKey = rule(schema, name).mergeKey();
    checkOrder(Tree.items(change), wanted, mergeKey);
    var merged =
        live == null
            ? Tree.items(target == Target.OBJECT ? Directive.content(change) : change)
            : change == null
                ? Tree.items(live)
                : lists(Tree.items(live), Tree.items(change), schema, name);
    result.put(name, Tree.list(ElementOrder.arrange(merged, wanted, Tree.items(live), mergeKey)));
  }

  /** The items of a patch list must come in the order the patch asks for. */
  private static void checkOrder(List<?> items, List<?> wanted, String mergeKey) {
    if (wanted.isEmpty()) {
      return;
    }
    var next = 0;
    for (var item : items) {
      if (Directive.isMarked(item)) {
        continue;
      }
      var identity = ElementOrder.identity(item, mergeKey);
      while (next < wanted.size()
          && !Objects.equals(identity, ElementOrder.identity(wanted.get(next), mergeKey))) {
        next++;
      }
      if (next == wanted.size()) {
        throw new PatchException(
            Fault.MALFORMED,
            "order in patch list does not match $setElementOrder list: item " + identity);
      }
      next++;
    }
  }

  private List<?> lists(List<?> live, List<?> patch, Schema schema, String key) {
    var rule = rule(schema, key);
    if (!rule.merges()) {
      return patch;
    }
    if (live.isEmpty() && patch.isEmpty()) {
      return live;
    }
    var sample = live.isEmpty() ? patch.getFirst() : live.getFirst();
    if (!(sample instanceof ObjectTree)) {
      var both = new LinkedHashSet<@Nullable Object>(live);
      both.addAll(patch);
      return Tree.list(ElementOrder.arrange(new ArrayList<>(both), patch, live, ""));
    }
    if (rule.mergeKey().isEmpty()) {
      throw new PatchException(Fault.MALFORMED, "cannot merge lists without merge key for " + key);
    }
    return keyed(live, patch, schema.child(key).item(), rule.mergeKey());
  }

  private List<?> keyed(List<?> live, List<?> patch, Schema item, String mergeKey) {
    var base = new ArrayList<@Nullable Object>(live);
    var changes = new ArrayList<ObjectTree>(patch.size());
    var gone = new HashSet<@Nullable Object>();
    var replace = false;
    for (var value : patch) {
      if (!(value instanceof ObjectTree change)) {
        throw new PatchException(
            Fault.MALFORMED,
            "list item is no object (expected: an object with key " + mergeKey + ")");
      }
      if (!Directive.isMarked(change)) {
        changes.add(change);
        continue;
      }
      switch (Tree.text(change, Directive.PATCH)) {
        case "delete" -> gone.add(ElementOrder.identity(change, mergeKey));
        case "replace" -> replace = true;
        case "merge" ->
            throw new PatchException(
                Fault.MALFORMED, "merging lists cannot yet be specified in the patch");
        default ->
            throw new PatchException(
                Fault.MALFORMED,
                "unknown patch type: "
                    + change.get(Directive.PATCH)
                    + " (expected: delete or replace)");
      }
    }
    if (replace) {
      return Tree.list(changes.stream().map(this::fresh).toList());
    }
    if (!gone.isEmpty()) {
      base.removeIf(value -> gone.contains(ElementOrder.identity(value, mergeKey)));
    }
    var order = List.copyOf(base);
    var merged = mergeItems(base, changes, item, mergeKey);
    return Tree.list(ElementOrder.arrange(merged, changes, order, mergeKey));
  }

  private List<@Nullable Object> mergeItems(
      List<@Nullable Object> base, List<ObjectTree> changes, Schema item, String mergeKey) {
    var places = ElementOrder.places(base, mergeKey);
    for (var change : changes) {
      var identity = ElementOrder.identity(change, mergeKey);
      var place = places.get(identity);
      if (place == null) {
        places.put(identity, base.size());
        base.add(fresh(change));
      } else {
        base.set(place, merge(Tree.object(base.get(place)), change, item));
      }
    }
    return base;
  }

  private Object fresh(ObjectTree change) {
    return target == Target.OBJECT ? Tree.object(Directive.content(change)) : change;
  }
}
