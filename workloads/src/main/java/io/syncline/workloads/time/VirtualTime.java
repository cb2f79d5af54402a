package io.syncline.workloads.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that stands still until it is moved. Moving it stops at every task on the way, lets
 * everything that follows from the task come to rest, and goes on.
 */
public final class VirtualTime implements SimulationClock {
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparing(Alarm::when).thenComparingLong(Alarm::number));
  private final List<Runnable> settlers = new ArrayList<>();
  private Instant now;
  private long count;

  private record Alarm(Instant when, long number, Runnable task) {}

  /** A clock that shows {@code start}. */
  public VirtualTime(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void at(Instant when, Runnable task) {
    lock.lock();
    try {
      if (when.isAfter(now)) {
        alarms.add(new Alarm(when, count++, task));
        return;
      }
    } finally {
      lock.unlock();
    }
    task.run();
  }

  @Override
  public void beforeMoving(Runnable settle) {
    lock.lock();
    try {
      settlers.add(settle);
    } finally {
      lock.unlock();
    }
  }

  /** Moves on by {@code span}; returns when all that was due has happened and come to rest. */
  public void advance(Duration span) {
    var target = instant().plus(span);
    settle();
    while (true) {
      var due = nextUntil(target);
      if (due.isEmpty()) {
        break;
      }
      due.get().task().run();
      settle();
    }
    lock.lock();
    try {
      now = target;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Alarm> nextUntil(Instant target) {
    lock.lock();
    try {
      var next = alarms.peek();
      if (next == null || next.when().isAfter(target)) {
        return Optional.empty();
      }
      alarms.poll();
      now = next.when().isAfter(now) ? next.when() : now;
      return Optional.of(next);
    } finally {
      lock.unlock();
    }
  }

  private void settle() {
    List<Runnable> all;
    lock.lock();
    try {
      all = List.copyOf(settlers);
    } finally {
      lock.unlock();
    }
    all.forEach(Runnable::run);
  }
}
