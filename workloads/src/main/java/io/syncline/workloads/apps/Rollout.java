package io.syncline.workloads.apps;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.Share;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Deployment with its ReplicaSets, told apart into the one that has the wanted template and the
 * older ones.
 *
 * @param deployment the Deployment
 * @param current the ReplicaSet with the Deployment's template
 * @param old the other ReplicaSets, oldest first
 */
record Rollout(Manifest deployment, Optional<Manifest> current, List<Manifest> old) {
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String HISTORY = "deployment.kubernetes.io/revision-history";
  static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  static final String MAXIMUM = "deployment.kubernetes.io/max-replicas";

  /** Annotations of the Deployment that its ReplicaSets do not inherit. */
  static final Set<String> OWN =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration", REVISION, HISTORY, DESIRED, MAXIMUM);

  private static final Comparator<Manifest> BY_AGE =
      Comparator.comparing((Manifest m) -> m.text("metadata", "creationTimestamp"))
          .thenComparingLong(Rollout::revision)
          .thenComparing(Manifest::name);

  Rollout {
    old = List.copyOf(old);
  }

  static Rollout of(Manifest deployment, View view) {
    var sets = new ArrayList<>(Owners.controlled(view, Kind.REPLICA_SET, deployment));
    sets.sort(BY_AGE);
    var wanted = Template.essence(deployment.at("spec", "template"));
    var current =
        sets.stream()
            .filter(rs -> Template.essence(rs.at("spec", "template")).equals(wanted))
            .findFirst();
    current.ifPresent(sets::remove);
    return new Rollout(deployment, current, sets);
  }

  /** ReplicaSets without a controller that the Deployment's selector matches. */
  static List<Manifest> orphans(Manifest deployment, View view) {
    var selector = Selector.of(deployment.at("spec", "selector"));
    return view.in(Kind.REPLICA_SET, deployment.namespace()).stream()
        .filter(rs -> rs.owners().isEmpty() && !rs.deleting())
        .filter(rs -> selector.matches(rs.labels()))
        .toList();
  }

  List<Manifest> all() {
    return Stream.concat(old.stream(), current.stream()).toList();
  }

  List<Manifest> active() {
    return all().stream().filter(rs -> wanted(rs) > 0).toList();
  }

  int replicas() {
    return (int) Tree.number(deployment.root(), 1, "spec", "replicas");
  }

  boolean rolling() {
    return !deployment.text("spec", "strategy", "type").equals("Recreate");
  }

  boolean paused() {
    return Tree.flag(deployment.root(), "spec", "paused");
  }

  int maxSurge() {
    return rolling() ? Share.of(rolling("maxSurge"), replicas(), true, 1) : 0;
  }

  int maxUnavailable() {
    if (!rolling()) {
      return 0;
    }
    var share = Share.of(rolling("maxUnavailable"), replicas(), false, 1);
    return Math.min(maxSurge() == 0 && share == 0 ? 1 : share, replicas());
  }

  private Object rolling(String field) {
    var value = deployment.at("spec", "strategy", "rollingUpdate", field);
    return value == null ? "25%" : value;
  }

  /** The most pods there may be. */
  int limit() {
    return replicas() + maxSurge();
  }

  /** How many pods a ReplicaSet is to have. */
  static int wanted(Manifest set) {
    return (int) Tree.number(set.root(), 1, "spec", "replicas");
  }

  /** How many pods a ReplicaSet has. */
  static int pods(Manifest set) {
    return (int) Tree.number(set.root(), 0, "status", "replicas");
  }

  static int available(Manifest set) {
    return (int) Tree.number(set.root(), 0, "status", "availableReplicas");
  }

  static int wanted(List<Manifest> sets) {
    return sets.stream().mapToInt(Rollout::wanted).sum();
  }

  static int available(List<Manifest> sets) {
    return sets.stream().mapToInt(Rollout::available).sum();
  }

  /** The revision in an object's annotation, 0 without one. */
  static long revision(Manifest object) {
    return annotated(object, REVISION);
  }

  static long annotated(Manifest object, String name) {
    try {
      return object.annotation(name).map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The ReplicaSet's annotations as the Deployment wants them, at revision {@code revision}. */
  ObjectTree annotations(Optional<Manifest> set, long revision) {
    var tree =
        set.map(rs -> Tree.object(rs.at("metadata", "annotations"))).orElse(ObjectTree.EMPTY);
    for (var entry : deployment.annotations().entrySet()) {
      if (!OWN.contains(entry.getKey())) {
        tree = tree.with(entry.getKey(), entry.getValue());
      }
    }
    var before = set.map(Rollout::revision).orElse(0L);
    if (before < revision) {
      tree = before == 0 ? tree : tree.with(HISTORY, history(tree, before));
      tree = tree.with(REVISION, Long.toString(revision));
    }
    return sized(tree);
  }

  private static String history(ObjectTree annotations, long before) {
    var known = Tree.text(annotations, HISTORY);
    return known.isEmpty() ? Long.toString(before) : known + "," + before;
  }

  /** {@code annotations} with the sizes by which a later change of scale is noticed. */
  ObjectTree sized(ObjectTree annotations) {
    return annotations
        .with(DESIRED, Integer.toString(replicas()))
        .with(MAXIMUM, Integer.toString(limit()));
  }

  /** Whether the wanted size changed since the ReplicaSets were last sized. */
  boolean rescaled() {
    return active().stream()
        .anyMatch(rs -> rs.annotation(DESIRED).isPresent() && annotated(rs, DESIRED) != replicas());
  }

  /** The revision the current template has or is to get. */
  long nextRevision() {
    return old.stream().mapToLong(Rollout::revision).max().orElse(0) + 1;
  }
}
