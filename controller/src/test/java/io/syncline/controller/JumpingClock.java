package io.syncline.controller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The system's time as somebody sets it who was not there for a while. */
final class JumpingClock implements InstantSource {
  private final AtomicReference<Duration> off = new AtomicReference<>(Duration.ZERO);

  /** From now on it is so much later; negative for earlier. */
  void jump(Duration by) {
    off.updateAndGet(before -> before.plus(by));
  }

  @Override
  public Instant instant() {
    return InstantSource.system().instant().plus(off.get());
  }
}
