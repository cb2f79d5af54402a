package io.syncline.localkube.quota;

import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Applies the LimitRanges of a namespace. */
public final class Ranges {
  private static final String ANNOTATION = "kubernetes.io/limit-ranger";

  private Ranges() {}

  private static List<ObjectTree> of(State state, String namespace) {
    var ranges = new ArrayList<ObjectTree>();
    for (var stored : state.objects().under(Key.prefix("", "limitranges", namespace))) {
      ranges.add(stored.object());
    }
    return ranges;
  }

  /** A new pod whose containers have what the ranges give to those that say nothing. */
  public static ObjectTree completed(State state, ObjectTree pod) {
    var next = pod;
    for (var range : of(state, Tree.text(pod, "metadata", "namespace"))) {
      next = completed(next, range);
    }
    return next;
  }

  private static ObjectTree completed(ObjectTree pod, ObjectTree range) {
    var limits = new TreeMap<String, Quantity>();
    var requests = new TreeMap<String, Quantity>();
    for (var limit : Tree.items(Tree.at(range, "spec", "limits"))) {
      if (Tree.text(limit, "type").equals("Container")) {
        Amounts.of(Tree.at(limit, "default")).forEach(limits::put);
        Amounts.of(Tree.at(limit, "defaultRequest")).forEach(requests::put);
      }
    }
    var notes = new ArrayList<String>();
    var next = pod;
    for (var field : List.of("containers", "initContainers")) {
      var containers = new ArrayList<Object>();
      var title = field.equals("containers") ? "container" : "init container";
      for (var container : Tree.items(Tree.at(pod, "spec", field))) {
        var asked = requested(Tree.object(container));
        var about = title + " " + Tree.text(asked, "name");
        var withRequests = filled(asked, "requests", requests, "request for " + about, notes);
        containers.add(filled(withRequests, "limits", limits, "limit for " + about, notes));
      }
      if (!containers.isEmpty()) {
        next = Tree.with(next, containers, "spec", field);
      }
    }
    return notes.isEmpty()
        ? pod
        : Tree.with(
            next,
            "LimitRanger plugin set: " + String.join("; ", notes),
            "metadata",
            "annotations",
            ANNOTATION);
  }

  /** A container that says a limit and no request asks for the limit. */
  private static ObjectTree requested(ObjectTree container) {
    var limits = Tree.object(Tree.at(container, "resources", "limits"));
    var next = container;
    for (var name : limits.keySet()) {
      if (Tree.at(next, "resources", "requests", name) == null) {
        next = Tree.with(next, limits.get(name), "resources", "requests", name);
      }
    }
    return next;
  }

  private static ObjectTree filled(
      ObjectTree container,
      String what,
      Map<String, Quantity> defaults,
      String about,
      List<String> notes) {
    var next = container;
    var set = new ArrayList<String>();
    for (var entry : defaults.entrySet()) {
      if (Tree.at(next, "resources", what, entry.getKey()) == null) {
        next = Tree.with(next, entry.getValue().canonical(), "resources", what, entry.getKey());
        set.add(entry.getKey());
      }
    }
    if (!set.isEmpty()) {
      notes.add(String.join(", ", set) + " " + about);
    }
    return next;
  }

  /** Why a pod may not be kept; empty when it may. */
  public static Optional<String> ofPod(State state, ObjectTree pod) {
    var problems = new ArrayList<String>();
    for (var range : of(state, Tree.text(pod, "metadata", "namespace"))) {
      var own = new ArrayList<String>();
      for (var limit : Tree.items(Tree.at(range, "spec", "limits"))) {
        switch (Tree.text(limit, "type")) {
          case "Container" ->
              PodAmounts.containers(pod)
                  .forEach(
                      c ->
                          check(
                              limit,
                              Amounts.of(Tree.at(c, "resources", "requests")),
                              Amounts.of(Tree.at(c, "resources", "limits")),
                              own));
          case "Pod" ->
              check(limit, PodAmounts.of(pod, "requests"), PodAmounts.of(pod, "limits"), own);
          default -> {
            // Other types are not about pods.
          }
        }
      }
      // The first range that is broken refuses.
      if (problems.isEmpty()) {
        problems.addAll(own);
      }
    }
    return text(problems);
  }

  /** Why a claim may not be kept; empty when it may. */
  public static Optional<String> ofClaim(State state, ObjectTree claim) {
    var problems = new ArrayList<String>();
    var requests = Amounts.of(Tree.at(claim, "spec", "resources", "requests"));
    for (var range : of(state, Tree.text(claim, "metadata", "namespace"))) {
      for (var limit : Tree.items(Tree.at(range, "spec", "limits"))) {
        if (Tree.text(limit, "type").equals("PersistentVolumeClaim")) {
          Amounts.of(Tree.at(limit, "min"))
              .forEach((n, least) -> low(limit, n, least, requests, Map.of(), problems));
          Amounts.of(Tree.at(limit, "max"))
              .forEach((n, most) -> high(limit, n, most, "request", requests, Map.of(), problems));
        }
      }
    }
    return text(problems);
  }

  private static Optional<String> text(List<String> problems) {
    var texts = problems.stream().distinct().toList();
    return texts.isEmpty()
        ? Optional.empty()
        : Optional.of(texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]");
  }

  private static void check(
      Object limit,
      Map<String, Quantity> requests,
      Map<String, Quantity> limits,
      List<String> problems) {
    Amounts.of(Tree.at(limit, "min"))
        .forEach((name, least) -> low(limit, name, least, requests, limits, problems));
    Amounts.of(Tree.at(limit, "max"))
        .forEach((name, most) -> high(limit, name, most, "limit", limits, requests, problems));
    Amounts.of(Tree.at(limit, "maxLimitRequestRatio"))
        .forEach((name, most) -> ratio(limit, name, most, requests, limits, problems));
  }

  private static void low(
      Object limit,
      String name,
      Quantity least,
      Map<String, Quantity> requests,
      Map<String, Quantity> limits,
      List<String> problems) {
    var rule = rule("minimum", name, limit, least);
    var request = requests.get(name);
    var bound = limits.get(name);
    if (request == null) {
      problems.add(rule + ".  No request is specified");
    } else if (request.compareTo(least) < 0) {
      problems.add(rule + ", but request is " + request.canonical());
    } else if (bound != null && bound.compareTo(least) < 0) {
      problems.add(rule + ", but limit is " + bound.canonical());
    }
  }

  /**
   * @param first what must be there: {@code limit}, for claims {@code request}
   */
  private static void high(
      Object limit,
      String name,
      Quantity most,
      String first,
      Map<String, Quantity> needed,
      Map<String, Quantity> others,
      List<String> problems) {
    var rule = rule("maximum", name, limit, most);
    var given = needed.get(name);
    var other = others.get(name);
    if (given == null) {
      problems.add(rule + ".  No " + first + " is specified");
    } else if (given.compareTo(most) > 0) {
      problems.add(rule + ", but " + first + " is " + given.canonical());
    } else if (other != null && other.compareTo(most) > 0) {
      problems.add(rule + ", but request is " + other.canonical());
    }
  }

  private static String rule(String word, String name, Object limit, Quantity amount) {
    return word
        + " "
        + name
        + " usage per "
        + Tree.text(limit, "type")
        + " is "
        + amount.canonical();
  }

  private static void ratio(
      Object limit,
      String name,
      Quantity most,
      Map<String, Quantity> requests,
      Map<String, Quantity> limits,
      List<String> problems) {
    var rule =
        name
            + " max limit to request ratio per "
            + Tree.text(limit, "type")
            + " is "
            + most.canonical();
    var request = requests.get(name);
    var bound = limits.get(name);
    if (request == null || request.amount().signum() == 0) {
      problems.add(rule + ", but no request is specified or request is 0");
    } else if (bound == null || bound.amount().signum() == 0) {
      problems.add(rule + ", but no limit is specified or limit is 0");
    } else {
      var ratio = bound.amount().doubleValue() / request.amount().doubleValue();
      if (ratio > most.amount().doubleValue()) {
        problems.add(rule + ", but provided ratio is " + String.format(Locale.ROOT, "%f", ratio));
      }
    }
  }
}
