package io.syncline.app.demo;

import io.syncline.cli.terminal.Terminal;
import io.syncline.kube.Cluster;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.WatchListener;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Waits until all applications are where their policies can bring them, and says how far they are.
 */
public final class Convergence {
  private static final ResourceKind APPLICATION =
      ResourceKind.of("argoproj.io", "v1alpha1", "Application", "applications", true);

  private final Cluster cluster;
  private final Terminal terminal;
  private final Predicate<Application> compared;
  private final boolean again;
  private final TreeMap<String, Application> applications = new TreeMap<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private String shown = "";

  /**
   * How it ended.
   *
   * @param settled applications that are where their policy can bring them
   * @param waiting those of them that wait for a person
   * @param open names of the others
   */
  public record Result(int settled, int waiting, List<String> open) {
    /** Copies the list. */
    public Result {
      open = List.copyOf(open);
    }

    /** The result in words. */
    public String text() {
      var synced = settled - waiting;
      var text = synced + " applications synced and healthy, " + waiting + " waiting for a person";
      return open.isEmpty() ? text : text + ", not there yet: " + String.join(", ", open);
    }
  }

  /**
   * Over all Applications of {@code cluster}.
   *
   * @param compared whether an application has been compared since this start
   * @param again whether people may have changed things since an earlier start: then an application
   *     has settled when nothing moves, even where automation is not meant to bring it further
   */
  public Convergence(
      Cluster cluster, Terminal terminal, Predicate<Application> compared, boolean again) {
    this.cluster = cluster;
    this.terminal = terminal;
    this.compared = compared;
    this.again = again;
  }

  /** Waits, at most {@code limit}. */
  public Result await(Duration limit) throws InterruptedException {
    var begin = Clock.systemUTC().instant();
    try (var _ = cluster.watch(APPLICATION, Selection.ALL, listener(begin))) {
      var end = begin.plus(limit);
      // A comparison that changes nothing writes nothing, so the watch alone would not tell.
      while (!done.await(100, TimeUnit.MILLISECONDS) && Clock.systemUTC().instant().isBefore(end)) {
        look(begin);
      }
      if (done.getCount() > 0) {
        terminal.err().println("\nsome applications have not settled; going on");
      }
    }
    clearLine();
    return result();
  }

  private WatchListener listener(Instant begin) {
    return new WatchListener() {
      @Override
      public void replaced(List<Manifest> objects) {
        synchronized (applications) {
          applications.clear();
          objects.forEach(o -> applications.put(o.name(), new Application(o)));
        }
        look(begin);
      }

      @Override
      public void changed(Manifest object) {
        synchronized (applications) {
          applications.put(object.name(), new Application(object));
        }
        look(begin);
      }

      @Override
      public void deleted(Manifest object) {
        synchronized (applications) {
          applications.remove(object.name());
        }
        look(begin);
      }
    };
  }

  private synchronized void look(Instant begin) {
    var now = result();
    var progress =
        now.settled() + " of " + (now.settled() + now.open().size()) + " applications settled";
    if (!progress.equals(shown)) {
      shown = progress;
      if (terminal.interactive()) {
        terminal
            .err()
            .print(
                "\r\033[K  "
                    + progress
                    + " ("
                    + Duration.between(begin, Clock.systemUTC().instant()).toSeconds()
                    + " s)");
      } else {
        terminal.err().println("  " + progress);
      }
      terminal.err().flush();
    }
    if (now.open().isEmpty() && now.settled() > 0) {
      done.countDown();
    }
  }

  private void clearLine() {
    if (terminal.interactive()) {
      terminal.err().print("\r\033[K");
    }
  }

  private Result result() {
    synchronized (applications) {
      var waiting = 0;
      var open = new java.util.ArrayList<String>();
      for (var app : applications.values()) {
        if (!settled(app)) {
          open.add(app.name());
        } else if (app.manifest().text("status", "sync", "status").equals("OutOfSync")) {
          waiting++;
        }
      }
      return new Result(applications.size() - open.size(), waiting, open);
    }
  }

  private boolean settled(Application app) {
    if (!compared.test(app)) {
      return false;
    }
    var sync = app.manifest().text("status", "sync", "status");
    var health = app.manifest().text("status", "health", "status");
    if (again) {
      return !sync.isEmpty() && !health.equals("Progressing") && app.operation().isEmpty();
    }
    if (app.syncPolicy().automated().isEmpty()) {
      return sync.equals("OutOfSync") || sync.equals("Synced") && health.equals("Healthy");
    }
    return sync.equals("Synced") && health.equals("Healthy") && app.operation().isEmpty();
  }
}
