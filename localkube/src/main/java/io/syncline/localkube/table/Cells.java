package io.syncline.localkube.table;

import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one object. */
public final class Cells {
  private Cells() {}

  /** One value for every column of {@code resource}, at {@code now}. */
  public static List<Object> of(Resource resource, ObjectTree object, Instant now) {
    var cells = new ArrayList<Object>();
    for (var column : resource.columns()) {
      if (column.jsonPath().isPresent()) {
        cells.add(CustomCells.cell(column, object, now));
      } else {
        var cell = builtIn(resource, column.name(), object, now);
        cells.add(
            column.type().equals("integer") && cell instanceof String text ? whole(text) : cell);
      }
    }
    return Tree.list(cells);
  }

  private static Object whole(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      // Not a count after all; the text is still the best cell.
      return text;
    }
  }

  private static Object builtIn(Resource resource, String column, ObjectTree object, Instant now) {
    return switch (column) {
      case "Name" -> Tree.text(object, "metadata", "name");
      case "Age" -> Age.since(Tree.text(object, "metadata", "creationTimestamp"), now);
      case "Created At" -> Tree.text(object, "metadata", "creationTimestamp");
      case "Containers" -> joined(containers(object), "name");
      case "Images" -> joined(containers(object), "image");
      default -> special(resource, column, object, now);
    };
  }

  private static Object special(Resource resource, String column, ObjectTree object, Instant now) {
    return switch (resource.kind()) {
      case "Pod" -> PodCells.cell(column, object, now);
      case "Deployment",
          "ReplicaSet",
          "StatefulSet",
          "DaemonSet",
          "Job",
          "CronJob",
          "ReplicationController",
          "ControllerRevision",
          "HorizontalPodAutoscaler",
          "PodDisruptionBudget",
          "PodTemplate" ->
          WorkloadCells.cell(resource.kind(), column, object, now);
      case "Service", "Endpoints", "EndpointSlice", "Ingress", "IngressClass", "NetworkPolicy" ->
          NetworkCells.cell(resource.kind(), column, object);
      case "Event" -> EventCells.cell(column, object, now);
      default -> OtherCells.cell(resource.kind(), column, object, now);
    };
  }

  static List<Object> containers(ObjectTree object) {
    for (var path :
        new String[][] {
          {"spec", "template", "spec", "containers"},
          {"spec", "jobTemplate", "spec", "template", "spec", "containers"},
          {"template", "spec", "containers"},
          {"spec", "containers"}
        }) {
      var found = Tree.items(Tree.at(object, path));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static String joined(List<Object> items, String field) {
    return String.join(",", items.stream().map(item -> Tree.text(item, field)).toList());
  }

  static String orNone(String text) {
    return text.isEmpty() ? "<none>" : text;
  }

  static String number(@Nullable Object root, String... path) {
    return Long.toString(Tree.number(root, 0, path));
  }

  static String scalar(@Nullable Object root, String otherwise, String... path) {
    var value = Tree.at(root, path);
    return value == null ? otherwise : String.valueOf(value);
  }

  /** A label map as {@code a=b,c=d}. */
  static String labels(@Nullable Object labels) {
    var map = Tree.object(labels);
    var parts = new ArrayList<String>();
    for (var key : map.keySet()) {
      parts.add(key + "=" + map.get(key));
    }
    parts.sort(null);
    return parts.isEmpty() ? "<none>" : String.join(",", parts);
  }

  /** A label selector object as text. */
  static String selector(@Nullable Object selector) {
    var tree = Tree.object(selector);
    var parts = new ArrayList<String>();
    var map = Tree.object(tree.get("matchLabels"));
    for (var key : map.keySet()) {
      parts.add(key + "=" + map.get(key));
    }
    for (var expression : Tree.items(tree.get("matchExpressions"))) {
      var key = Tree.text(expression, "key");
      var values =
          String.join(
              ",",
              Tree.items(Tree.at(expression, "values")).stream().map(String::valueOf).toList());
      parts.add(
          switch (Tree.text(expression, "operator")) {
            case "In" -> key + " in (" + values + ")";
            case "NotIn" -> key + " notin (" + values + ")";
            case "DoesNotExist" -> "!" + key;
            default -> key;
          });
    }
    parts.sort(null);
    return parts.isEmpty() ? "<none>" : String.join(",", parts);
  }
}
