package io.syncline.workloads.apps;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps as many pods of one template as a ReplicaSet, or the older ReplicationController, wants.
 *
 * @param kind which of the two
 * @param pace how fast declared durations pass
 */
public record ReplicaSetController(Kind kind, Pace pace) implements Controller {
  /** As many pods are made or removed in one run. */
  private static final int BURST = 500;

  @Override
  public String component() {
    return kind == Kind.REPLICATION_CONTROLLER ? "replication-controller" : "replicaset-controller";
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.POD);
  }

  /** A pod nobody controls may be adopted. */
  @Override
  public Stream<Key> touched(Kind changedKind, Manifest changed, View view) {
    if (!changed.owners().isEmpty() || changed.deleting() || changed.labels().isEmpty()) {
      return Stream.empty();
    }
    return view.in(kind, changed.namespace()).stream()
        .filter(rs -> selector(rs).matches(changed.labels()))
        .map(rs -> Key.of(kind, rs));
  }

  private Selector selector(Manifest set) {
    return kind == Kind.REPLICATION_CONTROLLER
        ? new Selector(Selector.strings(set.at("spec", "selector")), List.of())
        : Selector.of(set.at("spec", "selector"));
  }

  @Override
  public Decision decide(Manifest set, View view, Instant now) {
    var draft = new Decision.Draft();
    var selector = selector(set);
    if (!set.deleting()) {
      claim(draft, set, selector, view);
      if (!draft.writesNothing()) {
        return draft.done();
      }
    }
    var active =
        Owners.controlled(view, Kind.POD, set).stream()
            .filter(Pods::active)
            .filter(p -> selector.matches(p.labels()))
            .toList();
    var refusal = view.refusal(Key.of(kind, set));
    if (!set.deleting()) {
      resize(draft, set, active, refusal, now);
    }
    status(draft, set, active, refusal, now);
    return draft.done();
  }

  /** Takes on matching pods nobody controls and lets go of those that no longer match. */
  private void claim(Decision.Draft draft, Manifest set, Selector selector, View view) {
    for (var pod : Owners.controlled(view, Kind.POD, set)) {
      if (!selector.matches(pod.labels()) && !pod.deleting()) {
        draft.update(Kind.POD, Owners.released(set, pod));
      }
    }
    for (var pod : view.pods(set.namespace(), selector.labels())) {
      if (pod.owners().isEmpty() && Pods.active(pod) && selector.matches(pod.labels())) {
        draft.update(Kind.POD, Owners.adopted(kind, set, pod));
      }
    }
  }

  private void resize(
      Decision.Draft draft,
      Manifest set,
      List<Manifest> active,
      Optional<View.Refusal> refusal,
      Instant now) {
    var missing = Rollout.wanted(set) - active.size();
    if (missing > 0) {
      var retry = refusal.map(r -> r.at().plus(pace.seconds(1L << Math.min(6, r.times()))));
      if (retry.isPresent() && now.isBefore(retry.get())) {
        draft.wake(retry.get());
        return;
      }
      var pod = Template.pod(kind, set).with(set.name() + "-", "metadata", "generateName");
      var note = Write.Note.normal(set, "SuccessfulCreate", "Created pod: {name}");
      for (var i = 0; i < Math.min(missing, BURST); i++) {
        draft.create(Kind.POD, pod, note);
      }
    }
    active.stream()
        .sorted(Pods.EXPENDABLE_FIRST)
        .limit(Math.clamp(-(long) missing, 0, BURST))
        .forEach(
            pod ->
                draft.add(
                    new Write.Delete(
                        Kind.POD,
                        pod,
                        -1,
                        Optional.of(
                            Write.Note.normal(
                                set, "SuccessfulDelete", "Deleted pod: " + pod.name())))));
  }

  private void status(
      Decision.Draft draft,
      Manifest set,
      List<Manifest> active,
      Optional<View.Refusal> refusal,
      Instant now) {
    var minReady = pace.seconds(Tree.number(set.root(), 0, "spec", "minReadySeconds"));
    var count = Pods.Count.of(active, minReady, now);
    draft.wake(count.next());
    var labels = Selector.strings(set.at("spec", "template", "metadata", "labels"));
    var labelled =
        active.stream().filter(p -> new Selector(labels, List.of()).matches(p.labels())).count();
    var conditions = Conditions.of(set.at("status"));
    conditions =
        refusal.isPresent() && active.size() < Rollout.wanted(set)
            ? conditions.with(
                Condition.yes("ReplicaFailure", "FailedCreate", refusal.get().message()), now)
            : conditions.without("ReplicaFailure");
    var status = ObjectTree.of("replicas", count.total());
    status = labelled == 0 ? status : status.with("fullyLabeledReplicas", labelled);
    status = count.ready() == 0 ? status : status.with("readyReplicas", count.ready());
    status = count.available() == 0 ? status : status.with("availableReplicas", count.available());
    status = status.with("observedGeneration", set.generation());
    if (!conditions.items().isEmpty()) {
      status = status.with("conditions", conditions.tree());
    }
    draft.status(kind, set, status);
  }
}
