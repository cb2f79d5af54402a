package io.syncline.merge.normal;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The defaults of kinds that must be worked out. */
final class KindDefaults {
  private KindDefaults() {}

  /** Before the structs inside get their defaults. */
  static ObjectTree before(String kind, ObjectTree object) {
    return switch (kind) {
      case "Job" -> job(object);
      case "ReplicationController" -> replicationController(object);
      case "NetworkPolicy" -> networkPolicy(object);
      case "CustomResourceDefinition" -> definition(object);
      case "LimitRange" -> limitRange(object);
      case "Namespace" -> namespace(object);
      case "Node" -> node(object);
      default -> object;
    };
  }

  /** After the structs inside have their defaults. */
  static ObjectTree after(String kind, ObjectTree object) {
    return kind.equals("Pod") ? requests(object) : object;
  }

  private static boolean isEmpty(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String text -> text.isEmpty();
      case ObjectTree tree -> tree.isEmpty();
      case List<?> list -> list.isEmpty();
      default -> false;
    };
  }

  private static ObjectTree fill(ObjectTree object, @Nullable Object value, String... path) {
    return isEmpty(Tree.at(object, path)) && !isEmpty(value)
        ? Tree.with(object, value, path)
        : object;
  }

  private static ObjectTree job(ObjectTree job) {
    var statuses = withStatuses(job);
    var failures = Tree.at(job, "spec", "podFailurePolicy") != null;
    var policy = failures ? "Failed" : "TerminatingOrFailed";
    var labels = Tree.at(job, "spec", "template", "metadata", "labels");
    return fill(
        fill(statuses, policy, "spec", "podReplacementPolicy"), labels, "metadata", "labels");
  }

  /** A condition of pods in a rule of failure is meant to be true where nothing is said. */
  private static ObjectTree withStatuses(ObjectTree job) {
    var rules = new ArrayList<Object>();
    for (var rule : Tree.items(Tree.at(job, "spec", "podFailurePolicy", "rules"))) {
      var conditions =
          Tree.items(Tree.at(rule, "onPodConditions")).stream()
              .map(condition -> (Object) fill(Tree.object(condition), "True", "status"))
              .toList();
      rules.add(
          conditions.isEmpty() ? rule : Tree.object(rule).with("onPodConditions", conditions));
    }
    return rules.isEmpty() ? job : Tree.with(job, rules, "spec", "podFailurePolicy", "rules");
  }

  private static ObjectTree replicationController(ObjectTree controller) {
    var labels = Tree.at(controller, "spec", "template", "metadata", "labels");
    return fill(fill(controller, labels, "spec", "selector"), labels, "metadata", "labels");
  }

  private static ObjectTree networkPolicy(ObjectTree policy) {
    var egress = !isEmpty(Tree.at(policy, "spec", "egress"));
    var types = egress ? List.of("Ingress", "Egress") : List.of("Ingress");
    return fill(policy, types, "spec", "policyTypes");
  }

  private static ObjectTree definition(ObjectTree definition) {
    var kind = Tree.text(definition, "spec", "names", "kind");
    var named = fill(definition, kind.toLowerCase(Locale.ROOT), "spec", "names", "singular");
    return kind.isEmpty() ? named : fill(named, kind + "List", "spec", "names", "listKind");
  }

  private static ObjectTree limitRange(ObjectTree range) {
    if (!(Tree.at(range, "spec", "limits") instanceof List<?> limits)) {
      return range;
    }
    return Tree.with(range, DefaultRule.items(limits, KindDefaults::limit), "spec", "limits");
  }

  private static ObjectTree limit(ObjectTree item) {
    if (!Tree.text(item, "type").equals("Container")) {
      return item;
    }
    var limits = missing(Tree.object(item.get("default")), item.get("max"));
    var requests =
        missing(missing(Tree.object(item.get("defaultRequest")), limits), item.get("min"));
    var filled = limits.isEmpty() ? item : item.with("default", limits);
    return requests.isEmpty() ? filled : filled.with("defaultRequest", requests);
  }

  private static ObjectTree missing(ObjectTree known, @Nullable Object more) {
    var result = known;
    var source = Tree.object(more);
    for (var i = 0; i < source.size(); i++) {
      if (!result.containsKey(source.keyAt(i))) {
        result = result.with(source.keyAt(i), source.valueAt(i));
      }
    }
    return result;
  }

  private static ObjectTree namespace(ObjectTree namespace) {
    var name = Tree.text(namespace, "metadata", "name");
    return name.isEmpty()
        ? namespace
        : Tree.with(namespace, name, "metadata", "labels", "kubernetes.io/metadata.name");
  }

  private static ObjectTree node(ObjectTree node) {
    return fill(node, Tree.at(node, "status", "capacity"), "status", "allocatable");
  }

  private static ObjectTree requests(ObjectTree pod) {
    var result = pod;
    for (var group : List.of("containers", "initContainers")) {
      if (Tree.at(result, "spec", group) instanceof List<?> items) {
        result = Tree.with(result, DefaultRule.items(items, KindDefaults::request), "spec", group);
      }
    }
    return result;
  }

  private static ObjectTree request(ObjectTree container) {
    var limits = Tree.object(Tree.at(container, "resources", "limits"));
    if (limits.isEmpty()) {
      return container;
    }
    var requests = Tree.object(Tree.at(container, "resources", "requests"));
    return Tree.with(container, missing(requests, limits), "resources", "requests");
  }
}
