package io.syncline.controller;

import io.syncline.controller.compare.SentManifests;
import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.source.Changes;
import io.syncline.controller.source.DesiredStates;
import io.syncline.controller.source.RegistrySources;
import io.syncline.controller.source.RepositoryAccess;
import io.syncline.controller.source.Revisions;
import io.syncline.controller.source.SourceException;
import io.syncline.controller.status.StatusReport;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.git.GitRepository;
import io.syncline.git.GitUrl;
import io.syncline.git.WebAddress;
import io.syncline.model.application.Application;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that repositories moved: each is listed once an interval for all its applications, and at
 * once when told of a push. Applications whose inputs a commit touched are compared at once; the
 * others learn its name a little later.
 */
final class SourceWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SourceWatch.class);

  /** Those a commit did not touch only learn its name: they let those it touched go first. */
  private static final Duration COURTESY = Duration.ofMillis(400);

  /** They come one after the other, and leave most of the time to the next push. */
  private static final Duration APART = Duration.ofMillis(4);

  /** Listings at a time: servers count connections. */
  private static final int PER_HOST = 16;

  private static final int PHASES = 64;

  /** How often mirrors are looked at, and how long they are kept for nobody. */
  private static final Duration CLEAR_UP = Duration.ofHours(1);

  private static final Duration UNUSED = Duration.ofDays(7);

  private final Map<String, Semaphore> rooms = new ConcurrentHashMap<>();

  /** Repositories whose turn is not over: a slow one is not asked twice. */
  private final Set<String> turns = ConcurrentHashMap.newKeySet();

  private final ControlPlane control;
  private final RepositoryAccess access;
  private final Revisions revisions;
  private final DesiredStates states;
  private final ApplicationController controller;
  private final Duration interval;
  private final Thread thread;
  private volatile @Nullable Uses uses;

  /** Watches the sources of all applications. */
  SourceWatch(
      ControlPlane control,
      RepositoryAccess access,
      Revisions revisions,
      DesiredStates states,
      ApplicationController controller,
      Duration interval) {
    this.control = control;
    this.access = access;
    this.revisions = revisions;
    this.states = states;
    this.controller = controller;
    this.interval = interval;
    this.thread = Thread.ofVirtual().name("sources").unstarted(this::loop);
  }

  void start() {
    if (interval.isPositive()) {
      thread.start();
    }
  }

  private void loop() {
    try {
      var cleared = System.nanoTime();
      while (true) {
        Thread.sleep(interval);
        if (System.nanoTime() - cleared > CLEAR_UP.toNanos()) {
          cleared = System.nanoTime();
          access.clearUp(UNUSED);
        }
        ways().forEach(way -> background(way, false));
        uses().registries().values().forEach(this::compareMoved);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A repository in use, and the projects that reach it the same way. */
  private record Way(String url, GitRepository repository, Set<String> projects) {}

  /** All ways to the repositories in use; none shows what another one's credentials do. */
  private Collection<Way> ways() {
    var found = new LinkedHashMap<String, Way>();
    for (var use : uses().repositories()) {
      open(use.url(), use.project())
          .ifPresent(
              repository ->
                  found
                      .computeIfAbsent(
                          repository.identity(),
                          _ -> new Way(GitUrl.normalise(use.url()), repository, new HashSet<>()))
                      .projects()
                      .add(use.project()));
    }
    return found.values();
  }

  /** A repository that an application of a project reads. */
  private record Use(String url, String project) {}

  /**
   * What the sources of some applications are.
   *
   * @param of those applications
   * @param repositories Git repositories, each once for each project
   * @param registries applications by the Helm repository or registry they use
   */
  private record Uses(
      List<Application> of, Set<Use> repositories, Map<String, List<Application>> registries) {
    static Uses of(List<Application> applications) {
      var repositories = new LinkedHashSet<Use>();
      var registries = new LinkedHashMap<String, List<Application>>();
      for (var app : applications) {
        for (var source : app.sources()) {
          if (RegistrySources.serves(source)) {
            var users = registries.computeIfAbsent(source.repoUrl(), _ -> new ArrayList<>());
            if (users.isEmpty() || users.getLast() != app) {
              users.add(app);
            }
          } else if (!source.repoUrl().isEmpty()) {
            repositories.add(new Use(source.repoUrl(), app.project()));
          }
        }
      }
      return new Uses(applications, repositories, registries);
    }
  }

  /** Nothing is gathered anew while no application changes. */
  @SuppressWarnings("ReferenceEquality") // it is the same list until one of them changes
  private Uses uses() {
    var known = uses;
    var now = control.applications();
    if (known == null || known.of() != now) {
      known = Uses.of(now);
      uses = known;
    }
    return known;
  }

  /**
   * Compares those for which a Helm repository or registry has something new. One after the other:
   * the first asks it, the others share the answer; and one that hangs delays nobody else.
   */
  private void compareMoved(List<Application> users) {
    Thread.ofVirtual()
        .name("registry")
        .start(
            () -> {
              for (var app : users) {
                try {
                  if (!commits(app, new HashMap<>()).equals(StatusReport.revisions(app))) {
                    controller.request(AppKey.of(app), Level.LATEST, Duration.ZERO);
                  }
                } catch (SourceException e) {
                  // Comparing it tells what is wrong.
                  log.atDebug().addKeyValue("application", app.name()).setCause(e).log("not known");
                }
              }
            });
  }

  /** Looks at the repository at {@code url} now. */
  void sourceChanged(String url) {
    uses().registries().entrySet().stream()
        .filter(used -> WebAddress.image(used.getKey()).equals(WebAddress.image(url)))
        .map(Map.Entry::getValue)
        .forEach(this::compareMoved);
    for (var way : ways()) {
      if (WebAddress.same(url, way.url())) {
        // Who tells of a push is there.
        revisions.retry(way.repository());
        background(way, true);
      }
    }
  }

  /** Each by a thread of its own: a host that does not answer keeps only its own repositories. */
  private void background(Way way, boolean now) {
    Thread.ofVirtual()
        .name("source")
        .start(
            () -> {
              try {
                if (!now) {
                  Thread.sleep(phase(way));
                }
                turn(way, now);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                log.atWarn()
                    .addKeyValue("repository", GitUrl.redact(way.url()))
                    .setCause(e)
                    .log("repository not listed");
              }
            });
  }

  private void turn(Way way, boolean now) throws InterruptedException {
    var identity = way.repository().identity();
    if (!now && !turns.add(identity)) {
      return;
    }
    var room = rooms.computeIfAbsent(way.repository().host(), _ -> new Semaphore(PER_HOST));
    try {
      room.acquire();
      try {
        look(way, now);
      } finally {
        room.release();
      }
    } finally {
      if (!now) {
        turns.remove(identity);
      }
    }
  }

  /** Where in the interval the turn of a repository is, so that they do not all come at once. */
  private Duration phase(Way way) {
    var part = Math.floorMod(way.url().hashCode() * 0x9E3779B9, PHASES);
    return interval.multipliedBy(part).dividedBy(PHASES);
  }

  private void look(Way way, boolean now) {
    if (!revisions.poll(way.repository(), now) && !now) {
      return;
    }
    try {
      tell(way);
    } catch (RuntimeException e) {
      revisions.untold(way.repository());
      throw e;
    }
  }

  private void tell(Way way) {
    var spelt = new HashMap<String, String>();
    var pointing = new HashMap<Pointer, String>();
    var changes = new HashMap<List<String>, Collection<String>>();
    var untouched = new ArrayList<AppKey>();
    for (var app : control.applications()) {
      if (!uses(app, way, spelt) || !SentManifests.last(app).isEmpty()) {
        continue;
      }
      var key = AppKey.of(app);
      try {
        var commits = commits(app, pointing);
        if (commits.equals(StatusReport.revisions(app))) {
          continue;
        }
        var touched =
            states.touched(
                app,
                commits,
                (changedIn, from, to) ->
                    changes.computeIfAbsent(
                        List.of(changedIn.url(), from, to),
                        _ -> Changes.READ.between(changedIn, from, to)));
        if (!touched) {
          untouched.add(key);
          continue;
        }
      } catch (SourceException e) {
        // Comparing it tells what is wrong.
        log.atDebug().addKeyValue("application", key).setCause(e).log("commits not known");
      }
      controller.request(key, Level.LATEST, Duration.ZERO);
    }
    var delay = COURTESY;
    for (var key : untouched) {
      controller.follow(key, delay);
      delay = delay.plus(APART);
    }
  }

  /** What decides the commit of a source. */
  private record Pointer(
      String url, String chart, String project, String revision, String tagPrefix) {}

  /** Where the sources of {@code app} point now, asking once for all that ask the same. */
  private List<String> commits(Application app, Map<Pointer, String> known) {
    var commits = new ArrayList<String>();
    for (var source : app.sources()) {
      var pointer =
          new Pointer(
              source.repoUrl(),
              source.chart(),
              app.project(),
              source.targetRevision(),
              source.tagPrefix());
      var commit = known.get(pointer);
      if (commit == null) {
        commit = states.revision(source, app.project());
        known.put(pointer, commit);
      }
      commits.add(commit);
    }
    return commits;
  }

  private Optional<GitRepository> open(String url, String project) {
    try {
      return Optional.of(access.open(url, project));
    } catch (SourceException e) {
      // Its applications say so when they are compared.
      log.atDebug().setCause(e).log("repository not opened");
      return Optional.empty();
    }
  }

  /**
   * Whether a source of {@code app} is reached that way.
   *
   * @param spelt URLs and how they are compared, found once for all that are written alike
   */
  private static boolean uses(Application app, Way way, Map<String, String> spelt) {
    return way.projects().contains(app.project())
        && app.sources().stream()
            .anyMatch(
                s ->
                    !RegistrySources.serves(s)
                        && spelt.computeIfAbsent(s.repoUrl(), GitUrl::normalise).equals(way.url()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
