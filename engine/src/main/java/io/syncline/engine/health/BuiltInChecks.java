package io.syncline.engine.health;

import io.syncline.model.object.GroupKind;
import java.util.Optional;

/** The checks Syncline brings, by kind (semantics 18.2). */
final class BuiltInChecks {
  private BuiltInChecks() {}

  static Optional<HealthCheck> of(GroupKind kind) {
    return switch (kind.toString()) {
      case "apps/Deployment" -> Optional.of(DeploymentHealth::assess);
      default -> Optional.empty();
    };
  }
}
