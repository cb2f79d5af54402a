package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import io.syncline.render.kustomize.node.NodeTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The paths of replacements: names, places in lists, {@code [field=value]} and {@code *}. */
final class FieldPath {
  private final Node.@Nullable Kind create;
  private final Work work;

  private FieldPath(Node.@Nullable Kind create, Work work) {
    this.create = create;
    this.work = work;
  }

  /** The one node at {@code steps}; empty when it is not there. */
  static Optional<Node> lookup(Node root, List<String> steps) {
    @Nullable Node here = root;
    for (var untrimmed : steps) {
      var step = untrimmed.strip();
      if (step.isEmpty()) {
        continue;
      }
      here = next(here, step);
      if (here == null) {
        return Optional.empty();
      }
    }
    return Optional.of(here);
  }

  private static @Nullable Node next(Node here, String step) {
    if (index(step) >= 0) {
      Fields.require(here, Node.Kind.LIST);
      return index(step) < here.size() ? here.item(index(step)) : null;
    }
    if (step.equals("-")) {
      Fields.require(here, Node.Kind.LIST);
      return here.size() == 0 ? null : here.item(here.size() - 1);
    }
    if (step.equals("*")) {
      throw new NodeException("wildcard is not supported in a source path");
    }
    if (condition(step)) {
      Fields.require(here, Node.Kind.LIST);
      var test = Test.of(step);
      for (var i = 0; i < here.size(); i++) {
        var element = here.item(i);
        var value = test.field.isEmpty() ? element : element.get(test.field);
        if (value != null && value.text().equals(test.value)) {
          return element;
        }
      }
      return null;
    }
    if (here.isNull()) {
      return null;
    }
    Fields.require(here, Node.Kind.MAP);
    return here.get(step);
  }

  /** All nodes at {@code steps}, made as {@code create} when that is given and none is there. */
  static List<Node> match(Node root, List<String> steps, Node.@Nullable Kind create, Work work) {
    var found = new ArrayList<Node>();
    new FieldPath(create, work).match(root, steps, 0, found);
    return found;
  }

  private void match(Node node, List<String> steps, int at, List<Node> found) {
    if (at == steps.size()) {
      found.add(node);
      return;
    }
    var step = steps.get(at);
    if (index(step) >= 0) {
      place(node, steps, at, found);
    } else if (condition(step)) {
      condition(node, steps, at, found);
    } else if (step.equals("*")) {
      Fields.require(node, Node.Kind.LIST);
      for (var i = 0; i < node.size(); i++) {
        match(node.item(i), steps, at + 1, found);
      }
    } else {
      field(node, steps, at, found);
    }
  }

  private void field(Node node, List<String> steps, int at, List<Node> found) {
    var name = steps.get(at);
    if (!node.isNull()) {
      Fields.require(node, Node.Kind.MAP);
    }
    var field = node.isNull() ? null : node.get(name);
    if (field == null) {
      if (create == null) {
        return;
      }
      field = Node.empty(kindAt(steps, at + 1));
      Fields.set(node, name, field);
    }
    match(field, steps, at + 1, found);
  }

  private Node.Kind kindAt(List<String> steps, int at) {
    if (at >= steps.size()) {
      return create == null ? Node.Kind.MAP : create;
    }
    var step = steps.get(at);
    return condition(step) || index(step) >= 0 ? Node.Kind.LIST : Node.Kind.MAP;
  }

  private void place(Node node, List<String> steps, int at, List<Node> found) {
    var index = index(steps.get(at));
    Fields.require(node, Node.Kind.LIST);
    if (index == node.size() && create != null) {
      node.add(Node.empty(kindAt(steps, at + 1)));
    }
    if (index >= node.size()) {
      throw new NodeException(
          "index " + index + " specified but only " + node.size() + " elements found");
    }
    match(node.item(index), steps, at + 1, found);
  }

  private void condition(Node node, List<String> steps, int at, List<Node> found) {
    var test = Test.of(steps.get(at));
    var expression = Expression.part(test.value);
    var before = found.size();
    Fields.require(node, Node.Kind.LIST);
    for (var i = 0; i < node.size(); i++) {
      var element = node.item(i);
      var value = test.field.isEmpty() ? element : element.get(test.field);
      if (value == null || !expression.found(NodeTrees.spelling(value).strip(), work)) {
        continue;
      }
      if (test.field.isEmpty()) {
        found.add(element);
      } else {
        match(element, steps, at + 1, found);
      }
    }
    if (found.size() > before || create == null) {
      return;
    }
    var made = Node.plain(test.value);
    if (!test.field.isEmpty()) {
      made = Node.map();
      made.append(test.field, Node.plain(test.value));
    }
    node.add(made);
    var again = new ArrayList<Node>();
    match(made, test.field.isEmpty() ? List.of() : steps, test.field.isEmpty() ? 0 : at + 1, again);
    found.addAll(again);
  }

  /** What stands between brackets: a field, empty for the element itself, and its value. */
  private record Test(String field, String value) {
    static Test of(String step) {
      var inner = step.substring(1, step.length() - 1);
      var equals = inner.indexOf('=');
      if (equals < 0) {
        throw new NodeException(
            "list path element '" + step + "' has no value (expected: [field=value])");
      }
      return new Test(inner.substring(0, equals), inner.substring(equals + 1));
    }
  }

  private static boolean condition(String step) {
    return step.length() >= 2 && step.startsWith("[") && step.endsWith("]");
  }

  private static int index(String step) {
    if (step.isEmpty() || step.length() > 9 || !step.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Integer.parseInt(step);
  }
}
