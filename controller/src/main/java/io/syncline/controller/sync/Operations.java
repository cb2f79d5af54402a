package io.syncline.controller.sync;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.compare.Comparer;
import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.controller.source.SourceException;
import io.syncline.controller.status.EventWriter;
import io.syncline.engine.preview.Preview;
import io.syncline.engine.schedule.RetryPolicy;
import io.syncline.engine.status.OperationStates;
import io.syncline.engine.sync.OperationPhase;
import io.syncline.engine.sync.Step;
import io.syncline.engine.sync.SyncMachine;
import io.syncline.engine.sync.SyncState;
import io.syncline.kube.Cluster;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.application.Application;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operation in the slot of an Application: one call goes as far as it gets without
 * waiting, stores that, and says when to be called again.
 */
public final class Operations {
  private static final Logger log = LoggerFactory.getLogger(Operations.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONG_STEP = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final LiveCache cache;
  private final ControlPlane control;
  private final Comparer comparer;
  private final SyncExecutor executor;
  private final EventWriter events;
  private final InstantSource clock;
  private final Finished finished;
  private final Planning planning;
  private final OperationRecord record;
  private final Map<AppKey, Course> courses = new ConcurrentHashMap<>();
  private final Map<AppKey, Expectation> expectations = new ConcurrentHashMap<>();

  /** Operations doing something now, with when they began to, as {@link System#nanoTime}. */
  private final Map<AppKey, Long> steps = new ConcurrentHashMap<>();

  /** What an operation is planned from, with when it was found, as {@link System#nanoTime}. */
  private record Expectation(Compared compared, long at) {}

  /** Ends operations: it knows what else is to be stored then. */
  public interface Finished {
    /** Stores that the operation of {@code key} is over. */
    void finished(AppKey key, End end);
  }

  /**
   * The end of an operation.
   *
   * @param closing what it makes of the application
   * @param automated whether nobody asked for it
   * @param dryRun whether the cluster is as before
   * @param succeeded whether all of it was done
   * @param planned what it was planned from; empty when there was no plan
   */
  public record End(
      UnaryOperator<ObjectTree> closing,
      boolean automated,
      boolean dryRun,
      boolean succeeded,
      Optional<Compared> planned) {}

  /** What an operation needs of the world. */
  public record Surroundings(
      Cluster cluster,
      LiveCache cache,
      ControlPlane control,
      Comparer comparer,
      Rules rules,
      SyncExecutor executor,
      EventWriter events) {}

  /** Runs operations in {@code surroundings}; {@code finished} hears of each that ends. */
  public Operations(
      Surroundings surroundings,
      ControllerSettings settings,
      InstantSource clock,
      Finished finished) {
    this.cluster = surroundings.cluster();
    this.cache = surroundings.cache();
    this.control = surroundings.control();
    this.comparer = surroundings.comparer();
    this.executor = surroundings.executor();
    this.events = surroundings.events();
    this.clock = clock;
    this.finished = finished;
    var rules = surroundings.rules();
    this.planning = new Planning(control, comparer, rules, settings, clock);
    this.record = new OperationRecord(control, rules, clock);
  }

  /** Whether an operation of {@code key} is under way in this process. */
  public boolean underWay(AppKey key) {
    return courses.containsKey(key);
  }

  /**
   * Whether the operation of {@code key} is doing something right now, rather than waiting. One
   * that takes long does not count: what it did so far is to be seen.
   */
  public boolean inStep(AppKey key) {
    var since = steps.get(key);
    return since != null && System.nanoTime() - since < LONG_STEP.toNanos();
  }

  /**
   * What an operation that is about to begin by itself is planned from, if it begins at once; it
   * would come to the same.
   */
  public void expect(AppKey key, Compared compared) {
    expectations.put(key, new Expectation(compared, System.nanoTime()));
  }

  /** No operation began. */
  public void expectNone(AppKey key) {
    expectations.remove(key);
  }

  private Optional<Compared> expected(AppKey key) {
    return Optional.ofNullable(expectations.remove(key))
        .filter(expectation -> System.nanoTime() - expectation.at() < LONG_STEP.toNanos())
        .map(Expectation::compared);
  }

  /** Goes on with the operation of {@code key}; the time given back is when to call again. */
  public Optional<Duration> run(AppKey key) {
    steps.put(key, System.nanoTime());
    try {
      return goOn(key);
    } finally {
      steps.remove(key);
    }
  }

  private Optional<Duration> goOn(AppKey key) {
    var app = control.application(key);
    if (app.isEmpty() || app.get().operation().isEmpty()) {
      courses.remove(key);
      expectations.remove(key);
      return Optional.empty();
    }
    var begun = begun(key, app.get());
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    var current = begun.get();
    var state = OperationRecord.state(control.whole(current));
    var request = new Request(current, Tree.object(state.get("operation")));
    if (OperationStates.waitsForRetry(state)) {
      var left = record.untilRetry(request, state);
      if (left.isPresent() && !OperationRecord.terminating(state)) {
        return left;
      }
      courses.remove(key);
      var again = record.retried(key, request, state);
      if (again.isEmpty()) {
        return Optional.empty();
      }
      current = again.get();
      state = OperationRecord.state(control.whole(current));
      request = new Request(current, Tree.object(state.get("operation")));
    }
    if (!OperationRecord.terminating(state)
        && record.untilTimeout(key, state).filter(left -> !left.isPositive()).isPresent()) {
      state = OperationRecord.outOfTime(state);
      record.write(key, state);
    }
    if (!OperationRecord.terminating(state) && request.automated() && planning.held(request)) {
      record.write(key, state.with("message", "Sync operation blocked by a hold"));
      return Optional.of(LONGEST_WAIT);
    }
    if (!OperationRecord.terminating(state) && blocked(current, request, state)) {
      record.write(key, state.with("message", "Sync operation blocked by sync window"));
      return Optional.of(LONGEST_WAIT);
    }
    return advance(key, request, state);
  }

  /** The application with its operation recorded as begun, before anything else happens. */
  private Optional<Application> begun(AppKey key, Application app) {
    var state = OperationRecord.state(control.whole(app));
    if (!state.isEmpty() && !OperationRecord.completed(state)) {
      return Optional.of(app);
    }
    courses.remove(key);
    var operation = app.operation().orElseThrow();
    log.atInfo().addKeyValue("application", key).log("operation began");
    return record.write(key, OperationStates.begin(operation, clock.instant()));
  }

  private boolean blocked(Application app, Request request, ObjectTree state) {
    var started = Optional.of(OperationRecord.time(state, "startedAt"));
    return !Windows.permit(control, app, !request.automated(), started, clock.instant());
  }

  private Optional<Duration> advance(AppKey key, Request request, ObjectTree state) {
    var known = courses.get(key);
    var startedAt = Tree.text(state, "startedAt");
    var retry = Tree.number(state, 0, "retryCount");
    if (known == null || !known.startedAt().equals(startedAt) || known.retry() != retry) {
      var planned = planning.planned(request, state, expected(key));
      if (planned.refusal().isPresent()) {
        var asked = OperationRecord.deploying(request, state, request.revisions());
        var refused = new Step.Finish(OperationPhase.ERROR, planned.refusal().get());
        return ended(key, request, asked, refused, Optional.empty());
      }
      if (planned.question().isPresent() && !OperationRecord.terminating(state)) {
        record.write(key, state.with("message", planned.question().get()));
        return Optional.of(LONGEST_WAIT);
      }
      known = planned.course().orElseThrow();
    }
    // Whatever changes from now on is told to us.
    courses.put(key, known);
    try {
      return steps(
          key,
          request,
          OperationRecord.deploying(request, state, known.compared().revisions()),
          known);
    } catch (RuntimeException e) {
      // How far it got stands in the cluster, not in what was known before.
      courses.remove(key);
      throw e;
    }
  }

  private Optional<Duration> steps(AppKey key, Request request, ObjectTree begun, Course course) {
    var state = begun;
    var sync = course.state().under(planning.settings(request.app(), begun, course.state().plan()));
    while (true) {
      var live = live(sync);
      var turn = SyncMachine.next(sync, live, clock.instant());
      sync = turn.state();
      switch (turn.step()) {
        case Step.Finish finish -> {
          var last = OperationStates.results(state, sync);
          return ended(key, request, last, finish, Optional.of(course.compared()));
        }
        case Step.Wait wait -> {
          courses.put(key, course.with(sync));
          record.write(key, OperationRecord.progress(state, sync, wait.message()));
          return Optional.of(untilNext(key, wait, begun));
        }
        case Step.Apply apply -> {
          sync = sync.with(executor.apply(apply, course.manner()));
          if (worthKeeping(apply)) {
            state = OperationRecord.progress(state, sync, apply.message());
            record.write(key, state);
          }
        }
        case Step.Delete delete -> {
          if (delete.reason() == Step.Reason.HOOK_DONE) {
            // What a hook came to is not to be read from it any more.
            record.write(key, OperationRecord.progress(state, sync, delete.message()));
          }
          sync = sync.with(executor.delete(delete, course.manner()));
        }
        case Step.Release release -> sync = sync.with(executor.release(release, course.manner()));
      }
    }
  }

  private Duration untilNext(AppKey key, Step.Wait wait, ObjectTree state) {
    var next =
        wait.until().map(until -> Duration.between(clock.instant(), until)).orElse(LONGEST_WAIT);
    var left = record.untilTimeout(key, state).filter(t -> t.compareTo(next) < 0).orElse(next);
    return left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
  }

  private Optional<Duration> ended(
      AppKey key,
      Request request,
      ObjectTree state,
      Step.Finish finish,
      Optional<Compared> planned) {
    courses.remove(key);
    var now = clock.instant();
    var phase = finish.phase();
    var retries = Tree.number(state, 0, "retryCount");
    var delay = RetryPolicy.from(Tree.object(request.tree().get("retry"))).delay(retries);
    if (phase.failed() && !OperationRecord.terminating(state) && delay.isPresent()) {
      record.write(
          key,
          OperationStates.waitForRetry(
              state, finish.message(), delay.get(), now, ZoneId.systemDefault()));
      return delay;
    }
    var reason =
        OperationRecord.overtime(state)
            ? finish.message() + ", triggered by controller sync timeout"
            : finish.message();
    var text =
        retries > 0 && phase.failed() ? reason + " (retried " + retries + " times)." : reason;
    record.forget(key);
    var last = OperationStates.finish(state, phase, text, now);
    finished.finished(
        key,
        new End(
            root -> OperationRecord.closed(root, request, last, phase, now),
            request.automated(),
            request.dryRun(),
            phase == OperationPhase.SUCCEEDED,
            planned));
    var began = OperationRecord.time(state, "startedAt");
    report(key, request, phase, text, Duration.between(began, now));
    return Optional.empty();
  }

  /**
   * What {@code operation} of {@code app} would do if it began now.
   *
   * @throws SourceException when it could not begin; the message says why
   */
  public Preview preview(Application app, ObjectTree operation) {
    return planning.preview(app, operation);
  }

  /** A hook that ran must not run again only because this process ended too early. */
  private static boolean worthKeeping(Step.Apply step) {
    return step.writes().stream().anyMatch(w -> w.task().hook() && !w.options().dryRun());
  }

  /** The live objects of the plan; what the cache may be wrong about is read from the cluster. */
  private LiveState live(SyncState sync) {
    var live = new TreeMap<ObjectKey, Manifest>();
    var versions = new TreeMap<ObjectKey, Manifest>();
    for (var task : sync.plan().tasks()) {
      versions.put(task.objectKey(), task.object());
      comparer.live(task.object()).ifPresent(found -> live.put(task.objectKey(), found));
    }
    for (var key : sync.uncertain(new LiveState(live))) {
      var wanted = versions.get(key);
      if (wanted != null) {
        var read = read(wanted);
        live.remove(key);
        read.ifPresent(found -> live.put(key, found));
      }
    }
    return new LiveState(live);
  }

  private Optional<Manifest> read(Manifest wanted) {
    var kind = cluster.discovery().find(wanted);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    var found = cluster.get(kind.get(), wanted.namespace(), wanted.name());
    found.ifPresent(cache::observe);
    return found;
  }

  private void report(
      AppKey key, Request request, OperationPhase phase, String message, Duration took) {
    log.atInfo()
        .addKeyValue("application", key)
        .addKeyValue("phase", phase.word())
        .addKeyValue("message", message)
        .addKeyValue("duration", took)
        .log("operation ended");
    if (phase == OperationPhase.SUCCEEDED) {
      events.normal(request.app(), "OperationCompleted", "Sync operation succeeded");
    } else {
      events.warning(request.app(), "OperationCompleted", "Sync operation failed: " + message);
    }
  }
}
