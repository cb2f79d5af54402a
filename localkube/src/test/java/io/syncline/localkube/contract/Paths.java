package io.syncline.localkube.contract;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Paths into answers: names joined by {@code /}, where a number is an index, {@code *} every item
 * of a list (each asked for the rest of the path), and {@code name=value} the item of a list whose
 * field has that value.
 */
final class Paths {
  private static final String ABSENT = "<absent>";
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private Paths() {}

  static @Nullable Object at(@Nullable Object root, String path) {
    return at(root, List.of(path.split("/")));
  }

  private static @Nullable Object at(@Nullable Object root, List<String> path) {
    if (path.isEmpty()) {
      return root;
    }
    var rest = path.subList(1, path.size());
    if (root instanceof List<?> list) {
      if (path.getFirst().equals("*")) {
        var found = new ArrayList<@Nullable Object>();
        list.forEach(item -> found.add(at(item, rest)));
        return Tree.list(found.stream().map(v -> v == null ? ABSENT : v).toList());
      }
      return list.stream()
          .filter(item -> fits(list.indexOf(item), item, path.getFirst()))
          .findFirst()
          .map(item -> at(item, rest))
          .orElse(null);
    }
    return root instanceof ObjectTree tree ? at(tree.get(path.getFirst()), rest) : null;
  }

  private static boolean fits(int index, Object item, String wanted) {
    if (NUMBER.matcher(wanted).matches()) {
      return index == Integer.parseInt(wanted);
    }
    var equals = wanted.indexOf('=');
    return equals > 0
        && Objects.equals(
            Tree.text(item, wanted.substring(0, equals).split("\\.")),
            wanted.substring(equals + 1));
  }

  /** {@code root} without what is at {@code path}. */
  static @Nullable Object without(@Nullable Object root, String path) {
    return without(root, List.of(path.split("/")));
  }

  private static @Nullable Object without(@Nullable Object root, List<String> path) {
    var first = path.getFirst();
    var rest = path.subList(1, path.size());
    if (root instanceof List<?> list) {
      var kept = new ArrayList<Object>();
      for (var i = 0; i < list.size(); i++) {
        var item = list.get(i);
        if (!first.equals("*") && !fits(i, item, first)) {
          kept.add(item);
        } else if (!rest.isEmpty()) {
          kept.add(Objects.requireNonNull(without(item, rest)));
        }
      }
      return Tree.list(kept);
    }
    if (!(root instanceof ObjectTree tree) || !tree.containsKey(first)) {
      return root;
    }
    return rest.isEmpty() ? tree.without(first) : tree.with(first, without(tree.get(first), rest));
  }

  /** The places where the answers of a case differ, each with both values. */
  static List<Difference> differences(List<Object> real, List<Object> ours) {
    var found = new ArrayList<Difference>();
    for (var i = 0; i < Math.max(real.size(), ours.size()); i++) {
      var a = i < real.size() ? real.get(i) : ABSENT;
      var b = i < ours.size() ? ours.get(i) : ABSENT;
      if (Objects.equals(at(a, "status"), at(b, "status"))) {
        compare("/" + i, a, b, found);
      } else {
        // Where one refuses and the other does not, all else differs as well.
        found.add(new Difference("/" + i, outcome(a), outcome(b)));
      }
    }
    return found;
  }

  private static String outcome(Object answer) {
    var message = at(answer, "body/message");
    return at(answer, "status") + (message == null ? "" : " " + message);
  }

  /**
   * A place where two trees differ.
   *
   * @param path where
   * @param real what the real server says there
   * @param ours what the other says there
   */
  record Difference(String path, @Nullable Object real, @Nullable Object ours) {
    @Override
    public String toString() {
      return path + "\n    real: " + real + "\n    ours: " + ours;
    }
  }

  private static void compare(
      String path, @Nullable Object real, @Nullable Object ours, List<Difference> found) {
    if (real instanceof ObjectTree a && ours instanceof ObjectTree b) {
      for (var key : a.keySet()) {
        compare(path + "/" + key, a.get(key), b.containsKey(key) ? b.get(key) : ABSENT, found);
      }
      for (var key : b.keySet()) {
        if (!a.containsKey(key)) {
          compare(path + "/" + key, ABSENT, b.get(key), found);
        }
      }
    } else if (path.endsWith("/fieldsV1")
        && real instanceof List<?> a
        && ours instanceof List<?> b) {
      var missing = a.stream().filter(field -> !b.contains(field)).toList();
      var more = b.stream().filter(field -> !a.contains(field)).toList();
      if (!missing.isEmpty() || !more.isEmpty()) {
        found.add(new Difference(path, "also " + missing, "also " + more));
      }
    } else if (real instanceof List<?> a && ours instanceof List<?> b) {
      for (var i = 0; i < Math.max(a.size(), b.size()); i++) {
        compare(
            path + "/" + i,
            i < a.size() ? a.get(i) : ABSENT,
            i < b.size() ? b.get(i) : ABSENT,
            found);
      }
    } else if (!Objects.equals(real, ours)) {
      found.add(new Difference(path, real, ours));
    }
  }
}
