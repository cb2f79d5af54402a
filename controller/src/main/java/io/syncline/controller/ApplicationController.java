package io.syncline.controller;

import io.syncline.controller.Sites.Site;
import io.syncline.controller.compare.Compared;
import io.syncline.controller.compare.Comparer.Against;
import io.syncline.controller.compare.SentManifests;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.queue.KeyedQueue;
import io.syncline.controller.queue.KeyedQueue.Backoff;
import io.syncline.controller.settings.CommandParameters;
import io.syncline.controller.settings.ControllerSettings;
import io.syncline.controller.source.DesiredStates;
import io.syncline.controller.status.EventWriter;
import io.syncline.controller.status.StatusReport;
import io.syncline.controller.sync.Operations;
import io.syncline.engine.automation.Supersede;
import io.syncline.engine.schedule.Refresh;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.kube.ClusterException;
import io.syncline.kube.PatchType;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Applications as they should be: compares each when something gave cause to, stores what it
 * found, and starts the sync that its policy asks for.
 *
 * <p>The story is {@link #reconcile}. Two queues run it: one compares, one syncs; what is asked of
 * one application never disturbs another.
 */
final class ApplicationController implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApplicationController.class);
  private static final String SKIP = "argocd.argoproj.io/skip-reconcile";
  private static final String REFRESH_TIME = "argocd.argoproj.io/refresh-timestamp";

  /** After a comparison that failed for want of the cluster, not of the application. */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  /** The cluster's connection tells when it is back: this is only in case it does not. */
  private static final Duration UNREACHABLE = Duration.ofMinutes(2);

  private static final Duration UNTRIED = Duration.ofSeconds(1);

  /** What is to be done later than this is not waiting now. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final Duration CROWDED = Duration.ofMillis(50);

  private final ControlPlane control;
  private final Sites sites;
  private final DesiredStates states;
  private final EventWriter events;
  private final Findings findings;
  private final ControllerSettings settings;
  private final InstantSource clock;
  private final Details details;
  private final Requests requests = new Requests();
  private final Swarms swarms;
  private final Graces graces;
  private final KeyedQueue<AppKey> comparisons;
  private final KeyedQueue<AppKey> syncs;
  private final Map<AppKey, Compared> compared = new ConcurrentHashMap<>();

  /**
   * Held while an application is compared and that is stored: no older finding replaces a newer.
   */
  private final Map<AppKey, ReentrantLock> locks = new ConcurrentHashMap<>();

  private final AtomicLong reconciles = new AtomicLong();

  /** What the controller works with. */
  record Parts(
      ControlPlane control,
      Sites sites,
      DesiredStates states,
      EventWriter events,
      Details details,
      Automations automations) {}

  ApplicationController(Parts parts, ControllerSettings settings, InstantSource clock) {
    this.control = parts.control();
    this.sites = parts.sites();
    this.states = parts.states();
    this.events = parts.events();
    this.details = parts.details();
    this.findings = new Findings(control, parts.automations(), events, clock);
    this.settings = settings;
    this.clock = clock;
    this.swarms = new Swarms(KeyedQueue::now);
    this.graces =
        new Graces(
            () -> new CommandParameters(control.configMap("argocd-cmd-params-cm")).sourceGrace(),
            KeyedQueue::now);
    this.comparisons =
        new KeyedQueue<>(
            "compare", settings.crew().comparisons(), Backoff.DEFAULT, this::reconcile);
    this.syncs =
        new KeyedQueue<>("sync", settings.crew().operations(), Backoff.DEFAULT, this::operate);
  }

  /** Reads how much is done at a time, which is read once. */
  void start() {
    var parameters = new CommandParameters(control.configMap("argocd-cmd-params-cm"));
    comparisons.workers(parameters.comparisons(settings.crew().comparisons()));
    syncs.workers(parameters.operations(settings.crew().operations()));
  }

  /** Asks for a comparison at least as thorough as {@code level}. */
  void request(AppKey key, Level level, Duration delay) {
    requests.ask(key, level, clock.instant());
    comparisons.addAfter(key, delay);
  }

  /**
   * An object of {@code key} changed in the cluster: asks for a comparison, soon or in a while,
   * unless one that is made until then saw it so.
   */
  void changed(AppKey key, LiveCache.Change change) {
    var version = change.after().map(Manifest::resourceVersion).orElse("");
    requests.sight(key, change.key(), version);
    comparisons.addAfter(key, swarms.delay(key));
  }

  /** Asks to look at commits that moved, likely without changing a manifest. */
  void follow(AppKey key, Duration delay) {
    requests.move(key);
    comparisons.addAfter(key, delay);
  }

  /** Asks to look at what belongs to no application, without a comparison. */
  void orphansChanged(AppKey key, Duration delay) {
    requests.orphan(key);
    request(key, Level.NOTHING, delay);
  }

  /** Asks to go on with the operation of {@code key}. */
  void proceed(AppKey key) {
    syncs.add(key);
  }

  /** Whether an operation of {@code key} waits for its objects. */
  boolean operating(AppKey key) {
    return sites.all().stream().anyMatch(site -> site.operations().underWay(key));
  }

  /** The last comparison of {@code key}. */
  Optional<Compared> last(AppKey key) {
    return Optional.ofNullable(compared.get(key));
  }

  long reconciles() {
    return reconciles.get();
  }

  int waiting() {
    return comparisons.busy(SOON) + syncs.busy(SOON);
  }

  /** An application is gone: nothing of it is kept. */
  void forget(AppKey key) {
    compared.remove(key);
    locks.remove(key);
    requests.take(key);
    requests.takeTime(key);
    requests.takeSightings(key, Optional.empty());
    requests.takeMoved(key);
    graces.forget(key);
    states.forget(key);
    sites.all().forEach(site -> site.comparer().forget(key));
    control.forget(key);
    comparisons.drop(key);
    details.changed(key);
  }

  private Optional<Duration> operate(AppKey key) {
    var app = control.application(key);
    return app.isEmpty() ? Optional.empty() : inTurn(app.get(), site -> site.operations().run(key));
  }

  private Optional<Duration> reconcile(AppKey key) {
    var app = control.application(key);
    if (app.isEmpty()) {
      forget(key);
      return Optional.empty();
    }
    return inTurn(app.get(), site -> reconcile(key, app.get(), site));
  }

  /** Work on a cluster that others wait for as well, or that has not answered yet, comes later. */
  private Optional<Duration> inTurn(Application app, Function<Site, Optional<Duration>> work) {
    var site = sites.of(app);
    if (site.place().untried()) {
      return Optional.of(UNTRIED);
    }
    var turn = site.place().turn();
    if (turn.isEmpty()) {
      return Optional.of(CROWDED);
    }
    try (var _ = turn.get()) {
      return work.apply(site);
    }
  }

  private Optional<Duration> reconcile(AppKey key, Application app, Site site) {
    if (site.operations().inStep(key)) {
      // What an operation is writing is compared when it is written.
      return Optional.of(CROWDED);
    }
    var lock = lock(key);
    lock.lock();
    try {
      // Whoever had it may have ended an operation, and where the application goes may be new.
      var now = control.application(key);
      return now.filter(one -> one.destination().equals(app.destination())).isPresent()
          ? alone(key, now.get(), site)
          : Optional.of(Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Duration> alone(AppKey key, Application app, Site site) {
    var moved = requests.takeMoved(key);
    var asked =
        Stream.concat(requests.take(key).stream(), sighted(key).stream()).reduce(Requests::most);
    var queued = Requests.together(asked, moved);
    try {
      if (asked.isEmpty() && followed(key, app, site)) {
        return untilNext();
      }
      if (app.manifest().deleting()) {
        return finalized(key, app, site);
      }
      if (app.manifest().annotation(SKIP).filter("true"::equals).isPresent()) {
        return Optional.empty();
      }
      return refreshed(key, app, site, queued);
    } catch (RuntimeException e) {
      // What was asked for is still wanted when the queue comes back to it.
      queued.ifPresent(level -> requests.ask(key, level));
      throw e;
    }
  }

  private Optional<Duration> finalized(AppKey key, Application app, Site site) {
    try {
      return site.finalization().advance(app);
    } finally {
      acknowledge(key, app);
    }
  }

  private Optional<Level> sighted(AppKey key) {
    var last = compared.get(key);
    return requests.takeSightings(
        key,
        last != null && last.outcome() == Compared.Outcome.COMPLETE
            ? Optional.of(last.live())
            : Optional.empty());
  }

  /**
   * Stores new commits without a comparison, where nothing else could come of one: automatic sync
   * has its say about all that is not synced. Nothing is written where there are none, but now and
   * then a comparison that is due for its age alone is made, in case a watch missed something.
   */
  private boolean followed(AppKey key, Application app, Site site) {
    var last = compared.get(key);
    var now = clock.instant();
    if (last == null
        || app.manifest().deleting()
        || last.outcome() != Compared.Outcome.COMPLETE
        || last.status() != SyncStatus.SYNCED
        || !last.app().spec().equals(app.spec())
        || app.operation().isPresent()
        || Refresh.decide(app, timers().rarely(), Optional.empty(), now).isPresent()) {
      return false;
    }
    var commits = site.comparer().unchangedAt(app, last.revisions());
    if (commits.isEmpty()) {
      return false;
    }
    if (commits.get().equals(last.revisions())) {
      return true;
    }
    var here = last.at(commits.get());
    compared.put(key, here);
    control.change(
        key,
        root ->
            root.with("status", StatusReport.moved(Tree.object(root.get("status")), here, now)));
    details.changed(key);
    return true;
  }

  private ControllerSettings.Pace pace() {
    return settings.pace().with(control.configMap("argocd-cm"));
  }

  private Refresh.Timers timers() {
    var pace = pace();
    return new Refresh.Timers(pace.comparison(), pace.hard());
  }

  private Optional<Duration> refreshed(
      AppKey key, Application app, Site site, Optional<Level> queued) {
    var begun = clock.instant();
    var refresh = Refresh.decide(app, timers(), queued, begun);
    if (refresh.isEmpty()) {
      return untilNext();
    }
    var orphans = requests.takeOrphans(key);
    if (refresh.get().level() == Level.NOTHING && compared.containsKey(key)) {
      if (orphans) {
        orphans(key, app, site);
      }
      details.changed(key);
      return untilNext();
    }
    reconciles.incrementAndGet();
    var result = site.comparer().compare(app, against(key, app, refresh.get()));
    if (graces.forgives(key, result, refresh.get().level())) {
      log.atWarn()
          .addKeyValue("application", key)
          .addKeyValue("problem", result.conditions().getFirst().message())
          .log("its sources cannot be had, nothing is told of it yet");
      requests.ask(key, Level.LATEST);
      return Optional.of(TRY_AGAIN);
    }
    compared.put(key, result);
    site.operations().expect(key, result);
    var written = findings.store(key, app, result, site, refresh.get().level());
    if (!written.map(Findings.Stored::began).orElse(false)) {
      site.operations().expectNone(key);
    }
    details.changed(key);
    log.atInfo()
        .addKeyValue("application", key)
        .addKeyValue("reason", refresh.get().reason())
        .addKeyValue("sync", result.status().word())
        .addKeyValue("health", result.health().overall().status().word())
        .addKeyValue("duration", Duration.between(begun, clock.instant()))
        .log("application compared");
    written.filter(Findings.Stored::began).ifPresent(_ -> syncs.add(key));
    written.ifPresent(stored -> supersede(key, stored.app(), result));
    acknowledge(key, app);
    var later = site.place().connection().good() ? TRY_AGAIN : UNREACHABLE;
    var retry =
        result.outcome().incomplete()
            ? Optional.of(later)
            : written.flatMap(Findings.Stored::again);
    retry.ifPresent(_ -> requests.ask(key, Level.LATEST));
    var periodic = untilNext();
    return retry
        .filter(r -> periodic.isEmpty() || r.compareTo(periodic.get()) < 0)
        .or(() -> periodic);
  }

  /** Tells of orphans as they are now. */
  private void orphans(AppKey key, Application app, Site site) {
    var found = site.comparer().orphans(app);
    compared.computeIfPresent(key, (_, last) -> last.orphaned(found));
    var warning = site.comparer().orphanWarning(app, found);
    control.change(
        key,
        root ->
            root.with(
                "status",
                StatusReport.orphans(Tree.object(root.get("status")), warning, clock.instant())));
  }

  /** The commits compared last serve where only the cluster changed. */
  private Against against(AppKey key, Application app, Refresh refresh) {
    var sent = SentManifests.last(app);
    if (!sent.isEmpty()) {
      return new Against(app.sources(), List.of(), Optional.of(sent), false, refresh.hard());
    }
    var known = StatusReport.revisions(app);
    var time = requests.takeTime(key);
    var recent =
        refresh.level().compareTo(Level.RECENT) <= 0
            && compared.containsKey(key)
            && known.size() == app.sources().size();
    return recent
        ? Against.at(app, known)
        : Against.own(
            app,
            refresh.level() == Level.LATEST_FORCED
                && time.filter(at -> knownSince(app, at)).isEmpty(),
            refresh.hard());
  }

  /**
   * Whether the repositories of an application that is as it was made were listed since {@code at},
   * when it was seen first. So many new ones of a repository need not list it each.
   */
  private boolean knownSince(Application app, Instant at) {
    return app.status().isEmpty()
        && app.manifest().generation() <= 1
        && app.refreshRequested().isEmpty()
        && states.listedSince(app, at);
  }

  private Optional<Duration> untilNext() {
    var soft = pace().comparison();
    var jitter =
        ControllerSettings.jitter(
            control.configMap("argocd-cm"), ThreadLocalRandom.current().nextDouble());
    return soft.isPositive() ? Optional.of(soft.plusSeconds(1).plus(jitter)) : Optional.empty();
  }

  /** Ends an automatic sync that a newer commit may supersede. */
  private void supersede(AppKey key, Application app, Compared result) {
    var reason =
        result.outcome() == Compared.Outcome.COMPLETE
            ? Supersede.ends(app, result.revisions())
            : Optional.<String>empty();
    if (reason.isEmpty()) {
      return;
    }
    var started = Tree.text(app.status(), "operationState", "startedAt");
    control.change(
        key,
        root ->
            Tree.text(root, "status", "operationState", "startedAt").equals(started)
                ? Tree.with(root, "Terminating", "status", "operationState", "phase")
                : root);
    events.normal(app, "OperationSuperseded", "Sync " + reason.get());
    syncs.add(key);
  }

  /** Removes the refresh annotation that led to this comparison, not one that came since. */
  private void acknowledge(AppKey key, Application app) {
    if (app.refreshRequested().isEmpty()) {
      return;
    }
    var time = app.manifest().annotation(REFRESH_TIME);
    var path = "/metadata/annotations/argocd.argoproj.io~1refresh";
    var removeTime =
        List.of(
            ObjectTree.of("op", "test", "path", path + "-timestamp", "value", time.orElse("")),
            ObjectTree.of("op", "remove", "path", path + "-timestamp"));
    var remove =
        List.of(
            ObjectTree.of("op", "test", "path", path, "value", app.refreshRequested().get()),
            ObjectTree.of("op", "remove", "path", path));
    var patch = new java.util.ArrayList<Object>();
    if (time.isPresent()) {
      patch.addAll(removeTime);
    }
    patch.addAll(remove);
    try {
      control.patch(key, PatchType.JSON, Tree.list(patch));
    } catch (ClusterException e) {
      if (e.code() == ClusterException.Code.UNREACHABLE) {
        throw e;
      }
      // The test failed: a newer request waits for its own comparison.
      comparisons.add(key);
    }
  }

  /** Ends an operation, with how the application is after it where that can be told at once. */
  void operationEnded(AppKey key, Operations.End end) {
    if (concluded(key, end)) {
      return;
    }
    control.change(key, end.closing());
    if (!end.dryRun()) {
      request(key, end.automated() ? Level.LATEST : Level.LATEST_FORCED, Duration.ZERO);
    }
  }

  /** Whether the application was compared again, at the commits synced, and all of it stored. */
  private boolean concluded(AppKey key, Operations.End end) {
    var lock = lock(key);
    if (!end.automated() || end.dryRun() || !end.succeeded() || !lock.tryLock()) {
      // A comparison under way has begun too early.
      return false;
    }
    try {
      var app = control.application(key);
      if (app.isEmpty() || !end.planned().filter(p -> concludes(app.get(), p)).isPresent()) {
        return false;
      }
      var commits = end.planned().get().revisions();
      var closed = new Application(new Manifest(end.closing().apply(app.get().manifest().root())));
      var site = sites.of(closed);
      reconciles.incrementAndGet();
      var result = site.comparer().compare(closed, Against.at(closed, commits));
      if (result.outcome() != Compared.Outcome.COMPLETE) {
        return false;
      }
      var stored = findings.conclude(key, result, site, end.closing());
      compared.put(key, result);
      details.changed(key);
      stored.flatMap(Findings.Stored::again).ifPresent(delay -> request(key, Level.LATEST, delay));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether what was synced is still what the application wants, as far as is known. */
  private static boolean concludes(Application app, Compared planned) {
    return !app.manifest().deleting()
        && app.manifest().annotation(SKIP).isEmpty()
        && app.refreshRequested().isEmpty()
        && app.spec().equals(planned.app().spec())
        && planned.revisions().size() == app.sources().size()
        && planned.revisions().equals(StatusReport.revisions(app));
  }

  private ReentrantLock lock(AppKey key) {
    return locks.computeIfAbsent(key, _ -> new ReentrantLock());
  }

  @Override
  public void close() {
    comparisons.close();
    syncs.close();
    comparisons.drain(Duration.ofSeconds(5));
    syncs.drain(Duration.ofSeconds(5));
  }
}
