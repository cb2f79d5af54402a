package io.syncline.localkube.write;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One metric of an autoscaler in the form of autoscaling/v2 and in the flat form of v1. */
final class MetricForms {
  private MetricForms() {}

  /**
   * The flat form.
   *
   * @param side {@code target} or {@code current}
   */
  static ObjectTree older(Object metric, String side) {
    var type = Tree.text(metric, "type");
    var kind = field(type);
    var two = Tree.object(Tree.at(metric, kind));
    var value = two.get(side);
    var one = ObjectTree.EMPTY;
    switch (type) {
      case "Resource", "ContainerResource" -> {
        one = put(one, "name", two.get("name"));
        one = put(one, side + "AverageUtilization", Tree.at(value, "averageUtilization"));
        one = put(one, side + "AverageValue", Tree.at(value, "averageValue"));
        one = put(one, "container", two.get("container"));
      }
      case "Pods" -> {
        one = put(one, "metricName", Tree.at(two, "metric", "name"));
        one = put(one, side + "AverageValue", Tree.at(value, "averageValue"));
        one = put(one, "selector", Tree.at(two, "metric", "selector"));
      }
      case "Object" -> {
        one = put(one, "target", two.get("describedObject"));
        one = put(one, "metricName", Tree.at(two, "metric", "name"));
        one = put(one, side + "Value", orZero(Tree.at(value, "value")));
        one = put(one, "selector", Tree.at(two, "metric", "selector"));
        one = put(one, "averageValue", Tree.at(value, "averageValue"));
      }
      default -> {
        one = put(one, "metricName", Tree.at(two, "metric", "name"));
        one = put(one, "metricSelector", Tree.at(two, "metric", "selector"));
        one = put(one, side + "Value", Tree.at(value, "value"));
        one = put(one, side + "AverageValue", Tree.at(value, "averageValue"));
      }
    }
    return ObjectTree.of("type", type, kind, one);
  }

  /** The form of v2. */
  static ObjectTree newer(Object metric, String side) {
    var type = Tree.text(metric, "type");
    var kind = field(type);
    var one = Tree.object(Tree.at(metric, kind));
    var average = type.equals("Object") ? one.get("averageValue") : one.get(side + "AverageValue");
    var percent = one.get(side + "AverageUtilization");
    var plain = type.equals("Pods") ? null : one.get(side + "Value");
    var value = ObjectTree.EMPTY;
    if (side.equals("target")) {
      var form =
          percent != null
              ? "Utilization"
              : average != null && !(type.equals("External") && plain != null) || plain == null
                  ? "AverageValue"
                  : "Value";
      value = value.with("type", form);
    }
    // The flat form always has a value of an object, be it none.
    value = put(value, "value", average != null && type.equals("Object") ? null : plain);
    value = put(value, "averageValue", average);
    value = put(value, "averageUtilization", percent);
    var two = ObjectTree.EMPTY;
    if (type.equals("Resource") || type.equals("ContainerResource")) {
      two = put(put(two, "name", one.get("name")), "container", one.get("container"));
    } else {
      two = put(two, "describedObject", one.get("target") instanceof ObjectTree o ? o : null);
      var selector = one.get(type.equals("External") ? "metricSelector" : "selector");
      var name = put(ObjectTree.EMPTY, "name", one.get("metricName"));
      two = two.with("metric", put(name, "selector", selector));
    }
    return ObjectTree.of("type", type, kind, two.with(side, value));
  }

  private static String field(String type) {
    return type.isEmpty() ? "" : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  private static Object orZero(@Nullable Object value) {
    return value == null ? "0" : value;
  }

  private static ObjectTree put(ObjectTree to, String name, @Nullable Object value) {
    return value == null ? to : to.with(name, value);
  }

  /** Scaling behavior as the annotation has it: names begin with capitals, windows come first. */
  static ObjectTree capitals(@Nullable Object behavior) {
    var made = ObjectTree.EMPTY;
    for (var direction : List.of("scaleUp", "scaleDown")) {
      if (Tree.at(behavior, direction) instanceof ObjectTree rules) {
        var written =
            ObjectTree.of("StabilizationWindowSeconds", rules.get("stabilizationWindowSeconds"));
        written = written.with("SelectPolicy", rules.get("selectPolicy"));
        var policies =
            Tree.items(rules.get("policies")).stream()
                .map(
                    policy ->
                        ObjectTree.of(
                            "Type", Tree.text(policy, "type"),
                            "Value", Tree.number(policy, 0, "value"),
                            "PeriodSeconds", Tree.number(policy, 0, "periodSeconds")))
                .toList();
        made = made.with(capital(direction), written.with("Policies", policies));
      }
    }
    return made;
  }

  /** The same back again. */
  static ObjectTree smalls(ObjectTree behavior) {
    return (ObjectTree) renamed(behavior, MetricForms::field);
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static Object renamed(Object tree, UnaryOperator<String> name) {
    if (tree instanceof List<?> list) {
      return list.stream().map(item -> renamed(item, name)).toList();
    }
    if (!(tree instanceof ObjectTree object)) {
      return tree;
    }
    var made = ObjectTree.EMPTY;
    for (var key : object.keySet()) {
      var value = object.get(key);
      if (value != null) {
        made = made.with(name.apply(key), renamed(value, name));
      }
    }
    return made;
  }
}
