package io.syncline.engine.sync;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.HookDeletePolicy;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.plan.ApplyOptions;
import io.syncline.engine.plan.Propagation;
import io.syncline.engine.plan.SyncTask;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs tasks that belong together: deletions, then old hooks, then writes (semantics 14.7). */
final class TaskRun {
  private final LiveState live;
  private SyncState state;

  TaskRun(SyncState state, LiveState live) {
    this.state = state;
    this.live = live;
  }

  /** The state with what was decided without the cluster's help. */
  SyncState state() {
    return state;
  }

  /** The next step for {@code tasks}; empty when nothing is left to begin. */
  Optional<Step> next(List<SyncTask> tasks) {
    if (tasks.stream().anyMatch(this::failed)) {
      return Optional.empty();
    }
    adopt(tasks);
    var pruning = prune(tasks.stream().filter(t -> t.prunes() && pending(t)).toList());
    if (pruning.isPresent()) {
      return pruning;
    }
    var writes = tasks.stream().filter(t -> !t.prunes() && pending(t)).toList();
    var clearing = clear(writes);
    if (clearing.isPresent() || writes.isEmpty()) {
      return clearing;
    }
    return Optional.of(apply(state, writes, false));
  }

  /** Hooks that this run made before it was cut off are not made a second time. */
  private void adopt(List<SyncTask> tasks) {
    for (var task : tasks) {
      if (pending(task) && live.get(task.objectKey()).filter(task::made).isPresent()) {
        state =
            state.record(
                task,
                Optional.of(ResultStatus.SYNCED),
                Optional.of(OperationPhase.RUNNING),
                task.object().name() + " was made before");
      }
    }
  }

  private Optional<Step> prune(List<SyncTask> tasks) {
    var wanted = new ArrayList<SyncTask>();
    for (var task : tasks) {
      var refusal = refusal(task);
      if (refusal.isPresent()) {
        state =
            state.record(
                task,
                Optional.of(ResultStatus.PRUNE_SKIPPED),
                Optional.of(OperationPhase.SUCCEEDED),
                refusal.get());
      } else {
        wanted.add(task);
      }
    }
    var unconfirmed = wanted.stream().filter(this::needsConfirmation).toList();
    if (!unconfirmed.isEmpty() && !state.settings().pruneApproved() && !state.dryRun()) {
      return Optional.of(new Step.Wait(WaitingFor.confirmation(unconfirmed), Optional.empty()));
    }
    return delete(wanted);
  }

  private Optional<Step> delete(List<SyncTask> tasks) {
    var alive = new ArrayList<SyncTask>();
    for (var task : tasks) {
      var object = live.get(task.objectKey());
      if (state.dryRun()) {
        state = pruned(task, "pruned (dry run)");
      } else if (object.isEmpty() || object.get().deleting()) {
        state = pruned(task, "pruned");
      } else {
        alive.add(task);
      }
    }
    return alive.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step.Delete(
                alive,
                Step.Reason.PRUNE,
                Propagation.of(state.plan().options()),
                false,
                SyncMachine.RUNNING));
  }

  private SyncState pruned(SyncTask task, String message) {
    return state.record(
        task, Optional.of(ResultStatus.PRUNED), Optional.of(OperationPhase.SUCCEEDED), message);
  }

  private Optional<String> refusal(SyncTask task) {
    if (!state.plan().options().prune()) {
      return Optional.of("ignored (requires pruning)");
    }
    return option(task).filter("false"::equals).map(_ -> "ignored (no prune)");
  }

  private boolean needsConfirmation(SyncTask task) {
    return option(task).filter("confirm"::equals).isPresent();
  }

  /** The value of {@code Prune=}: that of the object, whatever it is, before that of the run. */
  private Optional<String> option(SyncTask task) {
    var options = state.plan().options();
    return Annotations.option(task.object(), "Prune")
        .or(() -> options.has("Prune=false") ? Optional.of("false") : Optional.empty())
        .or(() -> options.has("Prune=confirm") ? Optional.of("confirm") : Optional.empty());
  }

  /** Deletes hooks of earlier operations that stand where new ones are to be made. */
  private Optional<Step> clear(List<SyncTask> writes) {
    var old =
        writes.stream()
            .filter(t -> t.deletes(HookDeletePolicy.BEFORE_HOOK_CREATION))
            .filter(t -> live.get(t.objectKey()).isPresent())
            .toList();
    if (old.isEmpty() || state.dryRun()) {
      return Optional.empty();
    }
    var fresh =
        old.stream()
            .filter(t -> !state.progress().deleted().contains(t.key()))
            .filter(t -> live.get(t.objectKey()).filter(l -> !leaving(l)).isPresent())
            .toList();
    if (fresh.isEmpty()) {
      return Optional.of(new Step.Wait(WaitingFor.deletion(old), Optional.empty()));
    }
    return Optional.of(
        new Step.Delete(
            fresh,
            Step.Reason.BEFORE_CREATION,
            Propagation.of(state.plan().options()),
            false,
            WaitingFor.deletion(fresh)));
  }

  /** Whether {@code object} is on its way out and not held by us. */
  static boolean leaving(Manifest object) {
    return object.deleting() && !object.finalizers().contains(Hooks.FINALIZER);
  }

  /** Writes {@code tasks}, neighbours of one kind together. */
  static Step apply(SyncState state, List<SyncTask> tasks, boolean rehearsal) {
    var groups = new ArrayList<List<Step.Write>>();
    var kind = "";
    for (var task : tasks) {
      if (groups.isEmpty() || !kind.equals(task.object().kind())) {
        groups.add(new ArrayList<>());
        kind = task.object().kind();
      }
      var options = ApplyOptions.of(task, state.plan().options(), rehearsal);
      groups.getLast().add(new Step.Write(task, options));
    }
    return new Step.Apply(groups, SyncMachine.RUNNING);
  }

  private boolean pending(SyncTask task) {
    return state.result(task).flatMap(TaskResult::phase).isEmpty();
  }

  private boolean failed(SyncTask task) {
    return state.result(task).filter(TaskResult::failed).isPresent();
  }
}
