package io.syncline.localkube.quota;

import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A ResourceQuota.
 *
 * @param object the object
 * @param hard the limits in it
 */
public record Quota(ObjectTree object, Map<String, Quantity> hard) {
  /** Names of what every container must state once a quota limits it. */
  private static final Set<String> STATED =
      Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

  /** Copies the limits. */
  public Quota {
    hard = java.util.Collections.unmodifiableMap(new TreeMap<>(hard));
  }

  /** The quotas of a namespace. */
  public static List<Quota> of(State state, String namespace) {
    var quotas = new ArrayList<Quota>();
    if (namespace.isEmpty()) {
      return quotas;
    }
    for (var stored : state.objects().under(Key.prefix("", "resourcequotas", namespace))) {
      quotas.add(new Quota(stored.object(), Amounts.of(Tree.at(stored.object(), "spec", "hard"))));
    }
    return quotas;
  }

  /** Name of the quota. */
  public String name() {
    return Tree.text(object, "metadata", "name");
  }

  /** Whether it limits anything that an object consumes. */
  public boolean concerns(Key key, ObjectTree consumer) {
    return Usage.of(key.group(), key.plural(), consumer).keySet().stream()
        .anyMatch(hard::containsKey);
  }

  /**
   * Why an object may not be kept; empty when it may.
   *
   * @param key where the object is kept
   * @param before the object that is replaced
   */
  public Optional<String> refusal(
      State state, Key key, Optional<ObjectTree> before, ObjectTree next) {
    if (!Scopes.match(object, key.group(), key.plural(), next)) {
      return Optional.empty();
    }
    var pod = key.group().isEmpty() && key.plural().equals("pods");
    if (pod) {
      var missing = unstated(next);
      if (!missing.isEmpty()) {
        return Optional.of("failed quota: " + name() + ": must specify " + missing);
      }
    }
    var wanted = new TreeMap<>(Usage.of(key.group(), key.plural(), next));
    before
        .map(old -> Usage.of(key.group(), key.plural(), old))
        .ifPresent(
            old ->
                old.forEach((n, a) -> wanted.computeIfPresent(n, (x, w) -> Amounts.minus(w, a))));
    wanted.keySet().retainAll(hard.keySet());
    wanted.values().removeIf(amount -> amount.amount().signum() <= 0);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    var used = used(state, key.namespace(), wanted.keySet());
    var exceeded = new TreeSet<String>();
    wanted.forEach(
        (name, amount) -> {
          var limit = hard.getOrDefault(name, Amounts.NONE);
          if (used.getOrDefault(name, Amounts.NONE).plus(amount).compareTo(limit) > 0) {
            exceeded.add(name);
          }
        });
    return exceeded.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "exceeded quota: "
                + name()
                + ", requested: "
                + Amounts.text(wanted, exceeded)
                + ", used: "
                + Amounts.text(used, exceeded)
                + ", limited: "
                + Amounts.text(hard, exceeded));
  }

  /** What containers of a pod leave out though it is limited. */
  private String unstated(ObjectTree pod) {
    var missing = new TreeMap<String, TreeSet<String>>();
    for (var container : PodAmounts.containers(pod)) {
      for (var name : hard.keySet()) {
        if (STATED.contains(name) && !states(container, name)) {
          missing.computeIfAbsent(name, n -> new TreeSet<>()).add(Tree.text(container, "name"));
        }
      }
    }
    return missing.entrySet().stream()
        .map(entry -> entry.getKey() + " for: " + String.join(",", entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static boolean states(Object container, String name) {
    var what = name.startsWith("limits.") ? "limits" : "requests";
    var plain = name.substring(name.indexOf('.') + 1);
    return Tree.at(container, "resources", what, plain) != null;
  }

  /** What the objects of a namespace consume of {@code names}. */
  private Map<String, Quantity> used(State state, String namespace, Set<String> names) {
    var used = new TreeMap<String, Quantity>();
    for (var prefix : prefixes(names, namespace)) {
      for (var stored : state.objects().under(prefix)) {
        var key = stored.key();
        if (Scopes.match(object, key.group(), key.plural(), stored.object())) {
          var usage = new TreeMap<>(Usage.of(key.group(), key.plural(), stored.object()));
          usage.keySet().retainAll(names);
          Amounts.add(used, usage);
        }
      }
    }
    return used;
  }

  /** Where objects are kept that consume one of {@code names}. */
  private static Set<String> prefixes(Set<String> names, String namespace) {
    var prefixes = new TreeSet<String>();
    for (var name : names) {
      if (name.startsWith("count/")) {
        var dot = name.indexOf('.');
        var plural = name.substring("count/".length(), dot < 0 ? name.length() : dot);
        prefixes.add(Key.prefix(dot < 0 ? "" : name.substring(dot + 1), plural, namespace));
      } else if (name.endsWith("requests.storage") || name.endsWith("persistentvolumeclaims")) {
        prefixes.add(Key.prefix("", "persistentvolumeclaims", namespace));
      } else if (name.startsWith("services")) {
        prefixes.add(Key.prefix("", "services", namespace));
      } else if (!name.contains(".") && !STATED.contains(name) && !name.equals("pods")) {
        prefixes.add(Key.prefix("", name, namespace));
      } else {
        prefixes.add(Key.prefix("", "pods", namespace));
      }
    }
    return prefixes;
  }

  /** The status the quota is to have: its limits and what is used of them. */
  public ObjectTree status(State state) {
    var namespace = Tree.text(object, "metadata", "namespace");
    var used = used(state, namespace, hard.keySet());
    var all = new TreeMap<String, Quantity>();
    hard.keySet().forEach(name -> all.put(name, used.getOrDefault(name, Amounts.NONE)));
    return ObjectTree.of("hard", Amounts.tree(hard), "used", Amounts.tree(all));
  }
}
