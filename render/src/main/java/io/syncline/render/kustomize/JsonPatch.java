package io.syncline.render.kustomize;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import io.syncline.render.kustomize.node.NodeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON patch of RFC 6902, in JSON or YAML. */
record JsonPatch(List<Operation> operations) {
  private record Operation(
      String op, String path, String from, @Nullable Object value, boolean hasValue) {}

  /** Thrown for text that is no patch at all. */
  static final class NotAPatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAPatch(String message) {
      super(message);
    }
  }

  /**
   * Reads a patch.
   *
   * @throws NotAPatch when the text is no list of operations
   */
  static JsonPatch parse(String text) {
    if (text.isEmpty()) {
      throw new NotAPatch("empty json patch operations");
    }
    var value = value(text);
    if (value == null) {
      return new JsonPatch(List.of());
    }
    if (!(value instanceof List<?> items)) {
      throw new NotAPatch("not a list of operations");
    }
    var operations = new ArrayList<Operation>();
    for (var item : items) {
      if (!(item instanceof ObjectTree tree)) {
        throw new NotAPatch("not a list of operations");
      }
      operations.add(
          new Operation(
              Tree.text(tree, "op"),
              Tree.text(tree, "path"),
              Tree.text(tree, "from"),
              tree.get("value"),
              tree.containsKey("value")));
    }
    return new JsonPatch(operations);
  }

  private static @Nullable Object value(String text) {
    try {
      if (text.startsWith("[")) {
        return Json.parse(text);
      }
      var documents = Yaml.documents(text);
      return documents.isEmpty() ? null : documents.getFirst().value();
    } catch (YamlException e) {
      throw new NotAPatch("line " + e.line() + ": " + e.problem());
    } catch (Json.SyntaxException e) {
      throw new NotAPatch(String.valueOf(e.getMessage()));
    }
  }

  /** Changes one object. */
  void apply(Resource resource, Work work) {
    work.see(resource.node());
    try {
      @Nullable Object document = resource.patchable();
      for (var operation : operations) {
        document = apply(document, operation, work);
      }
      resource.patched(Tree.object(document));
    } catch (NodeException e) {
      throw new BuildException(e.problem());
    }
  }

  private static @Nullable Object apply(@Nullable Object document, Operation operation, Work work) {
    work.hold(operation.value);
    var path = operation.path;
    return switch (operation.op) {
      case "add" -> add(document, path, operation.value);
      case "remove" -> remove(document, path);
      case "replace" -> replace(document, path, operation.value);
      case "move" -> {
        var moved = read(document, operation.from, "move");
        yield add(remove(document, operation.from), path, moved);
      }
      case "copy" -> {
        var copied = copied(document, operation.from);
        work.hold(copied);
        yield add(document, path, copied);
      }
      case "test" -> {
        test(document, path, operation.value);
        yield document;
      }
      default ->
          throw new BuildException(
              "unexpected kind of operation '" + operation.op + "' in JSON patch");
    };
  }

  /** What stands at {@code from}; a field its object does not have counts as null. */
  private static @Nullable Object copied(@Nullable Object document, String from) {
    var slash = from.lastIndexOf('/');
    var last = steps(from, "copy").getLast();
    var parent = slash == 0 ? document : read(document, from.substring(0, slash), "copy");
    return parent instanceof ObjectTree tree ? tree.get(last) : read(document, from, "copy");
  }

  private static void test(@Nullable Object document, String path, @Nullable Object wanted) {
    @Nullable Object found;
    try {
      found = read(document, path, "test");
    } catch (BuildException e) {
      if (wanted == null) {
        return;
      }
      throw e;
    }
    if (!same(found, wanted)) {
      throw new BuildException("testing value " + path + " failed");
    }
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() == y.doubleValue();
    }
    return java.util.Objects.equals(Tree.sorted(a), Tree.sorted(b));
  }

  private static List<String> steps(String path, String verb) {
    if (!path.startsWith("/")) {
      throw new BuildException(
          verb + " operation does not apply: doc is missing path '" + path + "'");
    }
    var steps = new ArrayList<String>();
    for (var step : path.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  private static @Nullable Object read(@Nullable Object document, String path, String verb) {
    var here = document;
    for (var step : steps(path, verb)) {
      here =
          switch (here) {
            case ObjectTree tree when tree.containsKey(step) -> tree.get(step);
            case List<?> list -> list.get(index(step, list.size(), verb, path));
            case null, default -> throw missing(verb, path);
          };
    }
    return here;
  }

  private static BuildException missing(String verb, String path) {
    return new BuildException(verb + " operation does not apply: doc is missing key: " + path);
  }

  private static int index(String step, int size, String verb, String path) {
    var digits = step.startsWith("-") ? step.substring(1) : step;
    if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(Character::isDigit)) {
      throw missing(verb, path);
    }
    var i = Integer.parseInt(step);
    var place = i < 0 ? size + i : i;
    if (place < 0 || place >= size) {
      throw new BuildException(
          verb + " operation does not apply: index " + step + " out of bounds at " + path);
    }
    return place;
  }

  /** What to do at the last step of a path. */
  private interface Edit {
    @Nullable Object at(@Nullable Object parent, String step);
  }

  private static @Nullable Object edit(
      @Nullable Object node, List<String> steps, int at, String verb, Edit edit) {
    var step = steps.get(at);
    if (at == steps.size() - 1) {
      return edit.at(node, step);
    }
    var path = "/" + String.join("/", steps);
    return switch (node) {
      case ObjectTree tree when tree.get(step) != null ->
          tree.with(step, edit(tree.get(step), steps, at + 1, verb, edit));
      case List<?> list -> {
        var i = index(step, list.size(), verb, path);
        var copy = new ArrayList<@Nullable Object>(list);
        copy.set(i, edit(list.get(i), steps, at + 1, verb, edit));
        yield Tree.list(copy);
      }
      case null, default ->
          throw new BuildException(
              verb + " operation does not apply: doc is missing path: " + path);
    };
  }

  private static @Nullable Object add(
      @Nullable Object document, String path, @Nullable Object value) {
    return edit(
        document,
        steps(path, "add"),
        0,
        "add",
        (parent, step) ->
            switch (parent) {
              case ObjectTree tree -> tree.with(step, value);
              case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>(list);
                copy.add(
                    step.equals("-") ? list.size() : insertion(step, list.size(), path), value);
                yield Tree.list(copy);
              }
              case null, default -> throw missing("add", path);
            });
  }

  private static int insertion(String step, int size, String path) {
    // One past the end is a place to insert at; counted from the end, -1 is that place.
    return index(step, size + 1, "add", path);
  }

  private static @Nullable Object replace(
      @Nullable Object document, String path, @Nullable Object value) {
    return edit(
        document,
        steps(path, "replace"),
        0,
        "replace",
        (parent, step) ->
            switch (parent) {
              case ObjectTree tree -> tree.with(step, value);
              case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>(list);
                copy.set(index(step, list.size(), "replace", path), value);
                yield Tree.list(copy);
              }
              case null, default -> throw missing("replace", path);
            });
  }

  private static @Nullable Object remove(@Nullable Object document, String path) {
    return edit(
        document,
        steps(path, "remove"),
        0,
        "remove",
        (parent, step) ->
            switch (parent) {
              case ObjectTree tree when tree.containsKey(step) -> tree.without(step);
              case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>(list);
                copy.remove(index(step, list.size(), "remove", path));
                yield Tree.list(copy);
              }
              case null, default -> throw missing("remove", path);
            });
  }
}
