package io.syncline.merge.patch;

import io.syncline.merge.patch.PatchException.Fault;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of a merged list: items the patch names stand in the patch's order, the others keep
 * their live order, and the two are woven together by live order where it is known.
 */
final class ElementOrder {
  private ElementOrder() {}

  /** What tells an item apart: its merge key's value, or the scalar itself. */
  static @Nullable Object identity(@Nullable Object item, String mergeKey) {
    if (mergeKey.isEmpty()) {
      return item;
    }
    if (item instanceof ObjectTree tree && tree.containsKey(mergeKey)) {
      return tree.get(mergeKey);
    }
    throw new PatchException(
        Fault.MALFORMED,
        item instanceof ObjectTree
            ? "list item does not contain declared merge key: " + mergeKey
            : "list item is no object (expected: an object with key " + mergeKey + ")");
  }

  /** First place of each identity. */
  static Map<@Nullable Object, Integer> places(List<?> items, String mergeKey) {
    Map<@Nullable Object, Integer> places = HashMap.newHashMap(items.size());
    for (var i = 0; i < items.size(); i++) {
      places.putIfAbsent(identity(items.get(i), mergeKey), i);
    }
    return places;
  }

  /**
   * {@code merged} in its final order.
   *
   * @param wanted the order the patch asks for
   * @param live the list before the patch
   */
  static List<@Nullable Object> arrange(
      List<?> merged, List<?> wanted, List<?> live, String mergeKey) {
    var wantedPlaces = places(wanted, mergeKey);
    var livePlaces = places(live, mergeKey);
    var named = new ArrayList<@Nullable Object>();
    var others = new ArrayList<@Nullable Object>();
    for (var item : merged) {
      (wantedPlaces.containsKey(identity(item, mergeKey)) ? named : others).add(item);
    }
    return weave(
        sorted(others, livePlaces, mergeKey),
        sorted(named, wantedPlaces, mergeKey),
        livePlaces,
        mergeKey);
  }

  /** {@code items} by place; deletions go last, items without a place first. */
  static List<@Nullable Object> sorted(
      List<@Nullable Object> items, Map<@Nullable Object, Integer> places, String mergeKey) {
    var kept = new ArrayList<@Nullable Object>(items.size());
    var deletions = new ArrayList<@Nullable Object>();
    for (var item : items) {
      (Directive.deletes(item) ? deletions : kept).add(item);
    }
    kept.sort(Comparator.comparingInt(item -> places.getOrDefault(identity(item, mergeKey), -1)));
    kept.addAll(deletions);
    return kept;
  }

  private static List<@Nullable Object> weave(
      List<@Nullable Object> others,
      List<@Nullable Object> named,
      Map<@Nullable Object, Integer> live,
      String mergeKey) {
    var result = new ArrayList<@Nullable Object>(others.size() + named.size());
    var i = 0;
    var j = 0;
    while (i < others.size() && j < named.size()) {
      var other = live.get(identity(others.get(i), mergeKey));
      var next = live.get(identity(named.get(j), mergeKey));
      if (other != null && next != null && other < next) {
        result.add(others.get(i++));
      } else {
        result.add(named.get(j++));
      }
    }
    result.addAll(others.subList(i, others.size()));
    result.addAll(named.subList(j, named.size()));
    return result;
  }
}
