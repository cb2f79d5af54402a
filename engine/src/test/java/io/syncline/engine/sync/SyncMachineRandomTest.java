package io.syncline.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.plan.SyncTask;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Thousands of made-up operations, each held against what must be true of all. */
class SyncMachineRandomTest {
  private static final int OPERATIONS = 3_000;
  private static final int LONGEST = 2_000;

  @Test
  void every_operation_ends_and_keeps_its_order() {
    var ends = EnumSet.noneOf(OperationPhase.class);
    for (var seed = 0; seed < OPERATIONS; seed++) {
      ends.add(run(seed, false));
    }
    assertThat(ends).contains(OperationPhase.SUCCEEDED, OperationPhase.FAILED);
  }

  @Test
  void every_operation_ends_though_every_step_begins_with_a_restart() {
    for (var seed = 0; seed < OPERATIONS; seed++) {
      assertThat(run(seed, true).completed()).isTrue();
    }
  }

  private static OperationPhase run(long seed, boolean restarts) {
    var cluster = new RandomCluster(seed);
    var plan = cluster.plan();
    var state = SyncState.begin(plan, HealthRules.BUILT_IN, SyncState.Settings.DEFAULT);
    for (var turns = 0; turns < LONGEST; turns++) {
      var turn = SyncMachine.next(state, cluster.live(), cluster.now);
      state = turn.state();
      switch (turn.step()) {
        case Step.Finish finish -> {
          if (finish.phase() == OperationPhase.SUCCEEDED) {
            everythingWasDone(seed, state);
          }
          return finish.phase();
        }
        case Step.Wait wait -> {
          assertThat(wait.message()).as("seed %d", seed).isNotBlank();
          cluster.pass();
        }
        case Step.Apply apply -> {
          for (var write : apply.writes()) {
            if (!write.options().dryRun()) {
              earlierOnesAreDone(seed, state, write.task());
            }
          }
          state = state.with(cluster.execute(apply));
        }
        case Step.Delete _, Step.Release _ -> state = state.with(cluster.execute(turn.step()));
      }
      if (restarts && !state.results().isEmpty()) {
        var stored = TaskResults.read(TaskResults.write(state.results()));
        state = SyncState.resume(plan, HealthRules.BUILT_IN, SyncState.Settings.DEFAULT, stored);
      }
    }
    throw new AssertionError("seed " + seed + ": the operation has no end");
  }

  private static void earlierOnesAreDone(long seed, SyncState state, SyncTask task) {
    for (var earlier : state.plan().tasks()) {
      if (RandomCluster.before(earlier, task) && task.phase() != SyncPhase.SYNC_FAIL) {
        assertThat(state.result(earlier).flatMap(TaskResult::phase))
            .as("seed %d: %s before %s", seed, earlier, task)
            .contains(OperationPhase.SUCCEEDED);
      }
    }
  }

  private static void everythingWasDone(long seed, SyncState state) {
    Set<Object> done = new HashSet<>();
    state.results().stream().filter(r -> !r.failed()).forEach(r -> done.add(r.key()));
    for (var task : state.plan().tasks()) {
      if (task.phase() != SyncPhase.SYNC_FAIL) {
        assertThat(done).as("seed %d", seed).contains(task.key());
      }
    }
  }
}
