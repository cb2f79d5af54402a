package io.syncline.workloads.schedule;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the pods already on nodes mean for where a pod may go: ports of the host, affinity and
 * anti-affinity between pods, and spreading over topology.
 *
 * @param pod the pod to be placed
 * @param placed the pods that are on nodes
 * @param nodes all nodes by name
 * @param view where namespaces are looked up
 */
record Neighbours(Manifest pod, List<Manifest> placed, Map<String, Manifest> nodes, View view) {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  Neighbours {
    placed = List.copyOf(placed);
  }

  static Neighbours of(Manifest pod, View view) {
    var nodes = new HashMap<String, Manifest>();
    view.in(Kind.NODE, "").forEach(n -> nodes.put(n.name(), n));
    var counts =
        view.repelling()
            || pod.at("spec", "affinity", "podAffinity") != null
            || pod.at("spec", "affinity", "podAntiAffinity") != null
            || pod.at("spec", "topologySpreadConstraints") != null
            || !ports(pod).isEmpty();
    return new Neighbours(pod, counts ? view.placed() : List.of(), nodes, view);
  }

  /** The same question if some pods were not there. */
  Neighbours without(Predicate<Manifest> removed) {
    return new Neighbours(pod, placed.stream().filter(removed.negate()).toList(), nodes, view);
  }

  /** Why the pod may not go to {@code node}. */
  Optional<String> obstacle(Manifest node) {
    if (portsTaken(node)) {
      return Optional.of("node(s) didn't have free ports for the requested pod ports");
    }
    var spread = spread(node);
    if (spread.isPresent()) {
      return spread;
    }
    if (!attracted(node)) {
      return Optional.of("node(s) didn't match pod affinity rules");
    }
    if (repelled(node)) {
      return Optional.of("node(s) didn't match pod anti-affinity rules");
    }
    return repelledByOthers(node)
        ? Optional.of("node(s) didn't satisfy existing pods anti-affinity rules")
        : Optional.empty();
  }

  private static List<String> ports(Manifest pod) {
    var ports = new ArrayList<String>();
    for (var container : Tree.items(pod.at("spec", "containers"))) {
      for (var port : Tree.items(Tree.at(container, "ports"))) {
        var number = Tree.number(port, 0, "hostPort");
        if (number > 0) {
          var protocol = Tree.text(port, "protocol");
          var address = Tree.text(port, "hostIP");
          ports.add(
              (protocol.isEmpty() ? "TCP" : protocol)
                  + "/"
                  + number
                  + "/"
                  + (address.equals("0.0.0.0") ? "" : address));
        }
      }
    }
    return ports;
  }

  private boolean portsTaken(Manifest node) {
    var wanted = ports(pod);
    return !wanted.isEmpty()
        && placed.stream()
            .filter(p -> p.text("spec", "nodeName").equals(node.name()))
            .flatMap(p -> ports(p).stream())
            .anyMatch(taken -> wanted.stream().anyMatch(w -> collide(w, taken)));
  }

  /** The same port of the same address, where no address means all of them. */
  private static boolean collide(String one, String other) {
    var a = one.split("/", -1);
    var b = other.split("/", -1);
    return a[0].equals(b[0])
        && a[1].equals(b[1])
        && (a[2].isEmpty() || b[2].isEmpty() || a[2].equals(b[2]));
  }

  private Optional<String> domain(Manifest placedPod, String key) {
    return Optional.ofNullable(nodes.get(placedPod.text("spec", "nodeName")))
        .flatMap(n -> n.label(key));
  }

  static List<Object> required(Manifest pod, String kind) {
    return Tree.items(pod.at("spec", "affinity", kind, REQUIRED));
  }

  /** Whether every attraction is met on {@code node}, or the pod is the first of its kind. */
  private boolean attracted(Manifest node) {
    var terms = required(pod, "podAffinity").stream().map(t -> PodTerm.of(pod, t)).toList();
    if (terms.isEmpty()) {
      return true;
    }
    if (terms.stream().anyMatch(t -> node.label(t.topologyKey()).isEmpty())) {
      return false;
    }
    var met =
        terms.stream()
            .allMatch(
                t ->
                    placed.stream()
                        .filter(p -> matchesAll(terms, p))
                        .anyMatch(
                            p -> domain(p, t.topologyKey()).equals(node.label(t.topologyKey()))));
    return met || (placed.stream().noneMatch(p -> matchesAll(terms, p)) && matchesAll(terms, pod));
  }

  private boolean matchesAll(List<PodTerm> terms, Manifest other) {
    return terms.stream().allMatch(t -> t.matches(other, view));
  }

  private boolean repelled(Manifest node) {
    return required(pod, "podAntiAffinity").stream()
        .map(t -> PodTerm.of(pod, t))
        .anyMatch(t -> near(t, node));
  }

  /** Whether a pod that {@code term} speaks of is in the same domain as {@code node}. */
  boolean near(PodTerm term, Manifest node) {
    var here = node.label(term.topologyKey());
    return here.isPresent()
        && placed.stream()
            .anyMatch(p -> domain(p, term.topologyKey()).equals(here) && term.matches(p, view));
  }

  private boolean repelledByOthers(Manifest node) {
    for (var other : placed) {
      for (var tree : required(other, "podAntiAffinity")) {
        var term = PodTerm.of(other, tree);
        var here = node.label(term.topologyKey());
        if (here.isPresent()
            && domain(other, term.topologyKey()).equals(here)
            && term.matches(pod, view)) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<String> spread(Manifest node) {
    var text = "node(s) didn't match pod topology spread constraints";
    for (var constraint : constraints("DoNotSchedule")) {
      var domain = node.label(Tree.text(constraint, "topologyKey"));
      if (domain.isEmpty()) {
        return Optional.of(text + " (missing required label)");
      }
      if (skew(constraint, domain.get()) > Tree.number(constraint, 1, "maxSkew")) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  List<Object> constraints(String action) {
    return Tree.items(pod.at("spec", "topologySpreadConstraints")).stream()
        .filter(
            c -> {
              var when = Tree.text(c, "whenUnsatisfiable");
              return action.equals(when.isEmpty() ? "DoNotSchedule" : when);
            })
        .toList();
  }

  /** How much fuller than the emptiest domain {@code domain} is with the pod in it. */
  long skew(Object constraint, String domain) {
    var key = Tree.text(constraint, "topologyKey");
    var term = PodTerm.spreading(pod, constraint);
    var counts = new HashMap<String, Long>();
    for (var node : nodes.values()) {
      if (counted(constraint, node)) {
        node.label(key).ifPresent(d -> counts.putIfAbsent(d, 0L));
      }
    }
    for (var other : placed) {
      if (!other.deleting() && term.matches(other, view)) {
        domain(other, key).ifPresent(d -> counts.computeIfPresent(d, (k, n) -> n + 1));
      }
    }
    var least = counts.values().stream().mapToLong(n -> n).min().orElse(0);
    if (counts.size() < Tree.number(constraint, 1, "minDomains")) {
      least = 0;
    }
    return counts.getOrDefault(domain, 0L) + (term.matches(pod, view) ? 1 : 0) - least;
  }

  private boolean counted(Object constraint, Manifest node) {
    var affinity = Tree.text(constraint, "nodeAffinityPolicy");
    var taints = Tree.text(constraint, "nodeTaintsPolicy");
    return (affinity.equals("Ignore") || NodeFit.matches(pod.at("spec"), node))
        && (!taints.equals("Honor") || NodeFit.intolerable(pod.at("spec"), node).isEmpty());
  }

  /** The preferences of a pod about others, with their weights. */
  static List<Object> preferred(Manifest pod, String kind) {
    return Tree.items(pod.at("spec", "affinity", kind, PREFERRED));
  }

  /** The term of a weighted preference. */
  static @Nullable Object term(Object weighted) {
    return Tree.at(weighted, "podAffinityTerm");
  }
}
