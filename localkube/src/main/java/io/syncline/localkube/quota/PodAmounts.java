package io.syncline.localkube.quota;

import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a whole pod requests or is limited to. */
final class PodAmounts {
  private PodAmounts() {}

  /** The containers and init containers of a pod. */
  static List<Object> containers(ObjectTree pod) {
    var all = new ArrayList<>(Tree.items(Tree.at(pod, "spec", "containers")));
    all.addAll(Tree.items(Tree.at(pod, "spec", "initContainers")));
    return all;
  }

  /**
   * Containers run together; init containers one after the other, beside those of them that keep
   * running.
   *
   * @param what {@code requests} or {@code limits}
   */
  static Map<String, Quantity> of(ObjectTree pod, String what) {
    var total = new TreeMap<String, Quantity>();
    for (var container : Tree.items(Tree.at(pod, "spec", "containers"))) {
      Amounts.add(total, own(container, what));
    }
    var staying = new TreeMap<String, Quantity>();
    var starting = new TreeMap<String, Quantity>();
    for (var container : Tree.items(Tree.at(pod, "spec", "initContainers"))) {
      var own = own(container, what);
      if (Tree.text(container, "restartPolicy").equals("Always")) {
        Amounts.add(total, own);
        Amounts.add(staying, own);
        Amounts.raise(starting, staying);
      } else {
        var together = new TreeMap<>(own);
        Amounts.add(together, staying);
        Amounts.raise(starting, together);
      }
    }
    Amounts.raise(total, starting);
    var overhead = Amounts.of(Tree.at(pod, "spec", "overhead"));
    if (what.equals("limits")) {
      overhead.keySet().retainAll(total.keySet());
    }
    Amounts.add(total, overhead);
    return total;
  }

  private static Map<String, Quantity> own(Object container, String what) {
    return Amounts.of(Tree.at(container, "resources", what));
  }
}
