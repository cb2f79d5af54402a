package io.syncline.engine.plan;

import io.syncline.engine.annotations.HookDeletePolicy;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.annotations.SyncPhase;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.util.Optional;

/**
 * One thing to do in a sync: apply an object, or delete one.
 *
 * @param phase when, roughly
 * @param wave when inside the phase, lower first
 * @param target the object to apply; empty when the task deletes
 * @param live the object as it was when the plan was made; empty when missing
 * @param outOfSync whether the comparison found something to do; true when not known
 * @param kindUnknown whether the cluster did not serve the kind when the plan was made and that is
 *     no failure; such a task has no dry run
 */
public record SyncTask(
    SyncPhase phase,
    int wave,
    Optional<Manifest> target,
    Optional<Manifest> live,
    boolean outOfSync,
    boolean kindUnknown) {
  /** Annotation of a hook: the try of the operation that made it. */
  static final String RUN = "argocd.argoproj.io/hook-run";

  /** Whether {@code present}, the live object of this hook, was made by the same run. */
  public boolean made(Manifest present) {
    return hook()
        && target
            .flatMap(t -> t.annotation(RUN))
            .filter(run -> present.annotation(RUN).filter(run::equals).isPresent())
            .isPresent();
  }

  /** The target, or live when there is none. */
  public Manifest object() {
    return target.or(() -> live).orElseThrow();
  }

  /** The object's key. */
  public ObjectKey objectKey() {
    return object().key();
  }

  /** The task's key. */
  public TaskKey key() {
    return new TaskKey(objectKey(), phase);
  }

  /** Whether the task deletes. */
  public boolean prunes() {
    return target.isEmpty();
  }

  /** Whether the object is a hook. */
  public boolean hook() {
    return Hooks.isHook(object());
  }

  /** Whether the object is a hook to be deleted in the case {@code policy} names. */
  public boolean deletes(HookDeletePolicy policy) {
    return hook() && Hooks.deletePolicies(object()).contains(policy);
  }

  /** This task in another wave. */
  public SyncTask inWave(int otherWave) {
    return new SyncTask(phase, otherWave, target, live, outOfSync, kindUnknown);
  }

  /** This task in another phase and wave. */
  SyncTask at(SyncPhase otherPhase, int otherWave) {
    return new SyncTask(otherPhase, otherWave, target, live, outOfSync, kindUnknown);
  }

  /** This task with its kind known to be missing from the cluster. */
  SyncTask withUnknownKind() {
    return new SyncTask(phase, wave, target, live, outOfSync, true);
  }

  /** Keys only: manifests may hold secrets. */
  @Override
  public String toString() {
    return phase.word() + "/" + wave + " " + (prunes() ? "delete " : "apply ") + objectKey();
  }
}
