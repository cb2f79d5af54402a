package io.syncline.controller.sync;

import io.syncline.controller.compare.Compared;
import io.syncline.controller.compare.Comparer;
import io.syncline.controller.compare.Rules;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.controller.source.SourceException;
import io.syncline.controller.status.EventWriter;
import io.syncline.engine.access.DestinationAccount;
import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.preview.Preview;
import io.syncline.engine.schedule.RetryPolicy;
import io.syncline.engine.status.History;
import io.syncline.engine.status.OperationStates;
import io.syncline.engine.sync.OperationPhase;
import io.syncline.engine.sync.Step;
import io.syncline.engine.sync.SyncMachine;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.TaskResults;
import io.syncline.kube.Cluster;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Condition;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operation in the slot of an Application: one call goes as far as it gets without
 * waiting, stores that, and says when to be called again.
 */
public final class Operations {
  private static final Logger log = LoggerFactory.getLogger(Operations.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final String MIGRATED_MANAGER =
      "argocd.argoproj.io/client-side-apply-migration-manager";
  private static final String OVERTIME = "operation is terminating due to timeout";

  private final Cluster cluster;
  private final LiveCache cache;
  private final ControlPlane control;
  private final Comparer comparer;
  private final Rules rules;
  private final SyncExecutor executor;
  private final EventWriter events;
  private final ControllerSettings settings;
  private final InstantSource clock;
  private final Finished finished;
  private final Consent consent;
  private final Map<AppKey, Course> courses = new ConcurrentHashMap<>();

  /** Told when an operation is over. */
  public interface Finished {
    /** The operation of {@code key} ended; it changed the cluster unless it was a dry run. */
    void finished(AppKey key, boolean automated, boolean dryRun);
  }

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
    this.rules = surroundings.rules();
    this.executor = surroundings.executor();
    this.events = surroundings.events();
    this.settings = settings;
    this.clock = clock;
    this.finished = finished;
    this.consent = new Consent(control, rules);
  }

  /** Whether an operation of {@code key} is under way in this process. */
  public boolean underWay(AppKey key) {
    return courses.containsKey(key);
  }

  /** Goes on with the operation of {@code key}; the time given back is when to call again. */
  public Optional<Duration> run(AppKey key) {
    var app = control.application(key);
    if (app.isEmpty() || app.get().operation().isEmpty()) {
      courses.remove(key);
      return Optional.empty();
    }
    var begun = begun(key, app.get());
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    var current = begun.get();
    var state = state(current);
    var request = new Request(current, Tree.object(state.get("operation")));
    if (OperationStates.waitsForRetry(state)) {
      var left = untilRetry(request, state);
      if (left.isPresent() && !terminating(state)) {
        return left;
      }
      var again = retried(key, request, state);
      if (again.isEmpty()) {
        return Optional.empty();
      }
      current = again.get();
      state = state(current);
      request = new Request(current, Tree.object(state.get("operation")));
    }
    if (!terminating(state) && untilTimeout(state).filter(left -> !left.isPositive()).isPresent()) {
      state = state.with("phase", OperationPhase.TERMINATING.word()).with("message", OVERTIME);
      record(key, state);
    }
    if (!terminating(state) && request.automated() && consent.held(request, clock.instant())) {
      record(key, state.with("message", "Sync operation blocked by a hold"));
      return Optional.of(LONGEST_WAIT);
    }
    if (!terminating(state) && blocked(current, request, state)) {
      record(key, state.with("message", "Sync operation blocked by sync window"));
      return Optional.of(LONGEST_WAIT);
    }
    return advance(key, request, state);
  }

  /** The application with its operation recorded as begun, before anything else happens. */
  private Optional<Application> begun(AppKey key, Application app) {
    var state = state(app);
    if (!state.isEmpty() && !completed(state)) {
      return Optional.of(app);
    }
    courses.remove(key);
    var operation = app.operation().orElseThrow();
    log.atInfo().addKeyValue("application", key).log("operation began");
    return record(key, OperationStates.begin(operation, clock.instant()));
  }

  private static ObjectTree state(Application app) {
    return Tree.object(app.status().get("operationState"));
  }

  private static boolean completed(ObjectTree state) {
    return OperationPhase.parse(Tree.text(state, "phase"))
        .filter(OperationPhase::completed)
        .isPresent();
  }

  private static boolean terminating(ObjectTree state) {
    return Tree.text(state, "phase").equals(OperationPhase.TERMINATING.word());
  }

  /** Stores {@code state}; that somebody asked for the end meanwhile is not overwritten. */
  private Optional<Application> record(AppKey key, ObjectTree state) {
    return control.change(
        key,
        root -> {
          var stored = Tree.object(Tree.at(root, "status", "operationState"));
          var ending =
              terminating(stored)
                  && !completed(state)
                  && Tree.text(stored, "startedAt").equals(Tree.text(state, "startedAt"));
          var next = ending ? state.with("phase", OperationPhase.TERMINATING.word()) : state;
          return Tree.with(root, next, "status", "operationState");
        });
  }

  /** What is left of the time an operation may take; empty when there is no limit. */
  private Optional<Duration> untilTimeout(ObjectTree state) {
    return rules
        .parameters()
        .syncTimeout()
        .map(limit -> Duration.between(clock.instant(), time(state, "startedAt").plus(limit)));
  }

  private Optional<Duration> untilRetry(Request request, ObjectTree state) {
    var policy = RetryPolicy.from(Tree.object(request.tree().get("retry")));
    var delay = policy.delay(Tree.number(state, 1, "retryCount") - 1).orElse(Duration.ZERO);
    var at = time(state, "finishedAt").plus(delay);
    var left = Duration.between(clock.instant(), at);
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  private static Instant time(ObjectTree state, String field) {
    try {
      return Instant.parse(Tree.text(state, field));
    } catch (DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  private Optional<Application> retried(AppKey key, Request request, ObjectTree state) {
    courses.remove(key);
    var latest = RetryPolicy.from(Tree.object(request.tree().get("retry"))).refresh();
    var next = OperationStates.retry(state, latest);
    if (latest) {
      next = Tree.without(next, "operation", "sync", "revision");
      next = Tree.without(next, "operation", "sync", "revisions");
    }
    return record(key, next);
  }

  private boolean blocked(Application app, Request request, ObjectTree state) {
    var started = Optional.of(time(state, "startedAt"));
    return !Windows.permit(control, app, !request.automated(), started, clock.instant());
  }

  private Optional<Duration> advance(AppKey key, Request request, ObjectTree state) {
    var known = courses.get(key);
    var startedAt = Tree.text(state, "startedAt");
    var retry = Tree.number(state, 0, "retryCount");
    if (known == null || !known.startedAt().equals(startedAt) || known.retry() != retry) {
      var planned = planned(request, state);
      if (planned.refusal().isPresent()) {
        var asked = deploying(request, state, request.revisions());
        return ended(key, request, asked, OperationPhase.ERROR, planned.refusal().get());
      }
      if (planned.question().isPresent() && !terminating(state)) {
        record(key, state.with("message", planned.question().get()));
        return Optional.of(LONGEST_WAIT);
      }
      known = planned.course().orElseThrow();
    }
    // Whatever changes from now on is told to us.
    courses.put(key, known);
    try {
      return steps(key, request, deploying(request, state, known.compared().revisions()), known);
    } catch (RuntimeException e) {
      // How far it got stands in the cluster, not in what was known before.
      courses.remove(key);
      throw e;
    }
  }

  /** A course, or why there is none, or what somebody must confirm before it begins. */
  private record Planned(
      Optional<Course> course, Optional<String> refusal, Optional<String> question) {
    static Planned refused(String reason) {
      return new Planned(Optional.empty(), Optional.of(reason), Optional.empty());
    }
  }

  /**
   * What {@code operation} of {@code app} would do if it began now.
   *
   * @throws SourceException when it could not begin; the message says why
   */
  public Preview preview(Application app, ObjectTree operation) {
    var request = new Request(app, operation);
    var compared = comparer.compare(app, request.against(ObjectTree.EMPTY));
    if (!compared.errors().isEmpty()) {
      throw new SourceException(text(compared.errors()), null);
    }
    return consent.preview(request, compared, differences(request, compared), this::options);
  }

  private List<Difference> differences(Request request, Compared compared) {
    return request.options().contains("RespectIgnoreDifferences=true")
        ? comparer.respectingIgnores(request.app(), compared.differences())
        : compared.differences();
  }

  private Planned planned(Request request, ObjectTree state) {
    if (!request.readable()) {
      return Planned.refused(
          "operation.sync.manifests holds text that is not JSON (expected: JSON objects)");
    }
    var app = request.app();
    SyncExecutor.Manner manner;
    try {
      manner = manner(request);
    } catch (DestinationAccount.NoAccountException e) {
      return Planned.refused(
          "failed to find a matching service account to impersonate: " + e.getMessage());
    }
    var result = Tree.object(state.get("syncResult"));
    var compared = comparer.compare(app, request.against(result));
    if (!compared.errors().isEmpty()) {
      return Planned.refused(text(compared.errors()));
    }
    var shared =
        compared.conditions().stream().filter(c -> c.type().equals(Condition.SHARED)).toList();
    if (!shared.isEmpty() && request.options().contains("FailOnSharedResource=true")) {
      return Planned.refused("Shared resource found: " + shared.getFirst().message());
    }
    var differences = differences(request, compared);
    if (!request.dryRun() && begins(state)) {
      var refusal =
          consent
              .heldByHand(request, compared, clock.instant())
              .or(() -> consent.otherPlan(request, compared, differences, this::options));
      if (refusal.isPresent()) {
        return Planned.refused(refusal.get());
      }
    }
    var plan = SyncPlan.plan(differences, options(request, state, compared));
    var stored =
        TaskResults.read(Tree.items(result.get("resources")).stream().map(Tree::object).toList());
    var sync = SyncState.resume(plan, rules.health(), settings(app, state, plan), stored);
    return new Planned(
        Optional.of(
            new Course(
                Tree.text(state, "startedAt"),
                Tree.number(state, 0, "retryCount"),
                compared,
                manner,
                sync)),
        Optional.empty(),
        approved(app, state) ? Optional.empty() : consent.question(request, plan));
  }

  /** Whether nothing was done yet. */
  private static boolean begins(ObjectTree state) {
    return Tree.number(state, 0, "retryCount") == 0
        && Tree.items(Tree.at(state, "syncResult", "resources")).isEmpty();
  }

  private SyncExecutor.Manner manner(Request request) {
    var app = request.app();
    var user =
        control.project(app.project()).map(project -> comparer.user(app, project)).orElse("");
    return new SyncExecutor.Manner(
        request.dryRun(),
        user,
        app.manifest().annotation(MIGRATED_MANAGER).orElse("kubectl-client-side-apply"));
  }

  /**
   * One try of one operation: what its hooks are known by. Times have seconds, so two operations
   * may share one; they do not share what they deploy and what was deployed before.
   */
  private static String run(Application app, ObjectTree state, List<String> revisions) {
    var history = Tree.items(app.status().get("history"));
    var last = history.isEmpty() ? "none" : Tree.number(history.getLast(), 0, "id");
    return Tree.text(state, "startedAt")
        + "/"
        + Tree.number(state, 0, "retryCount")
        + "/"
        + last
        + "/"
        + String.join(",", revisions);
  }

  private static String text(List<Condition> conditions) {
    return conditions.stream()
        .map(c -> c.type() + ": " + c.message())
        .collect(Collectors.joining("; "));
  }

  private SyncOptions options(Request request, ObjectTree state, Compared compared) {
    var app = request.app();
    var project = control.project(app.project());
    var namespace = app.destination().namespace();
    var surroundings =
        new SyncOptions.Surroundings(
            comparer.scopes(),
            (object, scope) -> project.flatMap(p -> comparer.refusal(p, object, scope)),
            request.options().contains("CreateNamespace=true")
                ? comparer.namespace(namespace)
                : Optional.empty(),
            app.syncPolicy().namespaceMetadata());
    return new SyncOptions(
        request.sync(),
        request.options(),
        compared.revisions().isEmpty() ? "" : compared.revisions().getFirst(),
        time(state, "startedAt"),
        namespace,
        run(app, state, compared.revisions()),
        surroundings);
  }

  private SyncState.Settings settings(Application app, ObjectTree state, SyncPlan plan) {
    var approved = approved(app, state);
    var custom = plan.tasks().stream().anyMatch(t -> custom(t.object().groupKind()));
    return new SyncState.Settings(
        custom ? rules.parameters().waveDelay(settings.patience().wave()) : Duration.ZERO,
        approved,
        terminating(state));
  }

  private static boolean approved(Application app, ObjectTree state) {
    return app.manifest()
        .annotation(Annotations.DELETION_APPROVED)
        .filter(at -> !parsed(at).isBefore(time(state, "startedAt")))
        .isPresent();
  }

  private static Instant parsed(String at) {
    try {
      return Instant.parse(at);
    } catch (DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  /** Kinds of Kubernetes itself say which generation their status speaks of. */
  private static boolean custom(GroupKind kind) {
    return kind.group().contains(".") && !kind.group().endsWith(".k8s.io");
  }

  private static ObjectTree deploying(Request request, ObjectTree state, List<String> revisions) {
    var sources = request.sources().stream().map(ApplicationSource::tree).toList();
    var next = OperationStates.deploying(state, sources, revisions, request.several());
    var metadata = request.app().syncPolicy().namespaceMetadata();
    return metadata.isEmpty()
        ? next
        : Tree.with(next, metadata, "syncResult", "managedNamespaceMetadata");
  }

  private Optional<Duration> steps(AppKey key, Request request, ObjectTree begun, Course course) {
    var state = begun;
    var sync = course.state().under(settings(request.app(), begun, course.state().plan()));
    while (true) {
      var live = live(sync);
      var turn = SyncMachine.next(sync, live, clock.instant());
      sync = turn.state();
      switch (turn.step()) {
        case Step.Finish finish -> {
          return ended(
              key, request, OperationStates.results(state, sync), finish.phase(), finish.message());
        }
        case Step.Wait wait -> {
          courses.put(key, course.with(sync));
          record(key, progress(state, sync, wait.message()));
          return Optional.of(untilNext(wait, begun));
        }
        case Step.Apply apply -> {
          sync = sync.with(executor.apply(apply, course.manner()));
          if (worthKeeping(apply)) {
            state = progress(state, sync, apply.message());
            record(key, state);
          }
        }
        case Step.Delete delete -> {
          if (delete.reason() == Step.Reason.HOOK_DONE) {
            // What a hook came to is not to be read from it any more.
            record(key, progress(state, sync, delete.message()));
          }
          sync = sync.with(executor.delete(delete, course.manner()));
        }
        case Step.Release release -> sync = sync.with(executor.release(release, course.manner()));
      }
    }
  }

  /** A hook that ran must not run again only because this process ended too early. */
  private static boolean worthKeeping(Step.Apply step) {
    return step.writes().stream().anyMatch(w -> w.task().hook() && !w.options().dryRun());
  }

  private static ObjectTree progress(ObjectTree state, SyncState sync, String message) {
    var overtime = terminating(state) && Tree.text(state, "message").equals(OVERTIME);
    return OperationStates.results(state, sync).with("message", overtime ? OVERTIME : message);
  }

  private Duration untilNext(Step.Wait wait, ObjectTree state) {
    var next =
        wait.until().map(until -> Duration.between(clock.instant(), until)).orElse(LONGEST_WAIT);
    var left = untilTimeout(state).filter(t -> t.compareTo(next) < 0).orElse(next);
    return left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
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

  private Optional<Duration> ended(
      AppKey key, Request request, ObjectTree state, OperationPhase phase, String message) {
    courses.remove(key);
    var now = clock.instant();
    var retries = Tree.number(state, 0, "retryCount");
    var policy = RetryPolicy.from(Tree.object(request.tree().get("retry")));
    var delay = policy.delay(retries);
    if (phase.failed() && !terminating(state) && delay.isPresent()) {
      record(
          key,
          OperationStates.waitForRetry(state, message, delay.get(), now, ZoneId.systemDefault()));
      return delay;
    }
    var overtime = terminating(state) && Tree.text(state, "message").equals(OVERTIME);
    var reason = overtime ? message + ", triggered by controller sync timeout" : message;
    var text =
        retries > 0 && phase.failed() ? reason + " (retried " + retries + " times)." : reason;
    var last = OperationStates.finish(state, phase, text, now);
    control.change(key, root -> closed(root, request, last, phase, now));
    report(key, request, phase, text, Duration.between(time(state, "startedAt"), now));
    finished.finished(key, request.automated(), request.dryRun());
    return Optional.empty();
  }

  private static ObjectTree closed(
      ObjectTree root, Request request, ObjectTree last, OperationPhase phase, Instant now) {
    var next = Tree.with(root.without("operation"), last, "status", "operationState");
    if (phase != OperationPhase.SUCCEEDED || request.dryRun() || request.partial()) {
      return next;
    }
    var stored = Tree.items(Tree.at(root, "status", "history")).stream().map(Tree::object).toList();
    var limit = request.app().revisionHistoryLimit();
    return Tree.with(next, History.append(stored, last, limit, now), "status", "history");
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
