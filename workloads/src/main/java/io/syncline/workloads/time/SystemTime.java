package io.syncline.workloads.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock of the machine. Its one thread ends with {@link #close}. */
public final class SystemTime implements SimulationClock, AutoCloseable {
  private final InstantSource source = InstantSource.system();
  private final ScheduledThreadPoolExecutor timer;

  /** A clock that starts its thread with the first task. */
  public SystemTime() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> Thread.ofPlatform().daemon().name("workload-timer").unstarted(task),
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant instant() {
    return source.instant();
  }

  @Override
  public void at(Instant when, Runnable task) {
    var wait = Math.max(0, Duration.between(instant(), when).toNanos());
    timer.schedule(task, wait, TimeUnit.NANOSECONDS);
  }

  /** Nobody moves this clock. */
  @Override
  public void beforeMoving(Runnable settle) {}

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
