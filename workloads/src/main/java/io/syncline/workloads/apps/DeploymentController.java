package io.syncline.workloads.apps;

import static io.syncline.workloads.apps.Rollout.wanted;

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
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rolls a Deployment's pods from template to template by sizing ReplicaSets.
 *
 * @param pace how fast declared deadlines pass
 */
public record DeploymentController(Pace pace) implements Controller {
  @Override
  public String component() {
    return "deployment-controller";
  }

  @Override
  public Kind kind() {
    return Kind.DEPLOYMENT;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.POD);
  }

  /** Recreate waits for pods to be gone, which no ReplicaSet status tells. */
  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    if (kind != Kind.POD || !changed.deleting()) {
      return Stream.empty();
    }
    return Owners.controller(changed)
        .flatMap(o -> view.get(Kind.REPLICA_SET, changed.namespace(), Tree.text(o, "name")))
        .flatMap(Owners::controller)
        .map(o -> new Key(Kind.DEPLOYMENT, changed.namespace(), Tree.text(o, "name")))
        .stream();
  }

  @Override
  public Decision decide(Manifest deployment, View view, Instant now) {
    var draft = new Decision.Draft();
    if (!deployment.deleting()) {
      for (var orphan : Rollout.orphans(deployment, view)) {
        draft.update(Kind.REPLICA_SET, Owners.adopted(Kind.DEPLOYMENT, deployment, orphan));
      }
      if (!draft.writesNothing()) {
        return draft.done();
      }
    }
    var rollout = Rollout.of(deployment, view);
    var step = new Step(draft, rollout);
    if (!deployment.deleting()) {
      act(step, view);
    }
    DeploymentStatus.write(draft, rollout, step.created, step.collision, pace, view, now);
    return draft.done();
  }

  /** One run: the observed rollout and what is to be written. */
  private static final class Step {
    final Decision.Draft draft;
    final Rollout rollout;
    Optional<String> created = Optional.empty();
    boolean collision;

    Step(Decision.Draft draft, Rollout rollout) {
      this.draft = draft;
      this.rollout = rollout;
    }

    void size(Manifest set, int replicas) {
      var sized =
          set.with(
              rollout.sized(Tree.object(set.at("metadata", "annotations"))),
              "metadata",
              "annotations");
      if (wanted(set) != replicas) {
        sized = sized.with(replicas, "spec", "replicas");
        var up = wanted(set) < replicas;
        draft.update(Kind.REPLICA_SET, sized);
        draft.add(
            Write.Note.normal(
                rollout.deployment(),
                "ScalingReplicaSet",
                "Scaled %s replica set %s from %d to %d"
                    .formatted(up ? "up" : "down", set.name(), wanted(set), replicas)));
      } else if (!sized.equals(set)) {
        draft.update(Kind.REPLICA_SET, sized);
      }
    }
  }

  private static void act(Step step, View view) {
    var rollout = step.rollout;
    if (rollout.paused() || rollout.rescaled()) {
      rescale(step);
      return;
    }
    if (!rollout.rolling() && recreateWaits(step, view)) {
      return;
    }
    if (rollout.current().isEmpty()) {
      create(step, view);
      return;
    }
    var current = rollout.current().get();
    if (adjustCurrent(step, current)) {
      return;
    }
    if (rollout.rolling()) {
      roll(step, current);
    } else if (wanted(current) != rollout.replicas()) {
      step.size(current, rollout.replicas());
    }
    if (step.draft.writesNothing()) {
      forget(step);
    }
  }

  /** Brings the current ReplicaSet's annotations and the Deployment's revision up to date. */
  private static boolean adjustCurrent(Step step, Manifest current) {
    var rollout = step.rollout;
    var revision = Math.max(rollout.nextRevision(), Rollout.revision(current));
    var wantedSet =
        current.with(rollout.annotations(rollout.current(), revision), "metadata", "annotations");
    var minReady = Tree.number(rollout.deployment().root(), 0, "spec", "minReadySeconds");
    if (Tree.number(current.root(), 0, "spec", "minReadySeconds") != minReady) {
      wantedSet = wantedSet.with(minReady, "spec", "minReadySeconds");
    }
    if (Rollout.revision(rollout.deployment()) != revision) {
      step.draft.update(
          Kind.DEPLOYMENT,
          rollout
              .deployment()
              .with(Long.toString(revision), "metadata", "annotations", Rollout.REVISION));
    }
    if (wantedSet.equals(current)) {
      return false;
    }
    step.draft.update(Kind.REPLICA_SET, wantedSet);
    return true;
  }

  private static void create(Step step, View view) {
    var rollout = step.rollout;
    var deployment = rollout.deployment();
    var template = Tree.object(deployment.at("spec", "template"));
    var collisions = Tree.number(deployment.root(), 0, "status", "collisionCount");
    var hash = Template.hash(template, collisions);
    var name = deployment.name() + "-" + hash;
    if (view.get(Kind.REPLICA_SET, deployment.namespace(), name).isPresent()) {
      step.collision = true;
      return;
    }
    var revision = rollout.nextRevision();
    var replicas =
        rollout.rolling()
            ? Math.clamp(rollout.limit() - wanted(rollout.old()), 0, rollout.replicas())
            : rollout.replicas();
    var labels = Tree.object(Tree.at(template, "metadata", "labels"));
    var metadata =
        ObjectTree.of(
            "name", name,
            "namespace", deployment.namespace(),
            "labels", labels.with(Template.HASH_LABEL, hash),
            "annotations", rollout.annotations(Optional.empty(), revision),
            "ownerReferences", List.of(Owners.reference(Kind.DEPLOYMENT, deployment)));
    var selector = Tree.object(deployment.at("spec", "selector"));
    var spec =
        ObjectTree.of(
            "replicas", replicas,
            "selector", Tree.with(selector, hash, "matchLabels", Template.HASH_LABEL),
            "template", Tree.with(template, hash, "metadata", "labels", Template.HASH_LABEL));
    var minReady = Tree.number(deployment.root(), 0, "spec", "minReadySeconds");
    spec = minReady == 0 ? spec : spec.with("minReadySeconds", minReady);
    step.created = Optional.of(name);
    step.draft.create(
        Kind.REPLICA_SET,
        Manifest.of(
            ObjectTree.of(
                "apiVersion", "apps/v1", "kind", "ReplicaSet", "metadata", metadata, "spec", spec)),
        Write.Note.normal(
            deployment,
            "ScalingReplicaSet",
            "Scaled up replica set " + name + " from 0 to " + replicas));
    if (Rollout.revision(deployment) != revision) {
      step.draft.update(
          Kind.DEPLOYMENT,
          deployment.with(Long.toString(revision), "metadata", "annotations", Rollout.REVISION));
    }
  }

  /** Recreate: old pods go first; whether some are still there. */
  private static boolean recreateWaits(Step step, View view) {
    var waits = false;
    for (var set : step.rollout.old()) {
      if (wanted(set) > 0) {
        step.size(set, 0);
        waits = true;
      }
      waits |= Owners.controlled(view, Kind.POD, set).stream().anyMatch(p -> !Pods.finished(p));
    }
    return waits;
  }

  private static void roll(Step step, Manifest current) {
    var rollout = step.rollout;
    var replicas = rollout.replicas();
    if (wanted(current) > replicas) {
      step.size(current, replicas);
      return;
    }
    var room = rollout.limit() - wanted(rollout.all());
    if (wanted(current) < replicas && room > 0) {
      step.size(current, wanted(current) + Math.min(room, replicas - wanted(current)));
      return;
    }
    shrinkOld(step, current);
  }

  /** Takes pods from old ReplicaSets: broken ones first, then as many as availability allows. */
  private static void shrinkOld(Step step, Manifest current) {
    var rollout = step.rollout;
    if (wanted(rollout.old()) == 0) {
      return;
    }
    var least = rollout.replicas() - rollout.maxUnavailable();
    var newUnavailable = wanted(current) - Rollout.available(current);
    var budget = wanted(rollout.all()) - least - newUnavailable;
    if (budget <= 0) {
      return;
    }
    var sizes = new int[rollout.old().size()];
    var cleaned = 0;
    for (var i = 0; i < sizes.length; i++) {
      var set = rollout.old().get(i);
      var broken = Math.max(0, wanted(set) - Rollout.available(set));
      var take = Math.min(budget - cleaned, broken);
      sizes[i] = wanted(set) - take;
      cleaned += take;
    }
    var spare = Rollout.available(rollout.all()) - least;
    for (var i = 0; i < sizes.length && spare > 0; i++) {
      var take = Math.min(spare, sizes[i]);
      sizes[i] -= take;
      spare -= take;
    }
    for (var i = 0; i < sizes.length; i++) {
      if (sizes[i] != wanted(rollout.old().get(i))) {
        step.size(rollout.old().get(i), sizes[i]);
      }
    }
  }

  /** Spreads a changed size over the ReplicaSets in proportion to what they have. */
  private static void rescale(Step step) {
    var rollout = step.rollout;
    var active = rollout.active();
    if (active.size() <= 1) {
      active.stream()
          .findFirst()
          .or(rollout::current)
          .or(() -> rollout.old().stream().reduce((a, b) -> b))
          .ifPresent(set -> step.size(set, rollout.replicas()));
      return;
    }
    var saturated =
        rollout
            .current()
            .filter(c -> wanted(c) == rollout.replicas())
            .filter(c -> Rollout.annotated(c, Rollout.DESIRED) == rollout.replicas())
            .filter(c -> Rollout.available(c) == rollout.replicas())
            .isPresent();
    if (saturated) {
      rollout.old().stream().filter(rs -> wanted(rs) > 0).forEach(rs -> step.size(rs, 0));
    } else if (rollout.rolling()) {
      spread(step, active);
    }
  }

  private static void spread(Step step, List<Manifest> active) {
    var rollout = step.rollout;
    var limit = rollout.replicas() > 0 ? rollout.limit() : 0;
    var total = wanted(active);
    var toAdd = limit - total;
    Comparator<Manifest> bySize = Comparator.comparingInt(Rollout::wanted);
    // On a tie growth goes to the newest first and shrinking starts with the oldest.
    var ordered =
        (toAdd > 0 ? active.reversed() : active).stream().sorted(bySize.reversed()).toList();
    var sizes = ordered.stream().mapToInt(Rollout::wanted).toArray();
    var added = 0;
    for (var i = 0; i < sizes.length && toAdd != 0; i++) {
      var share = proportion(rollout, ordered.get(i), toAdd, added);
      sizes[i] += share;
      added += share;
    }
    if (sizes.length > 0) {
      sizes[0] = Math.max(0, sizes[0] + toAdd - added);
    }
    for (var i = 0; i < sizes.length; i++) {
      step.size(ordered.get(i), sizes[i]);
    }
  }

  private static int proportion(Rollout rollout, Manifest set, int toAdd, int added) {
    var allowed = toAdd - added;
    if (wanted(set) == 0 || allowed == 0) {
      return 0;
    }
    var before = Rollout.annotated(set, Rollout.MAXIMUM);
    var base =
        before > 0 ? before : Tree.number(rollout.deployment().root(), 1, "status", "replicas");
    var limit = rollout.replicas() > 0 ? rollout.limit() : 0;
    var fraction = (int) Math.round((double) wanted(set) * limit / Math.max(1, base)) - wanted(set);
    return toAdd > 0 ? Math.min(fraction, allowed) : Math.max(fraction, allowed);
  }

  /** Drops ReplicaSets beyond the revision history limit once the rollout is complete. */
  private static void forget(Step step) {
    var rollout = step.rollout;
    var limit = Tree.number(rollout.deployment().root(), 10, "spec", "revisionHistoryLimit");
    if (limit == Integer.MAX_VALUE || !DeploymentStatus.complete(rollout)) {
      return;
    }
    var idle =
        rollout.old().stream()
            .filter(rs -> wanted(rs) == 0 && Rollout.pods(rs) == 0 && !rs.deleting())
            .filter(
                rs -> Tree.number(rs.root(), 0, "status", "observedGeneration") >= rs.generation())
            .sorted(Comparator.comparingLong(Rollout::revision))
            .toList();
    for (var i = 0; i < idle.size() - limit; i++) {
      step.draft.delete(Kind.REPLICA_SET, idle.get(i));
    }
  }
}
