package io.syncline.workloads.apps;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Deployment, computed from its ReplicaSets. */
final class DeploymentStatus {
  private static final String COMPLETE = "NewReplicaSetAvailable";
  private static final String LATE = "ProgressDeadlineExceeded";

  private DeploymentStatus() {}

  /** Whether every wanted pod has the wanted template and is available. */
  static boolean complete(Rollout rollout) {
    return rollout.current().isPresent() && complete(rollout, counts(rollout));
  }

  private static boolean complete(Rollout rollout, ObjectTree counts) {
    var want = rollout.replicas();
    return Tree.number(counts, 0, "updatedReplicas") == want
        && Tree.number(counts, 0, "replicas") == want
        && Tree.number(counts, 0, "availableReplicas") == want;
  }

  static void write(
      Decision.Draft draft,
      Rollout rollout,
      Optional<String> created,
      boolean collision,
      Pace pace,
      View view,
      Instant now) {
    var deployment = rollout.deployment();
    var counts = counts(rollout);
    var conditions = Conditions.of(deployment.at("status"));
    if (created.isPresent()) {
      var text = "Created new replica set \"" + created.get() + "\"";
      conditions =
          conditions.updated(Condition.yes("Progressing", "NewReplicaSetCreated", text), now);
    }
    conditions = available(conditions, rollout, counts, now);
    conditions = pausing(conditions, rollout, now);
    conditions = progress(conditions, rollout, counts, pace, now);
    conditions = failure(conditions, rollout, now);
    var collisions =
        Tree.number(deployment.root(), 0, "status", "collisionCount") + (collision ? 1 : 0);
    var status = ObjectTree.of("observedGeneration", deployment.generation());
    for (var entry : counts.entrySet()) {
      status = status.with(entry.getKey(), entry.getValue());
    }
    status = collisions == 0 ? status : status.with("collisionCount", collisions);
    draft.status(Kind.DEPLOYMENT, deployment, status.with("conditions", conditions.tree()));
    draft.wake(deadline(conditions, rollout, counts, pace).filter(now::isBefore));
  }

  private static ObjectTree counts(Rollout rollout) {
    var total = 0L;
    var ready = 0L;
    var available = 0L;
    for (var set : rollout.all()) {
      total += Rollout.pods(set);
      ready += Tree.number(set.root(), 0, "status", "readyReplicas");
      available += Rollout.available(set);
    }
    var updated = rollout.current().map(Rollout::pods).orElse(0);
    var unavailable = Math.max(0, Rollout.wanted(rollout.all()) - available);
    var tree = ObjectTree.EMPTY;
    tree = count(tree, "replicas", total);
    tree = count(tree, "updatedReplicas", updated);
    tree = count(tree, "readyReplicas", ready);
    tree = count(tree, "availableReplicas", available);
    return count(tree, "unavailableReplicas", unavailable);
  }

  private static ObjectTree count(ObjectTree tree, String name, long value) {
    return value == 0 ? tree : tree.with(name, value);
  }

  private static Conditions set(Conditions conditions, Condition wanted, Instant now) {
    var old = conditions.get(wanted.type()).orElse(ObjectTree.EMPTY);
    var same =
        Tree.text(old, "status").equals(wanted.status())
            && Tree.text(old, "reason").equals(wanted.reason());
    return same ? conditions : conditions.updated(wanted, now);
  }

  private static Conditions available(
      Conditions conditions, Rollout rollout, ObjectTree counts, Instant now) {
    var enough =
        Tree.number(counts, 0, "availableReplicas")
            >= rollout.replicas() - rollout.maxUnavailable();
    return set(
        conditions,
        enough
            ? Condition.yes(
                "Available", "MinimumReplicasAvailable", "Deployment has minimum availability.")
            : Condition.no(
                "Available",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability."),
        now);
  }

  private static Conditions pausing(Conditions conditions, Rollout rollout, Instant now) {
    if (!hasDeadline(rollout)) {
      return conditions;
    }
    var reason = conditions.reason("Progressing");
    if (rollout.paused() && !reason.equals(LATE) && !reason.equals("DeploymentPaused")) {
      return conditions.updated(
          new Condition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused"), now);
    }
    if (!rollout.paused() && reason.equals("DeploymentPaused")) {
      return conditions.updated(
          new Condition("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed"),
          now);
    }
    return conditions;
  }

  private static boolean hasDeadline(Rollout rollout) {
    var seconds = Tree.number(rollout.deployment().root(), 600, "spec", "progressDeadlineSeconds");
    return seconds < Integer.MAX_VALUE;
  }

  private static Conditions progress(
      Conditions conditions, Rollout rollout, ObjectTree counts, Pace pace, Instant now) {
    if (!hasDeadline(rollout)) {
      return conditions.without("Progressing");
    }
    if (rollout.paused() || settled(conditions, counts)) {
      return conditions;
    }
    var name = rollout.current().map(Manifest::name).orElse("");
    var subject =
        name.isEmpty()
            ? "Deployment \"" + rollout.deployment().name() + "\""
            : "ReplicaSet \"" + name + "\"";
    if (complete(rollout, counts)) {
      return set(
          conditions,
          Condition.yes("Progressing", COMPLETE, subject + " has successfully progressed."),
          now);
    }
    if (moved(rollout, counts)) {
      return conditions.updated(
          Condition.yes("Progressing", "ReplicaSetUpdated", subject + " is progressing."), now);
    }
    var due = deadline(conditions, rollout, counts, pace);
    if (due.isPresent() && !now.isBefore(due.get())) {
      return set(
          conditions,
          Condition.no("Progressing", LATE, subject + " has timed out progressing."),
          now);
    }
    if (conditions.get("Progressing").isEmpty() && !name.isEmpty()) {
      return conditions.updated(
          Condition.yes(
              "Progressing", "FoundNewReplicaSet", "Found new replica set \"" + name + "\""),
          now);
    }
    return conditions;
  }

  /** A finished rollout stays finished until pods of another template appear. */
  private static boolean settled(Conditions conditions, ObjectTree counts) {
    return conditions.reason("Progressing").equals(COMPLETE)
        && Tree.number(counts, 0, "replicas") == Tree.number(counts, 0, "updatedReplicas");
  }

  private static boolean moved(Rollout rollout, ObjectTree counts) {
    var before = rollout.deployment().at("status");
    var oldPods = Tree.number(before, 0, "replicas") - Tree.number(before, 0, "updatedReplicas");
    var oldNow = Tree.number(counts, 0, "replicas") - Tree.number(counts, 0, "updatedReplicas");
    return grew("updatedReplicas", before, counts)
        || grew("readyReplicas", before, counts)
        || grew("availableReplicas", before, counts)
        || oldNow < oldPods;
  }

  private static boolean grew(String field, @Nullable Object before, ObjectTree counts) {
    return Tree.number(counts, 0, field) > Tree.number(before, 0, field);
  }

  /** When the rollout counts as stuck. */
  private static Optional<Instant> deadline(
      Conditions conditions, Rollout rollout, ObjectTree counts, Pace pace) {
    var reason = conditions.reason("Progressing");
    if (!hasDeadline(rollout)
        || rollout.paused()
        || reason.equals(LATE)
        || settled(conditions, counts)
        || complete(rollout, counts)) {
      return Optional.empty();
    }
    var seconds = Tree.number(rollout.deployment().root(), 600, "spec", "progressDeadlineSeconds");
    return conditions
        .get("Progressing")
        .flatMap(c -> Stamp.parse(Tree.text(c, "lastUpdateTime")))
        .map(t -> t.plus(pace.seconds(seconds)));
  }

  private static Conditions failure(Conditions conditions, Rollout rollout, Instant now) {
    var failed =
        rollout.all().stream()
            .filter(rs -> Rollout.wanted(rs) > 0)
            .map(rs -> Conditions.of(rs.at("status")).get("ReplicaFailure"))
            .flatMap(Optional::stream)
            .findFirst();
    return failed.isEmpty()
        ? conditions.without("ReplicaFailure")
        : set(
            conditions,
            Condition.yes(
                "ReplicaFailure",
                Tree.text(failed.get(), "reason"),
                Tree.text(failed.get(), "message")),
            now);
  }
}
