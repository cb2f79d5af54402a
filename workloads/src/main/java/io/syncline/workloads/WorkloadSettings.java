package io.syncline.workloads;

import io.syncline.workloads.control.Pace;
import io.syncline.workloads.time.SimulationClock;
import java.util.Optional;

/**
 * How the simulation runs.
 *
 * @param clock the time it lives in; the system's when empty
 * @param pace how fast declared and simulated durations pass
 * @param nodes how many simulated nodes there are
 * @param events whether events are recorded
 */
public record WorkloadSettings(
    Optional<SimulationClock> clock, Pace pace, int nodes, boolean events) {
  /** Real time, three nodes, events. */
  public static final WorkloadSettings DEFAULT =
      new WorkloadSettings(Optional.empty(), Pace.REAL, 3, true);

  /** Checks the number of nodes. */
  public WorkloadSettings {
    if (nodes < 1 || nodes > 100) {
      throw new IllegalArgumentException("simulated nodes: " + nodes + " (expected: 1 to 100)");
    }
  }

  /** These settings in another time. */
  public WorkloadSettings withClock(SimulationClock other) {
    return new WorkloadSettings(Optional.of(other), pace, nodes, events);
  }

  /** These settings with durations multiplied by {@code scale}: 0.02 is fifty times faster. */
  public WorkloadSettings withTimeScale(double scale) {
    return new WorkloadSettings(clock, new Pace(scale), nodes, events);
  }

  /** These settings with another number of nodes. */
  public WorkloadSettings withNodes(int count) {
    return new WorkloadSettings(clock, pace, count, events);
  }

  /** These settings with or without events. */
  public WorkloadSettings withEvents(boolean recorded) {
    return new WorkloadSettings(clock, pace, nodes, recorded);
  }
}
