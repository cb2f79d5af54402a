package io.syncline.engine.sync;

import io.syncline.engine.annotations.HookDeletePolicy;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.plan.ManagedNamespace;
import io.syncline.engine.plan.Propagation;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.sync.Progress.Stage;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Decides the next step of a sync operation (semantics 14.5–14.12). */
public final class SyncMachine {
  /** Shown while objects are written. */
  static final String RUNNING = "one or more tasks are running";

  private final LiveState live;
  private final Instant now;
  private SyncState state;

  private SyncMachine(SyncState state, LiveState live, Instant now) {
    this.state = state;
    this.live = live;
    this.now = now;
  }

  /**
   * A step, and the state that goes with it.
   *
   * @param state to go on with; what was seen in the live objects is written in it
   * @param step what to do
   */
  public record Turn(SyncState state, Step step) {}

  /**
   * The next step of the operation in {@code state}.
   *
   * @param live every object of the plan that exists; see {@link SyncState#uncertain}
   * @param now the time
   */
  public static Turn next(SyncState state, LiveState live, Instant now) {
    var machine = new SyncMachine(state, live, now);
    var step = machine.decide();
    var progress = machine.state.progress().asked(Optional.of(step));
    return new Turn(machine.state.progress(progress), step);
  }

  private Step decide() {
    if (state.settings().terminating()) {
      return terminate();
    }
    if (!state.plan().refused().isEmpty()) {
      return refuse();
    }
    if (state.progress().stage() == Stage.NEW) {
      var namespace = tasks(t -> ManagedNamespace.creates(t, state.plan().options()));
      if (!namespace.isEmpty()) {
        return TaskRun.apply(state, namespace, false);
      }
      progress(state.progress().stage(Stage.NAMESPACE_TRIED));
    }
    if (state.progress().stage() == Stage.NAMESPACE_TRIED) {
      if (anyFailed(t -> true)) {
        return fail("the namespace failed to apply");
      }
      var rehearsed = tasks(t -> !t.prunes() && !t.kindUnknown() && pending(t));
      if (!rehearsed.isEmpty()) {
        return TaskRun.apply(state, rehearsed, true);
      }
      progress(state.progress().stage(Stage.CHECKED));
    }
    if (state.progress().stage() == Stage.CHECK_FAILED) {
      return new Step.Finish(
          OperationPhase.FAILED, "one or more objects failed to apply (dry run)");
    }
    return proceed();
  }

  private Step refuse() {
    for (var task : state.plan().tasks()) {
      var reason = state.plan().refused().get(task.key());
      if (reason != null) {
        state = state.record(task, Optional.of(ResultStatus.SYNC_FAILED), Optional.empty(), reason);
      }
    }
    var reasons = new TreeSet<>(state.plan().refused().values());
    return new Step.Finish(
        OperationPhase.FAILED,
        "one or more synchronization tasks are not valid: " + String.join("; ", reasons));
  }

  /** The part that repeats: look at what runs, then start what may start. */
  private Step proceed() {
    while (true) {
      if (state.progress().running().isPresent()) {
        var step = runWave(state.progress().running().get());
        if (step.isPresent()) {
          return step.get();
        }
        continue;
      }
      if (state.progress().pausedUntil().filter(this::ahead).isPresent()) {
        return new Step.Wait(afterWave(), state.progress().pausedUntil());
      }
      state = Observation.of(state, live);
      var waiting = waiting();
      if (waiting.isPresent()) {
        return waiting.get();
      }
      if (anyFailed(t -> t.phase() != SyncPhase.SYNC_FAIL)) {
        return fail("one or more synchronization tasks completed unsuccessfully");
      }
      var next = tasks(t -> t.phase() != SyncPhase.SYNC_FAIL && pending(t));
      if (next.isEmpty()) {
        return succeed("successfully synced (no more tasks)");
      }
      progress(state.progress().running(Optional.of(Wave.of(next.getFirst()))));
    }
  }

  /** What has to end or vanish before anything new starts. */
  private Optional<Step> waiting() {
    var all = state.plan().tasks();
    var several = !all.isEmpty() && !Wave.of(all.getFirst()).equals(Wave.of(all.getLast()));
    var running = tasks(t -> (several || t.hook()) && running(t));
    if (!running.isEmpty()) {
      state = Observation.markMissing(state, running, live);
      return Optional.of(new Step.Wait(WaitingFor.progress(told(running)), Optional.empty()));
    }
    var leaving = tasks(t -> pruned(t) && live(t).filter(Manifest::deleting).isPresent());
    if (!leaving.isEmpty()) {
      return Optional.of(new Step.Wait(WaitingFor.deletion(leaving), Optional.empty()));
    }
    var held = tasks(t -> t.hook() && completed(t) && held(t));
    return held.isEmpty() ? Optional.empty() : Optional.of(new Step.Release(held));
  }

  /** Hooks that run after a failure are told of together, whatever became of some. */
  private List<SyncTask> told(List<SyncTask> running) {
    return running.stream().allMatch(t -> t.phase() == SyncPhase.SYNC_FAIL)
        ? tasks(t -> t.phase() == SyncPhase.SYNC_FAIL)
        : running;
  }

  /** Shown during the delay after a wave, which other controllers need to react to it. */
  private String afterWave() {
    var running = tasks(this::running);
    return WaitingFor.progress(
        running.isEmpty() ? tasks(t -> t.phase() != SyncPhase.SYNC_FAIL && pending(t)) : running);
  }

  private boolean held(SyncTask task) {
    return !state.progress().released().contains(task.key())
        && !state.progress().deleted().contains(task.key())
        && live(task).filter(l -> l.finalizers().contains(Hooks.FINALIZER)).isPresent();
  }

  /** The next step of the wave being run; empty when the wave is over and others may follow. */
  private Optional<Step> runWave(Wave wave) {
    var members = tasks(t -> Wave.of(t).equals(wave) && selected(t));
    var run = new TaskRun(state, live);
    var step = run.next(members);
    state = run.state();
    if (step.isPresent()) {
      return step;
    }
    progress(state.progress().running(Optional.empty()));
    if (members.stream().anyMatch(this::failed)) {
      return Optional.of(fail("one or more objects failed to apply"));
    }
    var rest = tasks(t -> t.phase() != SyncPhase.SYNC_FAIL && pending(t));
    if (rest.isEmpty() && members.stream().noneMatch(SyncTask::hook)) {
      return Optional.of(succeed("successfully synced (all tasks run)"));
    }
    if (!rest.isEmpty() && !state.dryRun()) {
      var until = now.plus(state.settings().waveDelay());
      progress(state.progress().pausedUntil(Optional.of(until)));
    }
    return Optional.empty();
  }

  /** Further ahead than the pause is long: the clock was put back since, and the pause is over. */
  private boolean ahead(Instant until) {
    return now.isBefore(until) && !until.isAfter(now.plus(state.settings().waveDelay()));
  }

  private Step succeed(String message) {
    return deleteHooks(HookDeletePolicy.HOOK_SUCCEEDED)
        .orElseGet(() -> new Step.Finish(OperationPhase.SUCCEEDED, message));
  }

  private Step fail(String headline) {
    var cleaning = deleteHooks(HookDeletePolicy.HOOK_FAILED);
    if (cleaning.isPresent()) {
      return cleaning.get();
    }
    var message = reasons(headline, ", reason: ", t -> t.phase() != SyncPhase.SYNC_FAIL);
    var rescuers = tasks(t -> t.phase() == SyncPhase.SYNC_FAIL);
    if (rescuers.stream().anyMatch(this::pending)) {
      var run = new TaskRun(state, live);
      var step = run.next(rescuers);
      state = run.state();
      if (step.isPresent()) {
        return step.get();
      }
    }
    if (rescuers.stream().anyMatch(this::running)) {
      return new Step.Wait(WaitingFor.progress(rescuers), Optional.empty());
    }
    if (rescuers.stream().anyMatch(this::failed)) {
      message +=
          "\n"
              + reasons(
                  "one or more SyncFail hooks failed",
                  ", reason: ",
                  t -> t.phase() == SyncPhase.SYNC_FAIL);
    }
    return new Step.Finish(OperationPhase.FAILED, message);
  }

  private String reasons(String headline, String joint, Predicate<SyncTask> which) {
    var reasons =
        tasks(which).stream()
            .flatMap(t -> state.result(t).stream())
            .filter(r -> r.status().filter(ResultStatus.SYNC_FAILED::equals).isPresent())
            .map(TaskResult::message)
            .toList();
    return reasons.isEmpty() ? headline : headline + joint + String.join(",", reasons);
  }

  private Optional<Step> deleteHooks(HookDeletePolicy policy) {
    var done =
        tasks(
            t ->
                t.deletes(policy)
                    && !running(t)
                    && !state.progress().deleted().contains(t.key())
                    && live(t).filter(l -> !TaskRun.leaving(l)).isPresent());
    if (done.isEmpty() || state.dryRun()) {
      return Optional.empty();
    }
    var propagation = Propagation.of(state.plan().options());
    return Optional.of(new Step.Delete(done, Step.Reason.HOOK_DONE, propagation, false, RUNNING));
  }

  private Step terminate() {
    state = Observation.of(state, live);
    var held = tasks(t -> t.hook() && completed(t) && held(t));
    if (!held.isEmpty()) {
      return new Step.Release(held);
    }
    var open =
        tasks(
            t ->
                t.hook()
                    && running(t)
                    && live(t).filter(l -> !TaskRun.leaving(l)).isPresent()
                    && !state.progress().deleted().contains(t.key()));
    if (!open.isEmpty()) {
      var propagation = Propagation.of(state.plan().options());
      return new Step.Delete(open, Step.Reason.TERMINATED, propagation, false, "terminating hooks");
    }
    var cleaning = deleteHooks(HookDeletePolicy.HOOK_FAILED);
    if (cleaning.isPresent()) {
      return cleaning.get();
    }
    var troubled =
        state.results().stream()
            .anyMatch(
                r ->
                    r.message().startsWith("Failed to delete: ")
                        || r.message().startsWith(Outcomes.NOT_RELEASED));
    return troubled
        ? new Step.Finish(OperationPhase.ERROR, "Operation termination had errors")
        : new Step.Finish(OperationPhase.FAILED, "Operation terminated");
  }

  private void progress(Progress next) {
    state = state.progress(next);
  }

  private List<SyncTask> tasks(Predicate<SyncTask> which) {
    return state.plan().tasks().stream().filter(which).toList();
  }

  private Optional<Manifest> live(SyncTask task) {
    return live.get(task.objectKey());
  }

  /** Whether the task is still to be begun, and is to be begun at all. */
  private boolean pending(SyncTask task) {
    return selected(task) && state.result(task).flatMap(TaskResult::phase).isEmpty();
  }

  private boolean selected(SyncTask task) {
    return task.hook()
        || task.outOfSync()
        || !state.plan().options().has("ApplyOutOfSyncOnly=true");
  }

  private boolean running(SyncTask task) {
    return state.result(task).filter(TaskResult::running).isPresent();
  }

  private boolean completed(SyncTask task) {
    return state
        .result(task)
        .flatMap(TaskResult::phase)
        .filter(OperationPhase::completed)
        .isPresent();
  }

  private boolean failed(SyncTask task) {
    return state.result(task).filter(TaskResult::failed).isPresent();
  }

  private boolean anyFailed(Predicate<SyncTask> which) {
    return !tasks(t -> which.test(t) && failed(t)).isEmpty();
  }

  private boolean pruned(SyncTask task) {
    return state
        .result(task)
        .flatMap(TaskResult::status)
        .filter(ResultStatus.PRUNED::equals)
        .isPresent();
  }
}
