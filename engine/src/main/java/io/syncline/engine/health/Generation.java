package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import java.util.Optional;

final class Generation {
  private Generation() {}

  static Optional<Health> behind(Manifest live) {
    return Optional.empty();
  }
}
