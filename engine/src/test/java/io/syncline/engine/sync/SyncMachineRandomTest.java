package io.syncline.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.plan.SyncTask;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of made-up operations, each held against what must be true of all: no hook runs twice,
 * no wave begins before those before it are healthy, nothing that is not ours is touched, and every
 * operation ends or says what it waits for.
 */
class SyncMachineRandomTest {
  /** More by {@code -Dsyncline.operations=}, for a long run. */
  private static final int OPERATIONS = Integer.getInteger("syncline.operations", 1_000);

  private static final int LONGEST = 2_000;

  /** What befalls operations. */
  enum World {
    CALM(false),
    /** Every step is taken by another process, which plans anew. */
    RESTARTS(false),
    /** As before, and a process may die before it could store what came of its step. */
    CRASHES(false),
    /** Objects vanish, deletions and releases fail. */
    ROUGH(true),
    ROUGH_RESTARTS(true),
    /** Somebody ends the operation some time. */
    TERMINATED(true);

    private final boolean rough;

    World(boolean rough) {
      this.rough = rough;
    }

    boolean restarts() {
      return this == RESTARTS || this == CRASHES || this == ROUGH_RESTARTS;
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_operation_ends_and_keeps_what_must_be_true(World world) {
    var ends = EnumSet.noneOf(OperationPhase.class);
    for (var seed = 0; seed < OPERATIONS; seed++) {
      ends.add(new Run(seed, world).end());
    }
    assertThat(ends).contains(OperationPhase.SUCCEEDED, OperationPhase.FAILED);
  }

  @Test
  void a_cut_off_process_would_have_run_hooks_twice_but_for_their_mark() {
    var adopted = 0;
    for (var seed = 0; seed < OPERATIONS; seed++) {
      var run = new Run(seed, World.CRASHES);
      run.end();
      adopted += run.adopted;
    }
    assertThat(adopted).as("hooks taken over from a process that died").isPositive();
  }

  /** One operation. */
  private static final class Run {
    private final long seed;
    private final World world;
    private final RandomCluster cluster;
    private boolean approved;
    private boolean terminated;
    private int adopted;
    private SyncState state;

    Run(long seed, World world) {
      this.seed = seed;
      this.world = world;
      this.cluster = new RandomCluster(seed, world.rough);
      this.state = SyncState.begin(cluster.plan(), HealthRules.BUILT_IN, settings());
    }

    private SyncState.Settings settings() {
      return new SyncState.Settings(Duration.ofSeconds(2), approved, terminated);
    }

    OperationPhase end() {
      for (var turns = 0; turns < LONGEST; turns++) {
        var turn = SyncMachine.next(state.under(settings()), cluster.live(), cluster.now);
        var before = state;
        state = turn.state();
        switch (turn.step()) {
          case Step.Finish finish -> {
            nothingForeignIsGone();
            noHookRanTwice();
            if (finish.phase() == OperationPhase.SUCCEEDED) {
              everythingWasDone();
            }
            return finish.phase();
          }
          case Step.Wait wait -> {
            assertThat(wait.message()).as("seed %d", seed).isNotBlank();
            approved |= cluster.happens(10);
            terminated |= world == World.TERMINATED && cluster.happens(8);
            cluster.pass();
          }
          case Step.Apply apply -> {
            for (var write : apply.writes()) {
              if (!write.options().dryRun()) {
                earlierOnesAreDone(write.task());
              }
            }
            state = state.with(cluster.execute(apply));
          }
          case Step.Delete delete -> {
            delete.tasks().forEach(this::ours);
            state = state.with(cluster.execute(delete));
          }
          case Step.Release release -> state = state.with(cluster.execute(release));
        }
        restart(before, turn.step());
      }
      throw new AssertionError("seed " + seed + ": the operation has no end");
    }

    private void restart(SyncState before, Step step) {
      if (!world.restarts()) {
        return;
      }
      var lost = world == World.CRASHES && step instanceof Step.Apply && cluster.happens(3);
      if (lost || !state.results().isEmpty()) {
        var known = lost ? before : state;
        var stored = TaskResults.read(TaskResults.write(known.results()));
        state = SyncState.resume(cluster.plan(), HealthRules.BUILT_IN, settings(), stored);
        adopted +=
            lost ? (int) cluster.written.keySet().stream().filter(this::hookUnknown).count() : 0;
      }
    }

    private boolean hookUnknown(io.syncline.engine.plan.TaskKey key) {
      return state.plan().tasks().stream()
          .anyMatch(t -> t.key().equals(key) && t.hook() && state.result(t).isEmpty());
    }

    private void earlierOnesAreDone(SyncTask task) {
      if (task.phase() == SyncPhase.SYNC_FAIL) {
        return;
      }
      for (var earlier : state.plan().tasks()) {
        if (!RandomCluster.before(earlier, task) || !selected(earlier)) {
          continue;
        }
        assertThat(state.result(earlier).flatMap(TaskResult::phase))
            .as("seed %d: %s before %s", seed, earlier, task)
            .contains(OperationPhase.SUCCEEDED);
        if (!earlier.prunes() && !runsAgain(earlier)) {
          assertThat(cluster.unfinished(earlier))
              .as("seed %d: %s is unfinished when %s begins", seed, earlier, task)
              .isFalse();
        }
      }
    }

    /** One object may be a hook of several phases: a later one made it anew. */
    private boolean runsAgain(SyncTask task) {
      return state.plan().tasks().stream()
          .anyMatch(t -> t != task && t.objectKey().equals(task.objectKey()));
    }

    private boolean selected(SyncTask task) {
      return task.hook()
          || task.outOfSync()
          || !state.plan().options().has("ApplyOutOfSyncOnly=true");
    }

    private void ours(SyncTask task) {
      assertThat(cluster.foreign)
          .as("seed %d: %s is not ours", seed, task)
          .doesNotContain(task.objectKey());
    }

    private void nothingForeignIsGone() {
      for (var key : cluster.foreign) {
        assertThat(cluster.live().get(key).filter(o -> !o.deleting()))
            .as("seed %d: %s", seed, key)
            .isPresent();
      }
    }

    private void noHookRanTwice() {
      for (var task : state.plan().tasks()) {
        if (task.hook()) {
          assertThat(cluster.written.getOrDefault(task.key(), 0))
              .as("seed %d: runs of %s", seed, task)
              .isLessThanOrEqualTo(1);
        }
      }
    }

    private void everythingWasDone() {
      Set<Object> done = new HashSet<>();
      state.results().stream().filter(r -> !r.failed()).forEach(r -> done.add(r.key()));
      for (var task : state.plan().tasks()) {
        if (task.phase() != SyncPhase.SYNC_FAIL && selected(task)) {
          assertThat(done).as("seed %d", seed).contains(task.key());
        }
      }
    }
  }
}
