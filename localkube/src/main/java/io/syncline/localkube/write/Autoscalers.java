package io.syncline.localkube.write;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Autoscalers between autoscaling/v2, in which they are kept, and v1, which knows no metric but the
 * use of the CPU. What v1 has no field for travels in annotations.
 */
final class Autoscalers {
  private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
  private static final String METRICS = PREFIX + "metrics";
  private static final String CURRENT = PREFIX + "current-metrics";
  private static final String CONDITIONS = PREFIX + "conditions";
  private static final String BEHAVIOR = PREFIX + "behavior";

  private Autoscalers() {}

  /** What v1 shows of an autoscaler of v2; the version is left to the caller. */
  static ObjectTree older(ObjectTree two) {
    var spec = Tree.object(two.get("spec"));
    var shown = spec.without("metrics").without("behavior");
    var others = new ArrayList<ObjectTree>();
    for (var metric : Tree.items(spec.get("metrics"))) {
      var percent = percent(metric, "target");
      if (percent.isEmpty()) {
        others.add(MetricForms.older(metric, "target"));
      } else if (!shown.containsKey("targetCPUUtilizationPercentage")) {
        shown = shown.with("targetCPUUtilizationPercentage", percent.get());
      }
    }
    var status = Tree.object(two.get("status"));
    var less = status.without("conditions").without("currentMetrics");
    var current = new ArrayList<ObjectTree>();
    for (var metric : Tree.items(status.get("currentMetrics"))) {
      var percent = percent(metric, "current");
      if (percent.isPresent() && !less.containsKey("currentCPUUtilizationPercentage")) {
        less = less.with("currentCPUUtilizationPercentage", percent.get());
      }
      current.add(MetricForms.older(metric, "current"));
    }
    var conditions = Tree.items(status.get("conditions"));
    var annotations = bare(two);
    annotations = noted(annotations, METRICS, others);
    annotations = noted(annotations, CURRENT, current);
    annotations = noted(annotations, CONDITIONS, conditions);
    if (spec.get("behavior") != null) {
      annotations =
          annotations.with(BEHAVIOR, Json.write(MetricForms.capitals(spec.get("behavior"))));
    }
    return annotated(two.with("spec", shown).with("status", less), annotations);
  }

  /** What v2 makes of an autoscaler of v1, before defaults. */
  static ObjectTree newer(ObjectTree one) {
    var noted = Tree.object(Tree.at(one, "metadata", "annotations"));
    var spec = Tree.object(one.get("spec"));
    var metrics = new ArrayList<ObjectTree>();
    for (var metric : list(noted, METRICS)) {
      metrics.add(MetricForms.newer(metric, "target"));
    }
    var percent = spec.get("targetCPUUtilizationPercentage");
    if (percent != null) {
      metrics.add(
          cpu("target", ObjectTree.of("type", "Utilization", "averageUtilization", percent)));
    }
    spec = spec.without("targetCPUUtilizationPercentage");
    if (!metrics.isEmpty()) {
      spec = spec.with("metrics", metrics);
    }
    if (parsed(noted, BEHAVIOR) instanceof ObjectTree behavior && !behavior.isEmpty()) {
      spec = spec.with("behavior", MetricForms.smalls(behavior));
    }
    var made = one.with("spec", spec);
    if (one.get("status") instanceof ObjectTree status) {
      made = made.with("status", status(status, noted));
    }
    return annotated(made, bare(one));
  }

  private static ObjectTree status(ObjectTree one, ObjectTree noted) {
    var status = one.without("currentCPUUtilizationPercentage");
    var current = new ArrayList<ObjectTree>();
    for (var metric : list(noted, CURRENT)) {
      current.add(MetricForms.newer(metric, "current"));
    }
    var percent = one.get("currentCPUUtilizationPercentage");
    if (current.isEmpty() && percent != null) {
      current.add(cpu("current", ObjectTree.of("averageUtilization", percent)));
    }
    if (!current.isEmpty()) {
      status = status.with("currentMetrics", current);
    }
    var conditions = list(noted, CONDITIONS);
    return conditions.isEmpty() ? status : status.with("conditions", conditions);
  }

  /** The share of the CPU a metric is about, the only thing v1 has a field for. */
  private static Optional<Object> percent(Object metric, String side) {
    return Tree.text(metric, "type").equals("Resource")
            && Tree.text(metric, "resource", "name").equals("cpu")
        ? Optional.ofNullable(Tree.at(metric, "resource", side, "averageUtilization"))
        : Optional.empty();
  }

  private static ObjectTree cpu(String side, ObjectTree value) {
    return ObjectTree.of("type", "Resource", "resource", ObjectTree.of("name", "cpu", side, value));
  }

  private static ObjectTree bare(ObjectTree object) {
    return Tree.object(Tree.at(object, "metadata", "annotations"))
        .without(METRICS)
        .without(CURRENT)
        .without(CONDITIONS)
        .without(BEHAVIOR);
  }

  private static ObjectTree noted(ObjectTree annotations, String name, List<?> items) {
    return items.isEmpty() ? annotations : annotations.with(name, Json.write(items));
  }

  private static ObjectTree annotated(ObjectTree object, ObjectTree annotations) {
    return annotations.isEmpty()
        ? Tree.without(object, "metadata", "annotations")
        : Tree.with(object, annotations, "metadata", "annotations");
  }

  private static List<Object> list(ObjectTree annotations, String name) {
    return Tree.items(parsed(annotations, name));
  }

  private static @Nullable Object parsed(ObjectTree annotations, String name) {
    var text = Tree.text(annotations, name);
    try {
      return text.isEmpty() ? null : Json.parse(text);
    } catch (Json.SyntaxException e) {
      // Somebody else wrote it: it says nothing, as in Kubernetes.
      return null;
    }
  }
}
