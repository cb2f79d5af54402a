package io.syncline.merge.patch;

import io.syncline.merge.patch.PatchException.Fault;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON patch (RFC 6902) as the API server, kubectl and Kustomize apply it: negative list places
 * count from the end, {@code replace} also sets a key its object lacks, and {@code test} for null
 * passes where an object has no such key.
 */
public final class JsonPatch {
  private JsonPatch() {}

  /**
   * {@code document} after all {@code operations}, in order.
   *
   * @param operations a list of objects with {@code op}, {@code path} and {@code value} or {@code
   *     from}
   * @throws PatchException when an operation is malformed or does not apply
   */
  public static ObjectTree apply(ObjectTree document, List<?> operations) {
    if (apply((Object) document, operations) instanceof ObjectTree result) {
      return result;
    }
    throw new PatchException(Fault.NOT_APPLICABLE, "patched document is no object");
  }

  /** {@code document} of any shape after all {@code operations}. */
  public static @Nullable Object apply(@Nullable Object document, List<?> operations) {
    var result = document;
    for (var operation : operations) {
      if (!(operation instanceof ObjectTree step)) {
        throw new PatchException(
            Fault.MALFORMED, "JSON patch operation is no object (expected: {\"op\":…,\"path\":…})");
      }
      result = step(result, step);
    }
    return result;
  }

  private static @Nullable Object step(@Nullable Object document, ObjectTree operation) {
    var name = Tree.text(operation, "op");
    if (!(operation.get("path") instanceof String path)) {
      throw new PatchException(
          Fault.MALFORMED, "operation \"" + name + "\" has no path (expected: a JSON pointer)");
    }
    var pointer = JsonPointer.parse(path);
    return switch (name) {
      case "add" -> add(document, pointer, 0, value(operation, name, path), "add");
      case "replace" -> replace(document, pointer, value(operation, name, path));
      case "remove" -> remove(document, pointer);
      case "test" -> test(document, pointer, operation.get("value"));
      case "copy" -> add(document, pointer, 0, taken(document, from(operation), "copy"), "copy");
      case "move" -> {
        var from = from(operation);
        if (isAbove(from, pointer)) {
          throw new PatchException(
              Fault.NOT_APPLICABLE,
              "move of \"" + from + "\" into its own child \"" + pointer + "\" is impossible");
        }
        var moved = taken(document, from, "move");
        yield add(remove(document, from), pointer, 0, moved, "move");
      }
      default ->
          throw new PatchException(
              Fault.MALFORMED,
              "unexpected kind: " + name + " (expected: add, remove, replace, move, copy or test)");
    };
  }

  private static boolean isAbove(JsonPointer upper, JsonPointer lower) {
    return lower.steps().size() > upper.steps().size()
        && lower.steps().subList(0, upper.steps().size()).equals(upper.steps());
  }

  private static @Nullable Object value(ObjectTree operation, String name, String path) {
    if (!operation.containsKey("value") && name.equals("replace")) {
      throw new PatchException(
          Fault.MALFORMED, name + " operation for path \"" + path + "\" has no value");
    }
    // An addition without a value adds null.
    return operation.get("value");
  }

  private static JsonPointer from(ObjectTree operation) {
    if (operation.get("from") instanceof String from) {
      return JsonPointer.parse(from);
    }
    throw new PatchException(
        Fault.MALFORMED,
        Tree.text(operation, "op") + " operation has no from (expected: a JSON pointer)");
  }

  private static @Nullable Object taken(
      @Nullable Object document, JsonPointer from, String operation) {
    if (!from.exists(document)) {
      throw missing(operation, from);
    }
    return from.read(document);
  }

  private static PatchException missing(String operation, JsonPointer pointer) {
    return new PatchException(
        Fault.NOT_APPLICABLE,
        operation
            + " operation does not apply: doc is missing path: \""
            + pointer
            + "\": missing value");
  }

  private static @Nullable Object test(
      @Nullable Object document, JsonPointer pointer, @Nullable Object wanted) {
    var found = pointer.read(document);
    if (equal(found, wanted) && (pointer.exists(document) || inObject(document, pointer))) {
      return document;
    }
    throw new PatchException(
        Fault.TEST_FAILED, "testing value " + pointer + " failed: test failed");
  }

  private static boolean inObject(@Nullable Object document, JsonPointer pointer) {
    var steps = pointer.steps();
    return new JsonPointer(steps.subList(0, steps.size() - 1)).read(document) instanceof ObjectTree;
  }

  private static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y && a.getClass() != b.getClass()) {
      return x.doubleValue() == y.doubleValue();
    }
    return Objects.equals(a, b);
  }

  private static @Nullable Object replace(
      @Nullable Object document, JsonPointer pointer, @Nullable Object value) {
    if (pointer.root()) {
      return value;
    }
    if (!pointer.exists(document) && !inObject(document, pointer)) {
      throw new PatchException(
          Fault.NOT_APPLICABLE,
          "replace operation does not apply: doc is missing key: " + pointer + ": missing value");
    }
    return set(document, pointer, 0, value);
  }

  private static @Nullable Object set(
      @Nullable Object here, JsonPointer pointer, int depth, @Nullable Object value) {
    if (depth == pointer.steps().size()) {
      return value;
    }
    var step = pointer.steps().get(depth);
    if (here instanceof ObjectTree tree) {
      return tree.with(step, set(tree.get(step), pointer, depth + 1, value));
    }
    var items = new ArrayList<@Nullable Object>(Tree.items(here));
    var index = JsonPointer.index(step, items.size()).orElseThrow();
    items.set(index, set(items.get(index), pointer, depth + 1, value));
    return Tree.list(items);
  }

  private static @Nullable Object add(
      @Nullable Object here,
      JsonPointer pointer,
      int depth,
      @Nullable Object value,
      String operation) {
    if (pointer.root()) {
      return value;
    }
    var step = pointer.steps().get(depth);
    var last = depth == pointer.steps().size() - 1;
    return switch (here) {
      case ObjectTree tree when last -> tree.with(step, value);
      case ObjectTree tree when tree.containsKey(step) ->
          tree.with(step, add(tree.get(step), pointer, depth + 1, value, operation));
      case List<?> list when last -> insert(list, step, value);
      case List<?> list -> {
        var index = JsonPointer.index(step, list.size());
        if (index.isEmpty()) {
          throw missing(operation, pointer);
        }
        var items = new ArrayList<@Nullable Object>(list);
        var at = index.getAsInt();
        items.set(at, add(items.get(at), pointer, depth + 1, value, operation));
        yield Tree.list(items);
      }
      case null, default -> throw missing(operation, pointer);
    };
  }

  private static List<Object> insert(List<?> list, String step, @Nullable Object value) {
    var items = new ArrayList<@Nullable Object>(list);
    if (step.equals("-")) {
      items.add(value);
      return Tree.list(items);
    }
    var index = JsonPointer.index(step, list.size() + 1);
    if (index.isEmpty()) {
      throw new PatchException(
          Fault.NOT_APPLICABLE,
          "add operation does not apply: unable to access invalid index: "
              + step
              + " (expected: 0 to "
              + list.size()
              + " or -)");
    }
    items.add(index.getAsInt(), value);
    return Tree.list(items);
  }

  private static @Nullable Object remove(@Nullable Object document, JsonPointer pointer) {
    if (pointer.root() || !pointer.exists(document)) {
      throw missing("remove", pointer);
    }
    return cut(document, pointer, 0);
  }

  private static Object cut(@Nullable Object here, JsonPointer pointer, int depth) {
    var step = pointer.steps().get(depth);
    var last = depth == pointer.steps().size() - 1;
    if (here instanceof ObjectTree tree) {
      return last ? tree.without(step) : tree.with(step, cut(tree.get(step), pointer, depth + 1));
    }
    var items = new ArrayList<@Nullable Object>(Tree.items(here));
    var index = JsonPointer.index(step, items.size()).orElseThrow();
    if (last) {
      items.remove(index);
    } else {
      items.set(index, cut(items.get(index), pointer, depth + 1));
    }
    return Tree.list(items);
  }
}
