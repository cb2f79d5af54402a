package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import java.util.Optional;

/** Judges live objects of one kind. */
@FunctionalInterface
public interface HealthCheck {
  /**
   * How {@code live} is; empty when its kind says nothing about that.
   *
   * @throws HealthException when the check cannot tell
   */
  Optional<Health> assess(Manifest live);
}
