package io.syncline.controller.destination;

import io.syncline.engine.destination.RegisteredCluster;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.cache.LiveCache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cluster with what is live in it and how it answers. Tried in the background until it answers,
 * looked after from then on.
 */
public final class DestinationCluster implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DestinationCluster.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration LOOK_AFTER = Duration.ofSeconds(30);

  private final RegisteredCluster registered;
  private final Cluster cluster;
  private final LiveCache cache;
  private final InstantSource clock;
  private final Semaphore turns;
  private final boolean own;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean doubted;
  private volatile boolean closed;
  private volatile Connection connection;

  /** A cluster nobody has tried yet; {@code turns} is how many may work on it at a time. */
  DestinationCluster(
      RegisteredCluster registered,
      Cluster cluster,
      LiveCache cache,
      InstantSource clock,
      int turns) {
    this.registered = registered;
    this.cluster = cluster;
    this.cache = cache;
    this.clock = clock;
    this.turns = new Semaphore(turns);
    this.own = registered.own();
    this.connection = own ? Connection.good(clock.instant()) : Connection.untried(clock.instant());
  }

  /** What is registered. */
  public RegisteredCluster registered() {
    return registered;
  }

  /** The way in. */
  public Cluster cluster() {
    return cluster;
  }

  /** What is live there. */
  public LiveCache cache() {
    return cache;
  }

  /** How it answered last; of the cluster we run in there is nothing to find out. */
  public Connection connection() {
    return connection;
  }

  /** Whether it was never tried: wait a little for the first answer. */
  public boolean untried() {
    return connection.status() == Connection.Status.UNKNOWN;
  }

  /**
   * Returns when it answers as far as is known, without asking it.
   *
   * @throws ClusterException with what went wrong last
   */
  public void demand() {
    var now = connection;
    if (!now.good()) {
      throw new ClusterException(
          ClusterException.Code.UNREACHABLE,
          now.message().isEmpty()
              ? "cluster " + registered.name() + " has not answered yet"
              : now.message(),
          null);
    }
  }

  /** One of the turns on this cluster. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** A turn, when one is free: no cluster takes all workers for itself. */
  public Optional<Turn> turn() {
    return turns.tryAcquire() ? Optional.of(turns::release) : Optional.empty();
  }

  /** Somebody could not reach it: try it now rather than later. */
  public void doubt(ClusterException problem) {
    if (own || !problem.transientProblem()) {
      return;
    }
    lock.lock();
    try {
      doubted = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tries it in the background; {@code changed} is told when it begins or ceases to answer. */
  void look(Runnable changed) {
    if (!own) {
      Thread.ofVirtual().name("cluster-" + registered.name()).start(() -> lookAfter(changed));
    }
  }

  private void lookAfter(Runnable changed) {
    var pause = FIRST_PAUSE;
    while (!closed) {
      var before = connection;
      var now = attempt();
      if (closed) {
        return;
      }
      connection = now;
      if (before.status() != now.status()) {
        log.atLevel(now.good() ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.WARN)
            .addKeyValue("cluster", registered.name())
            .addKeyValue("server", registered.server())
            .addKeyValue("problem", now.message())
            .log(now.good() ? "cluster answers" : "cluster does not answer");
        changed.run();
      }
      pause = now.good() ? FIRST_PAUSE : longer(pause);
      if (!rest(now.good() ? LOOK_AFTER : pause)) {
        return;
      }
    }
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private Connection attempt() {
    try {
      if (connection.good()) {
        var answer = cluster.raw("GET", "/version", java.util.Map.of(), "");
        if (answer.status() / 100 != 2) {
          return Connection.failed(
              "cluster " + registered.server() + " answered HTTP " + answer.status(),
              clock.instant());
        }
      } else {
        // Whoever asks next finds these read.
        cluster.rediscover();
        cluster.version();
      }
      return Connection.good(clock.instant());
    } catch (ClusterException e) {
      return Connection.failed(e.text(), clock.instant());
    }
  }

  /** Waits; false when it is time to end. */
  private boolean rest(Duration time) {
    lock.lock();
    try {
      var left = time.toNanos();
      while (left > 0 && !closed && !(doubted && connection.good())) {
        left = woken.awaitNanos(left);
      }
      doubted = false;
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
    cache.close();
    if (!own) {
      cluster.close();
    }
  }
}
