package io.syncline.controller;

import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.controller.source.DesiredStates;
import io.syncline.controller.source.RepositoryAccess;
import io.syncline.controller.source.Revisions;
import io.syncline.controller.source.SourceException;
import io.syncline.controller.status.StatusReport;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.git.GitRepository;
import io.syncline.git.GitUrl;
import io.syncline.model.application.Application;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
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

  /** Listings at a time: servers count connections. */
  private final Semaphore room = new Semaphore(16);

  private final ControlPlane control;
  private final RepositoryAccess access;
  private final Revisions revisions;
  private final DesiredStates states;
  private final ApplicationController controller;
  private final Duration interval;
  private final Thread thread;

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
      while (true) {
        Thread.sleep(interval);
        repositories().forEach((url, project) -> background(url, project, false));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The repositories in use by normalised URL, each with an application's way to it. */
  private Map<String, Application> repositories() {
    var found = new LinkedHashMap<String, Application>();
    for (var app : control.applications()) {
      for (var source : app.sources()) {
        if (!source.repoUrl().isEmpty() && source.chart().isEmpty()) {
          found.putIfAbsent(GitUrl.normalise(source.repoUrl()), app);
        }
      }
    }
    return found;
  }

  /** Looks at the repository at {@code url} now. */
  void sourceChanged(String url) {
    var wanted = GitUrl.normalise(url);
    var user = repositories().get(wanted);
    if (user != null) {
      background(wanted, user, true);
    }
  }

  private void background(String url, Application user, boolean now) {
    Thread.ofVirtual()
        .name("source")
        .start(
            () -> {
              room.acquireUninterruptibly();
              try {
                look(url, user, now);
              } catch (RuntimeException e) {
                log.atWarn()
                    .addKeyValue("repository", GitUrl.redact(url))
                    .setCause(e)
                    .log("repository not listed");
              } finally {
                room.release();
              }
            });
  }

  private void look(String url, Application user, boolean now) {
    GitRepository repository;
    try {
      repository = open(url, user);
    } catch (SourceException e) {
      // Its applications say so when they are compared.
      return;
    }
    if (!revisions.poll(repository, now) && !now) {
      return;
    }
    var pointing = new HashMap<Pointer, String>();
    var changes = new HashMap<List<String>, Collection<String>>();
    var untouched = new ArrayList<AppKey>();
    for (var app : control.applications()) {
      if (!uses(app, url)) {
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
                        _ -> DesiredStates.changes(changedIn, from, to)));
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
      delay = delay.plusMillis(1);
    }
  }

  /** What decides the commit of a source. */
  private record Pointer(String url, String project, String revision, String tagPrefix) {}

  /** Where the sources of {@code app} point now, asking once for all that ask the same. */
  private List<String> commits(Application app, Map<Pointer, String> known) {
    var commits = new ArrayList<String>();
    for (var source : app.sources()) {
      var pointer =
          new Pointer(source.repoUrl(), app.project(), source.targetRevision(), source.tagPrefix());
      var commit = known.get(pointer);
      if (commit == null) {
        var repository = access.open(source.repoUrl(), app.project());
        commit = revisions.resolve(repository, source, "", false);
        known.put(pointer, commit);
      }
      commits.add(commit);
    }
    return commits;
  }

  private GitRepository open(String url, Application user) {
    var written =
        user.sources().stream()
            .filter(s -> GitUrl.normalise(s.repoUrl()).equals(url))
            .findFirst()
            .orElseThrow();
    return access.open(written.repoUrl(), user.project());
  }

  private static boolean uses(Application app, String url) {
    return app.sources().stream().anyMatch(s -> GitUrl.normalise(s.repoUrl()).equals(url));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
