package io.syncline.embedded;

import io.syncline.workloads.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The time a cluster lives in: the machine's, or a virtual one that stands still until it is {@link
 * #advance moved}. Safe for many threads; one at a time should move it.
 */
public final class EmbeddedClock implements InstantSource {
  private volatile Optional<VirtualTime> virtual;
  private volatile Runnable beforeMoving = () -> {};

  EmbeddedClock(Optional<Instant> begin) {
    this.virtual = begin.map(VirtualTime::new);
  }

  /** What time it is in the cluster. */
  @Override
  public Instant instant() {
    return virtual.map(VirtualTime::instant).orElseGet(Instant::now);
  }

  /** Whether this time is moved by hand. */
  public boolean isVirtual() {
    return virtual.isPresent();
  }

  /**
   * Lets {@code span} pass; returns when everything that was due in it has happened, in order, and
   * all simulated workloads are at rest. An hour takes milliseconds.
   *
   * @throws IllegalStateException when the time is the machine's
   */
  public void advance(Duration span) {
    if (span.isNegative()) {
      throw new IllegalArgumentException("span " + span + " (expected: not negative)");
    }
    var time =
        virtual.orElseThrow(
            () ->
                new IllegalStateException(
                    "the clock is the machine's and cannot be moved (expected: a cluster built with"
                        + " virtualClock())"));
    beforeMoving.run();
    time.advance(span);
  }

  Optional<VirtualTime> virtual() {
    return virtual;
  }

  /** Has {@code step} run whenever this clock is about to be moved. */
  void beforeMoving(Runnable step) {
    beforeMoving = step;
  }

  /** Lets a virtual time begin anew; who waits for moments of the old one waits in vain. */
  void beginAt(Instant begin) {
    virtual = virtual.map(old -> new VirtualTime(begin));
  }
}
