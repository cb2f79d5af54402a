package io.syncline.localkube.quota;

import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Quantities by the name of what they measure. */
final class Amounts {
  static final Quantity NONE = number(0);
  static final Quantity ONE = number(1);

  private Amounts() {}

  static Quantity number(long number) {
    return Quantity.of(number).orElseThrow();
  }

  /** The quantities in a tree; what is none is left out. */
  static TreeMap<String, Quantity> of(@Nullable Object tree) {
    var amounts = new TreeMap<String, Quantity>();
    var object = Tree.object(tree);
    for (var name : object.keySet()) {
      Quantity.of(object.get(name)).ifPresent(amount -> amounts.put(name, amount));
    }
    return amounts;
  }

  static void add(Map<String, Quantity> to, Map<String, Quantity> more) {
    more.forEach((name, amount) -> to.merge(name, amount, Quantity::plus));
  }

  static void raise(Map<String, Quantity> to, Map<String, Quantity> least) {
    least.forEach((name, amount) -> to.merge(name, amount, (a, b) -> a.compareTo(b) >= 0 ? a : b));
  }

  static Quantity minus(Quantity from, Quantity amount) {
    return Quantity.parse(from.amount().subtract(amount.amount()).toPlainString()).orElseThrow();
  }

  /** {@code cpu=1,pods=2} for some of the names. */
  static String text(Map<String, Quantity> amounts, Set<String> names) {
    return names.stream()
        .sorted()
        .map(name -> name + "=" + amounts.getOrDefault(name, NONE).canonical())
        .collect(Collectors.joining(","));
  }

  static ObjectTree tree(Map<String, Quantity> amounts) {
    var pairs = new ArrayList<Object>();
    new TreeMap<>(amounts)
        .forEach(
            (name, amount) -> {
              pairs.add(name);
              pairs.add(amount.canonical());
            });
    return ObjectTree.of(pairs.toArray());
  }
}
