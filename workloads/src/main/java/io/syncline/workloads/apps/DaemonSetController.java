package io.syncline.workloads.apps;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps one pod on every node that suits.
 *
 * @param pace how fast declared durations pass
 * @param suits whether a pod spec may run on a node, by labels and taints
 */
public record DaemonSetController(Pace pace, BiPredicate<ObjectTree, Manifest> suits)
    implements Controller {
  @Override
  public String component() {
    return "daemonset-controller";
  }

  @Override
  public Kind kind() {
    return Kind.DAEMON_SET;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.NODE);
  }

  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    return view.everywhere(Kind.DAEMON_SET).stream().map(d -> Key.of(Kind.DAEMON_SET, d));
  }

  @Override
  public Decision decide(Manifest set, View view, Instant now) {
    if (set.deleting()) {
      return Decision.NOTHING;
    }
    var draft = new Decision.Draft();
    var revisions = Revisions.of(set, Kind.DAEMON_SET, view);
    var hash = Revisions.hash(revisions.update(draft));
    var nodes = nodes(set, view);
    var byNode = byNode(set, view);
    var minReady = pace.seconds(Tree.number(set.root(), 0, "spec", "minReadySeconds"));
    place(draft, set, nodes, byNode, hash, view, now);
    var roll = new DaemonRoll(set, hash, minReady, now);
    nodes.forEach(n -> roll.look(byNode.getOrDefault(n.name(), List.of()), n.name()));
    roll.removals(nodes.size()).forEach(p -> draft.delete(Kind.POD, p));
    if (retry(set, view, now).isEmpty()) {
      roll.surges(nodes.size()).forEach(node -> create(draft, set, node, hash));
    }
    status(draft, set, nodes, byNode, hash, minReady, now);
    if (draft.writesNothing()) {
      var inUse = new HashSet<String>();
      inUse.add(hash);
      byNode.values().forEach(pods -> pods.forEach(p -> inUse.add(hash(p))));
      revisions.forget(draft, inUse);
    }
    return draft.done();
  }

  private List<Manifest> nodes(Manifest set, View view) {
    var spec = Tree.object(set.at("spec", "template", "spec"));
    return view.in(Kind.NODE, "").stream().filter(n -> suits.test(spec, n)).toList();
  }

  private static Map<String, List<Manifest>> byNode(Manifest set, View view) {
    var selector = Selector.of(set.at("spec", "selector"));
    var map = new LinkedHashMap<String, List<Manifest>>();
    for (var pod : Owners.controlled(view, Kind.POD, set)) {
      if (selector.matches(pod.labels())) {
        map.computeIfAbsent(target(pod), n -> new ArrayList<>()).add(pod);
      }
    }
    return map;
  }

  /** The node a pod is on, or is meant for by its affinity. */
  private static String target(Manifest pod) {
    var bound = pod.text("spec", "nodeName");
    return bound.isEmpty()
        ? pod.text(
            "spec",
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms",
            "0",
            "matchFields",
            "0",
            "values",
            "0")
        : bound;
  }

  static String hash(Manifest pod) {
    return pod.label(Revisions.LABEL).orElse("");
  }

  /** Makes missing pods; removes those on nodes that no longer suit, and those that ended. */
  private void place(
      Decision.Draft draft,
      Manifest set,
      List<Manifest> nodes,
      Map<String, List<Manifest>> byNode,
      String hash,
      View view,
      Instant now) {
    var retry = retry(set, view, now);
    draft.wake(retry);
    for (var node : nodes) {
      var pods = byNode.getOrDefault(node.name(), List.of());
      pods.stream()
          .filter(p -> Pods.finished(p) && !p.deleting())
          .forEach(p -> draft.delete(Kind.POD, p));
      if (pods.isEmpty() && retry.isEmpty()) {
        create(draft, set, node.name(), hash);
      }
      // During a surge an old and a new pod share the node; more of one template are too many.
      pods.stream()
          .filter(Pods::active)
          .collect(Collectors.groupingBy(p -> hash(p).equals(hash)))
          .values()
          .forEach(same -> same.stream().skip(1).forEach(p -> draft.delete(Kind.POD, p)));
    }
    var names = new HashSet<String>();
    nodes.forEach(n -> names.add(n.name()));
    byNode.forEach(
        (node, pods) -> {
          if (!names.contains(node)) {
            pods.stream()
                .filter(p -> !p.deleting())
                .forEach(
                    p ->
                        draft.add(
                            new Write.Delete(
                                Kind.POD,
                                p,
                                -1,
                                Optional.of(
                                    Write.Note.normal(
                                        set, "SuccessfulDelete", "Deleted pod: " + p.name())))));
          }
        });
  }

  private Optional<Instant> retry(Manifest set, View view, Instant now) {
    return view.refusal(Key.of(Kind.DAEMON_SET, set))
        .map(r -> r.at().plus(pace.seconds(1L << Math.min(6, r.times()))))
        .filter(now::isBefore);
  }

  private static void create(Decision.Draft draft, Manifest set, String node, String hash) {
    draft.create(
        Kind.POD,
        pod(set, node, hash),
        Write.Note.normal(set, "SuccessfulCreate", "Created pod: {name}"));
  }

  private static Manifest pod(Manifest set, String node, String hash) {
    var term =
        ObjectTree.of(
            "matchFields",
            List.of(
                ObjectTree.of("key", "metadata.name", "operator", "In", "values", List.of(node))));
    var pod =
        Template.pod(Kind.DAEMON_SET, set)
            .with(set.name() + "-", "metadata", "generateName")
            .with(hash, "metadata", "labels", Revisions.LABEL)
            .with(
                List.of(term),
                "spec",
                "affinity",
                "nodeAffinity",
                "requiredDuringSchedulingIgnoredDuringExecution",
                "nodeSelectorTerms");
    var tolerations = new ArrayList<>(Tree.items(pod.at("spec", "tolerations")));
    for (var trouble : List.of("not-ready", "unreachable")) {
      tolerations.add(toleration(trouble, "NoExecute"));
    }
    for (var trouble :
        List.of("disk-pressure", "memory-pressure", "pid-pressure", "unschedulable")) {
      tolerations.add(toleration(trouble, "NoSchedule"));
    }
    return pod.with(tolerations, "spec", "tolerations");
  }

  private static ObjectTree toleration(String trouble, String effect) {
    return ObjectTree.of(
        "key", "node.kubernetes.io/" + trouble, "operator", "Exists", "effect", effect);
  }

  private static void status(
      Decision.Draft draft,
      Manifest set,
      List<Manifest> nodes,
      Map<String, List<Manifest>> byNode,
      String hash,
      Duration minReady,
      Instant now) {
    // Of two pods that share a node in a surge the available one, then the newer one, counts.
    var placed =
        nodes.stream()
            .map(n -> byNode.getOrDefault(n.name(), List.of()))
            .map(
                pods ->
                    pods.stream()
                        .filter(Pods::active)
                        .min(
                            Comparator.comparing((Manifest p) -> !Pods.ready(p))
                                .thenComparing(p -> !hash(p).equals(hash))))
            .flatMap(Optional::stream)
            .toList();
    var updated =
        nodes.stream()
            .filter(
                n ->
                    byNode.getOrDefault(n.name(), List.of()).stream()
                        .anyMatch(p -> Pods.active(p) && hash(p).equals(hash)))
            .count();
    var count = Pods.Count.of(placed, minReady, now);
    draft.wake(count.next());
    var wanted = nodes.size();
    var astray =
        byNode.keySet().stream()
            .filter(name -> nodes.stream().noneMatch(n -> n.name().equals(name)))
            .count();
    var status =
        ObjectTree.of(
            "currentNumberScheduled", placed.size(),
            "numberMisscheduled", astray,
            "desiredNumberScheduled", wanted,
            "numberReady", count.ready(),
            "observedGeneration", set.generation());
    status = updated == 0 ? status : status.with("updatedNumberScheduled", updated);
    status = count.available() == 0 ? status : status.with("numberAvailable", count.available());
    status =
        wanted == count.available()
            ? status
            : status.with("numberUnavailable", wanted - count.available());
    draft.status(Kind.DAEMON_SET, set, status);
  }
}
