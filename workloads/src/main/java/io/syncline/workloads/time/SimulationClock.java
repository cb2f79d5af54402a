package io.syncline.workloads.time;

import java.time.Instant;
import java.time.InstantSource;

/** Tells the time and calls back later. Safe for many threads. */
public interface SimulationClock extends InstantSource {
  /** Runs {@code task} once {@code when} is reached, soon when it already is. */
  void at(Instant when, Runnable task);

  /** Has {@code settle} called whenever time is about to be moved; it waits until all is quiet. */
  void beforeMoving(Runnable settle);
}
