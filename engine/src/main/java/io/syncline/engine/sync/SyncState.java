package io.syncline.engine.sync;

import io.syncline.engine.health.HealthRules;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.plan.TaskKey;
import io.syncline.engine.sync.Progress.Stage;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far one sync operation got. Immutable: every change is a new state. */
public final class SyncState {
  private final SyncPlan plan;
  private final HealthRules health;
  private final Settings settings;
  private final Map<TaskKey, TaskResult> results;
  private final Progress progress;

  /**
   * What may change while an operation runs.
   *
   * @param waveDelay how long other controllers get to react to a wave before its health counts
   * @param pruneApproved whether prunes that need confirmation are confirmed
   * @param terminating whether the operation is to end now
   */
  public record Settings(Duration waveDelay, boolean pruneApproved, boolean terminating) {
    /** Two seconds, nothing confirmed, not terminating. */
    public static final Settings DEFAULT = new Settings(Duration.ofSeconds(2), false, false);

    /** These settings for an operation that is to end now. */
    public Settings terminated() {
      return new Settings(waveDelay, pruneApproved, true);
    }
  }

  private SyncState(
      SyncPlan plan,
      HealthRules health,
      Settings settings,
      Map<TaskKey, TaskResult> results,
      Progress progress) {
    this.plan = plan;
    this.health = health;
    this.settings = settings;
    this.results = results;
    this.progress = progress;
  }

  /** An operation that has not begun. */
  public static SyncState begin(SyncPlan plan, HealthRules health, Settings settings) {
    return new SyncState(plan, health, settings, Map.of(), Progress.at(Stage.NEW));
  }

  /**
   * An operation taken up again from its stored results, as after a restart.
   *
   * @param plan made anew from a fresh comparison
   * @param stored results as read by {@link TaskResults#read}
   */
  public static SyncState resume(
      SyncPlan plan, HealthRules health, Settings settings, List<TaskResult> stored) {
    var results = new LinkedHashMap<TaskKey, TaskResult>();
    stored.forEach(result -> results.put(result.key(), result));
    var stage = results.isEmpty() ? Stage.NEW : Stage.CHECKED;
    return new SyncState(
        plan, health, settings, Collections.unmodifiableMap(results), Progress.at(stage));
  }

  /** The plan being carried out. */
  public SyncPlan plan() {
    return plan;
  }

  /** Results so far, in the order tasks were first touched. */
  public List<TaskResult> results() {
    return List.copyOf(results.values());
  }

  /** The settings in force. */
  public Settings settings() {
    return settings;
  }

  /** This state under other settings, as when somebody confirms a prune or terminates. */
  public SyncState under(Settings other) {
    return new SyncState(plan, health, other, results, progress);
  }

  /** This state after the step last handed out was executed with {@code outcomes}. */
  public SyncState with(List<Outcome> outcomes) {
    return Outcomes.apply(this, outcomes);
  }

  /**
   * Keys to read from the cluster itself before the next step when {@code live} comes from a cache:
   * objects just written that the cache does not have, and objects just deleted that it still has.
   * {@link SyncMachine#next} believes the live state it is given.
   */
  public List<ObjectKey> uncertain(LiveState live) {
    var keys = new ArrayList<ObjectKey>();
    for (var result : results.values()) {
      var present = live.get(result.key().object()).isPresent();
      var pruned = result.status().filter(ResultStatus.PRUNED::equals).isPresent();
      if (result.running() ? !present : pruned && present) {
        keys.add(result.key().object());
      }
    }
    for (var cleared : progress.deleted()) {
      if (live.get(cleared.object()).isPresent() && !keys.contains(cleared.object())) {
        keys.add(cleared.object());
      }
    }
    return keys;
  }

  HealthRules health() {
    return health;
  }

  Progress progress() {
    return progress;
  }

  Optional<TaskResult> result(SyncTask task) {
    return Optional.ofNullable(results.get(task.key()));
  }

  boolean dryRun() {
    return plan.options().dryRun();
  }

  SyncState progress(Progress next) {
    return new SyncState(plan, health, settings, results, next);
  }

  SyncState record(
      SyncTask task,
      Optional<ResultStatus> status,
      Optional<OperationPhase> phase,
      String message) {
    return record(List.of(TaskResult.of(task, status, phase, message)));
  }

  /** This state with {@code more} results: all at once, for there may be thousands. */
  SyncState record(Collection<TaskResult> more) {
    if (more.isEmpty()) {
      return this;
    }
    var changed = new LinkedHashMap<>(results);
    more.forEach(result -> changed.put(result.key(), result));
    return new SyncState(plan, health, settings, Collections.unmodifiableMap(changed), progress);
  }
}
