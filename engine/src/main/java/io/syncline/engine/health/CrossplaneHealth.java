package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.suspended;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import java.util.Optional;
import java.util.Set;

/** Judges what Crossplane and its providers manage: whole families of groups, not single kinds. */
final class CrossplaneHealth {
  /** Kinds that only hold settings and never get a status. */
  private static final Set<String> SETTINGS =
      Set.of(
          "ClusterProviderConfig",
          "ClusterProviderConfigUsage",
          "Composition",
          "CompositionRevision",
          "ControllerConfig",
          "DeploymentRuntimeConfig",
          "EnvironmentConfig",
          "ImageConfig",
          "ProviderConfig",
          "ProviderConfigUsage",
          "StoreConfig");

  private static final Health UP_TO_DATE = healthy("Resource is up-to-date.");

  private static final Set<String> DONE =
      Set.of("Ready", "Healthy", "Offered", "Established", "ValidPipeline", "RevisionHealthy");

  private CrossplaneHealth() {}

  static Optional<HealthCheck> of(GroupKind kind) {
    if (kind.toString().equals("pkg.crossplane.io/Provider")) {
      return Optional.of(live -> Optional.of(provider(live)));
    }
    if (kind.group().endsWith(".aws.crossplane.io")) {
      return Optional.of(amazon(kind.kind()));
    }
    return kind.group().endsWith(".crossplane.io") || kind.group().endsWith(".upbound.io")
        ? Optional.of(live -> Optional.of(managed(live)))
        : Optional.empty();
  }

  private static Health managed(Manifest live) {
    var conditions = StatusCondition.all(live);
    if (conditions.isEmpty()) {
      if (live.kind().endsWith("ProviderConfig") && live.at("status", "users") != null) {
        return healthy("Resource is in use.");
      }
      return SETTINGS.contains(live.kind()) ? UP_TO_DATE : progressing("Provisioning ...");
    }
    for (var condition : conditions) {
      if (condition.isFalse()
          && (condition.type().equals("Synced") || condition.type().equals("LastAsyncOperation"))) {
        return degraded(condition.message());
      }
    }
    return conditions.stream().anyMatch(c -> c.isTrue() && DONE.contains(c.type()))
        ? UP_TO_DATE
        : progressing("Provisioning ...");
  }

  private static HealthCheck amazon(String kind) {
    var word =
        switch (kind) {
          case "Distribution" -> "distribution";
          // The spelling people see today.
          case "ResourceRecordSet" -> "resourcrecordset";
          default -> kind;
        };
    return live -> Optional.of(amazon(live, "Waiting for " + word + " to be "));
  }

  private static Health amazon(Manifest live, String waiting) {
    if (live.at("status", "conditions") == null) {
      return progressing(waiting + "created");
    }
    var synced = StatusCondition.find(live, "Synced").filter(StatusCondition::isTrue);
    if (synced.isPresent()) {
      return StatusCondition.find(live, "Ready")
          .filter(StatusCondition::isTrue)
          .map(ready -> healthy(ready.reason()))
          .orElseGet(() -> progressing(waiting + "available"));
    }
    return StatusCondition.find(live, "Synced")
        .map(
            c ->
                switch (c.reason()) {
                  case "ReconcilePaused" -> suspended(c.reason());
                  case "ReconcileError" -> degraded(c.message());
                  default -> degraded("");
                })
        .orElseGet(() -> degraded(""));
  }

  private static Health provider(Manifest live) {
    var installed = StatusCondition.find(live, "Installed");
    var well = StatusCondition.find(live, "Healthy");
    if (installed.isEmpty() || well.isEmpty()) {
      return progressing("Waiting for provider to be installed");
    }
    var reasons = installed.get().reason() + " " + well.get().reason();
    return installed.get().isTrue() && well.get().isTrue() ? healthy(reasons) : degraded(reasons);
  }
}
