package io.syncline.localkube.quota;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Which objects a quota is about. */
final class Scopes {
  private Scopes() {}

  /** Whether a quota with its scopes is about an object. */
  static boolean match(ObjectTree quota, String group, String plural, ObjectTree object) {
    var terms = new ArrayList<Object>();
    for (var scope : Tree.items(Tree.at(quota, "spec", "scopes"))) {
      terms.add(ObjectTree.of("scopeName", scope, "operator", "Exists"));
    }
    terms.addAll(Tree.items(Tree.at(quota, "spec", "scopeSelector", "matchExpressions")));
    if (terms.isEmpty()) {
      return true;
    }
    return group.isEmpty()
        && plural.equals("pods")
        && terms.stream().allMatch(term -> holds(term, object));
  }

  private static boolean holds(Object term, ObjectTree pod) {
    var ends = Tree.at(pod, "spec", "activeDeadlineSeconds") != null;
    return switch (Tree.text(term, "scopeName")) {
      case "Terminating" -> ends;
      case "NotTerminating" -> !ends;
      case "BestEffort" -> bestEffort(pod);
      case "NotBestEffort" -> !bestEffort(pod);
      case "PriorityClass" -> priority(term, pod);
      case "CrossNamespacePodAffinity" -> reachesOut(Tree.at(pod, "spec", "affinity"));
      default -> false;
    };
  }

  private static boolean bestEffort(ObjectTree pod) {
    for (var container : PodAmounts.containers(pod)) {
      for (var what : List.of("requests", "limits")) {
        var names = Tree.object(Tree.at(container, "resources", what));
        if (names.containsKey("cpu") || names.containsKey("memory")) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean priority(Object term, ObjectTree pod) {
    var name = Tree.text(pod, "spec", "priorityClassName");
    var values = Tree.items(Tree.at(term, "values"));
    return switch (Tree.text(term, "operator")) {
      case "In" -> values.contains(name);
      case "NotIn" -> !values.contains(name);
      case "DoesNotExist" -> name.isEmpty();
      default -> !name.isEmpty();
    };
  }

  private static boolean reachesOut(@org.jspecify.annotations.Nullable Object tree) {
    if (tree instanceof List<?> items) {
      return items.stream().anyMatch(Scopes::reachesOut);
    }
    if (!(tree instanceof ObjectTree object)) {
      return false;
    }
    var own =
        object.containsKey("topologyKey")
            && (!Tree.items(object.get("namespaces")).isEmpty()
                || object.get("namespaceSelector") != null);
    return own || object.values().stream().anyMatch(Scopes::reachesOut);
  }
}
