package io.syncline.workloads.policy;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Conditions.Condition;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps the target of an autoscaler within its bounds. There is no load, so metrics always sit at
 * their target and the size changes only to meet the bounds.
 */
public record AutoscalerController() implements Controller {
  @Override
  public String component() {
    return "horizontal-pod-autoscaler";
  }

  @Override
  public Kind kind() {
    return Kind.AUTOSCALER;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.REPLICA_SET);
  }

  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    return view.in(Kind.AUTOSCALER, changed.namespace()).stream()
        .filter(a -> a.text("spec", "scaleTargetRef", "name").equals(changed.name()))
        .filter(a -> a.text("spec", "scaleTargetRef", "kind").equals(kind.word()))
        .map(a -> Key.of(Kind.AUTOSCALER, a));
  }

  @Override
  public Decision decide(Manifest scaler, View view, Instant now) {
    var draft = new Decision.Draft();
    var reference = scaler.at("spec", "scaleTargetRef");
    var kind = Kind.of(Tree.text(reference, "apiVersion"), Tree.text(reference, "kind"));
    var target = kind.flatMap(k -> view.get(k, scaler.namespace(), Tree.text(reference, "name")));
    var conditions = Conditions.of(scaler.at("status"));
    if (target.isEmpty()) {
      var text =
          "the HPA controller was unable to get the target's current scale: \""
              + Tree.text(reference, "name")
              + "\" not found";
      return draft
          .status(
              Kind.AUTOSCALER,
              scaler,
              ObjectTree.of(
                  "currentReplicas",
                  0,
                  "desiredReplicas",
                  0,
                  "conditions",
                  conditions.with(Condition.no("AbleToScale", "FailedGetScale", text), now).tree()))
          .done();
    }
    var wanted = (int) Tree.number(target.get().root(), 1, "spec", "replicas");
    var least = (int) Tree.number(scaler.root(), 1, "spec", "minReplicas");
    var most = (int) Tree.number(scaler.root(), 1, "spec", "maxReplicas");
    // Zero replicas switch an autoscaler off.
    var desired = wanted == 0 ? 0 : Math.clamp(wanted, least, Math.max(least, most));
    if (desired != wanted) {
      draft.update(kind.get(), target.get().with(desired, "spec", "replicas"));
      draft.add(
          Note.normal(
              scaler,
              "SuccessfulRescale",
              "New size: "
                  + desired
                  + "; reason: Current number of replicas "
                  + (desired > wanted ? "below Spec.MinReplicas" : "above Spec.MaxReplicas")));
    }
    draft.status(Kind.AUTOSCALER, scaler, status(scaler, target.get(), desired, conditions, now));
    return draft.done();
  }

  private static ObjectTree status(
      Manifest scaler, Manifest target, int desired, Conditions before, Instant now) {
    var wanted = Tree.number(target.root(), 1, "spec", "replicas");
    var conditions =
        before
            .with(
                Condition.yes(
                    "AbleToScale", "ReadyForNewScale", "recommended size matches current size"),
                now)
            .with(
                desired == 0
                    ? Condition.no(
                        "ScalingActive",
                        "ScalingDisabled",
                        "scaling is disabled since the replica count of the target is zero")
                    : Condition.yes(
                        "ScalingActive",
                        "ValidMetricFound",
                        "the HPA was able to compute the replica count (simulated)"),
                now)
            .with(
                Condition.no(
                    "ScalingLimited",
                    "DesiredWithinRange",
                    "the desired count is within the acceptable range"),
                now);
    var last = scaler.text("status", "lastScaleTime");
    var status =
        ObjectTree.of(
            "currentReplicas", Tree.number(target.root(), 0, "status", "replicas"),
            "desiredReplicas", desired,
            "currentMetrics", metrics(scaler),
            "conditions", conditions.tree());
    return desired != wanted
        ? status.with("lastScaleTime", Stamp.of(now))
        : last.isEmpty() ? status : status.with("lastScaleTime", last);
  }

  private static List<ObjectTree> metrics(Manifest scaler) {
    var metrics = new ArrayList<ObjectTree>();
    for (var metric : Tree.items(scaler.at("spec", "metrics"))) {
      if (!Tree.text(metric, "type").equals("Resource")) {
        continue;
      }
      var share = Tree.number(metric, 0, "resource", "target", "averageUtilization");
      var value = Tree.text(metric, "resource", "target", "averageValue");
      var current =
          share > 0
              ? ObjectTree.of("averageUtilization", share, "averageValue", "100m")
              : ObjectTree.of("averageValue", value.isEmpty() ? "100m" : value);
      metrics.add(
          ObjectTree.of(
              "type",
              "Resource",
              "resource",
              ObjectTree.of("name", Tree.text(metric, "resource", "name"), "current", current)));
    }
    return metrics;
  }
}
