package io.syncline.kube.apply;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ClusterException.Code;
import io.syncline.kube.Deletion;
import io.syncline.kube.PatchType;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.WriteOptions;
import io.syncline.kube.apply.Applied.Outcome;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.patch.JsonMergePatch;
import io.syncline.merge.patch.StrategicMerge;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.Optional;

/** Writes objects as kubectl does. */
public final class KubectlApply {
  private static final int CONFLICT_TRIES = 5;
  private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

  private final Cluster cluster;

  /** Writes to {@code cluster}. */
  public KubectlApply(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Client-side apply: creates the object, or patches what changed between the last apply, {@code
   * target} and the live object.
   *
   * @param force delete and create again when the patch is refused
   */
  public Applied clientSide(Manifest target, WriteOptions options, boolean force) {
    var kind = cluster.kindOf(target);
    var remembering = LastApplied.remember(target);
    for (var attempt = 1; ; attempt++) {
      var live = cluster.get(kind, target.namespace(), target.name());
      if (live.isEmpty()) {
        return created(kind, remembering, options);
      }
      var patch = patch(live.get(), remembering);
      if (patch.isEmpty()) {
        return applied(kind, live.get(), Outcome.UNCHANGED);
      }
      try {
        var object = cluster.patch(kind, target.key(), "", type(target), patch, options);
        return applied(kind, object, Outcome.CONFIGURED);
      } catch (ClusterException e) {
        if (e.conflict() && attempt < CONFLICT_TRIES) {
          continue;
        }
        if (force && recreates(e) && !options.dryRun()) {
          return recreated(kind, live.get(), remembering, options);
        }
        throw e;
      }
    }
  }

  /**
   * Client-side apply of an object whose live state is known: nothing is read, and nothing is sent
   * when nothing would change. When the server finds that more happened meanwhile, the object is
   * applied in full.
   *
   * @param known the live object as last seen, in the version of {@code target}; empty for none
   */
  public Applied clientSide(
      Manifest target, Optional<Manifest> known, WriteOptions options, boolean force) {
    var kind = cluster.kindOf(target);
    var remembering = LastApplied.remember(target);
    try {
      if (known.isEmpty()) {
        return created(kind, remembering, options);
      }
      var patch = patch(known.get(), remembering);
      if (patch.isEmpty()) {
        return applied(kind, known.get(), Outcome.UNCHANGED);
      }
      // Refused unless the object is still the one the patch was made for.
      var only = Tree.with(patch, known.get().resourceVersion(), "metadata", "resourceVersion");
      var object = cluster.patch(kind, target.key(), "", type(target), only, options);
      return applied(kind, object, Outcome.CONFIGURED);
    } catch (ClusterException e) {
      if (outdated(e, known.isPresent()) || (force && recreates(e))) {
        return clientSide(target, options, force);
      }
      throw e;
    }
  }

  /** Whether a refusal may come from what was not known of the live object. */
  private static boolean outdated(ClusterException e, boolean known) {
    return switch (e.code()) {
      case ALREADY_EXISTS, CONFLICT, FORBIDDEN -> true;
      case NOT_FOUND -> known;
      default -> false;
    };
  }

  /** Creates without applying. */
  public Applied create(Manifest target, WriteOptions options) {
    return created(cluster.kindOf(target), target, options);
  }

  /** Replaces the live object whole; creates it when there is none. */
  public Applied replace(Manifest target, WriteOptions options, boolean force) {
    var kind = cluster.kindOf(target);
    var live = cluster.get(kind, target.namespace(), target.name());
    if (live.isEmpty()) {
      return created(kind, target, options);
    }
    if (force && !options.dryRun()) {
      return recreated(kind, live.get(), target, options);
    }
    try {
      var object =
          cluster.update(
              target.with(live.get().resourceVersion(), "metadata", "resourceVersion"), options);
      return applied(kind, object, Outcome.REPLACED);
    } catch (ClusterException e) {
      if (force && recreates(e) && !options.dryRun()) {
        return recreated(kind, live.get(), target, options);
      }
      throw e;
    }
  }

  /** Server-side apply. */
  public Applied serverSide(Manifest target, WriteOptions options) {
    var kind = cluster.kindOf(target);
    return applied(kind, cluster.serverSideApply(target, options), Outcome.SERVER_SIDE_APPLIED);
  }

  private Applied created(ResourceKind kind, Manifest target, WriteOptions options) {
    return applied(kind, cluster.create(target, options), Outcome.CREATED);
  }

  private static Applied applied(ResourceKind kind, Manifest object, Outcome outcome) {
    return new Applied(object, outcome, kind.named(object.name()) + " " + outcome.word());
  }

  private static PatchType type(Manifest target) {
    return TypeFacts.builtin().schema(target.apiVersion(), target.kind()).isPresent()
        ? PatchType.STRATEGIC
        : PatchType.MERGE;
  }

  private static ObjectTree patch(Manifest live, Manifest target) {
    var last = LastApplied.of(live).orElse(ObjectTree.EMPTY);
    var schema = TypeFacts.builtin().schema(target.apiVersion(), target.kind());
    return schema.isPresent()
        ? StrategicMerge.createThreeWay(schema.get(), last, target.root(), live.root())
        : JsonMergePatch.createThreeWay(last, target.root(), live.root());
  }

  /** What {@code --force} helps against: immutable fields and stubborn conflicts. */
  private static boolean recreates(ClusterException e) {
    return e.code() == Code.INVALID || e.code() == Code.CONFLICT;
  }

  private Applied recreated(
      ResourceKind kind, Manifest live, Manifest target, WriteOptions options) {
    cluster.delete(
        kind,
        live.key(),
        Deletion.of(Deletion.Propagation.BACKGROUND).grace(0).as(options.impersonate()));
    awaitGone(kind, live);
    var object = cluster.create(target, options);
    return applied(kind, object, Outcome.REPLACED);
  }

  private void awaitGone(ResourceKind kind, Manifest live) {
    var end = System.nanoTime() + GONE_WITHIN.toNanos();
    var pause = Duration.ofMillis(5);
    while (still(kind, live).isPresent()) {
      if (System.nanoTime() > end) {
        throw new ClusterException(
            Code.TIMEOUT,
            kind.named(live.name())
                + " still exists "
                + GONE_WITHIN.toSeconds()
                + " s after its deletion; hint: look at its finalizers",
            null);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException(Code.TIMEOUT, "interrupted while waiting for a deletion", e);
      }
      pause =
          pause.multipliedBy(2).compareTo(Duration.ofSeconds(1)) < 0
              ? pause.multipliedBy(2)
              : pause;
    }
  }

  private Optional<Manifest> still(ResourceKind kind, Manifest live) {
    return cluster.get(kind, live.namespace(), live.name()).filter(o -> o.uid().equals(live.uid()));
  }
}
