package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Set;

/** Judges a HorizontalPodAutoscaler by whether it can scale (semantics 18.2). */
final class HorizontalPodAutoscalerHealth {
  /** Where version 1, which has no field for them, keeps conditions. */
  private static final String V1_CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";

  private static final Set<String> NO_SCALE = Set.of("FailedGetScale", "FailedUpdateScale");
  private static final Set<String> NO_METRIC =
      Set.of(
          "FailedGetResourceMetric",
          "FailedGetObjectMetric",
          "FailedGetPodsMetric",
          "FailedGetExternalMetric",
          "FailedComputeMetricsReplicas",
          "InvalidSelector");

  private HorizontalPodAutoscalerHealth() {}

  static Health assess(Manifest live) {
    try {
      return judge(conditions(live));
    } catch (Json.SyntaxException e) {
      return Verdict.unknown("annotation " + V1_CONDITIONS + ": " + e.getMessage());
    }
  }

  private static Health judge(List<StatusCondition> conditions) {
    for (var condition : conditions) {
      if (broken(condition)) {
        return degraded(condition.message());
      }
      if (works(condition)) {
        return healthy(condition.message());
      }
    }
    return progressing("Waiting to Autoscale");
  }

  private static List<StatusCondition> conditions(Manifest live) {
    var inStatus = StatusCondition.all(live);
    if (!inStatus.isEmpty()) {
      return inStatus;
    }
    return live.annotation(V1_CONDITIONS).filter(text -> !text.isEmpty()).stream()
        .flatMap(text -> Tree.items(Json.parse(text)).stream())
        .map(StatusCondition::from)
        .toList();
  }

  private static boolean broken(StatusCondition condition) {
    return switch (condition.type()) {
      case "AbleToScale" -> NO_SCALE.contains(condition.reason());
      case "ScalingActive" -> NO_METRIC.contains(condition.reason());
      default -> false;
    };
  }

  private static boolean works(StatusCondition condition) {
    return condition.isTrue()
        && (condition.type().equals("AbleToScale") || condition.type().equals("ScalingLimited"));
  }
}
