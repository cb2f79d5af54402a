package io.syncline.controller.status;

import io.syncline.kube.Cluster;
import io.syncline.kube.WriteOptions;
import io.syncline.model.application.Application;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Kubernetes Events on Applications (semantics 29.3). Best effort: nothing waits for it, and
 * where thousands of Applications change at once, their Events are fewer and come later.
 */
public final class EventWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventWriter.class);

  /** As many a second as a client of Kubernetes usually allows itself for all it does. */
  private static final EventBacklog.Pace PACE = new EventBacklog.Pace(250, 50, 1_000);

  /** So that one answer that does not come holds up only itself. */
  private static final int WRITERS = 8;

  private final Cluster cluster;
  private final InstantSource clock;
  private final EventBacklog backlog = new EventBacklog(PACE);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private int writers;
  private boolean closed;

  /** Writes to {@code cluster}. */
  public EventWriter(Cluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Says that something normal happened. */
  public void normal(Application app, String reason, String message) {
    write(Notice.of(app, false, reason, message, clock.instant()));
  }

  /** Says that something went wrong. */
  public void warning(Application app, String reason, String message) {
    write(Notice.of(app, true, reason, message, clock.instant()));
  }

  private void write(Notice notice) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      backlog.add(notice, clock.instant());
      // Those that wait for their time come by; more of them would only wait, too.
      if (writers < WRITERS && (writers == 0 || !backlog.wait(clock.instant()).isPositive())) {
        writers++;
        Thread.ofVirtual().name("event").start(this::writeAll);
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeAll() {
    for (var next = next(); next.isPresent(); next = next()) {
      create(next.get());
    }
  }

  /** What to write, when its time has come; empty when this writer is not needed any more. */
  private Optional<Notice> next() {
    lock.lock();
    try {
      var next = Optional.<Notice>empty();
      try {
        next = awaited();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      // Whoever adds one later must see at once that nobody comes by.
      writers -= next.isPresent() ? 0 : 1;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Notice> awaited() throws InterruptedException {
    while (!closed && !backlog.isEmpty()) {
      var now = clock.instant();
      var notice = backlog.take(now);
      if (notice.isPresent() || writers > 1) {
        return notice;
      }
      tellOfLeftOut();
      closing.await(backlog.wait(now).toMillis(), TimeUnit.MILLISECONDS);
    }
    return Optional.empty();
  }

  private void tellOfLeftOut() {
    var count = backlog.takeLeftOut();
    if (count > 0) {
      log.atDebug().addKeyValue("count", count).log("events left out: too many at once");
    }
  }

  private void create(Notice notice) {
    var suffix = Long.toHexString(ThreadLocalRandom.current().nextLong());
    try {
      cluster.create(notice.event(suffix), WriteOptions.DEFAULT);
    } catch (RuntimeException e) {
      log.atDebug().addKeyValue("reason", notice.reason()).setCause(e).log("event not written");
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      backlog.clear();
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
