package io.syncline.engine.preview;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field that differs between two versions of an object.
 *
 * @param path such as {@code spec.template.spec.containers[web].image}
 * @param from its value before, as JSON; empty when it was not there
 * @param to its value after, as JSON; empty when it will not be there
 */
public record FieldChange(String path, Optional<String> from, Optional<String> to) {
  private static final int SHOWN = 80;

  /**
   * The fields that differ, in the order of the object. Items of lists go by their name when all
   * have one of their own. Values are shown as they are: hide secrets first.
   */
  public static List<FieldChange> between(Manifest before, Manifest after) {
    var changes = new ArrayList<FieldChange>();
    compare("", before.root(), after.root(), changes);
    return changes;
  }

  private static void compare(
      String path, @Nullable Object from, @Nullable Object to, List<FieldChange> changes) {
    if (Objects.equals(from, to)) {
      return;
    }
    if (from instanceof ObjectTree a && to instanceof ObjectTree b) {
      var keys = new LinkedHashSet<>(a.keySet());
      keys.addAll(b.keySet());
      for (var key : keys) {
        member(path + step(path, key), a, b, key, changes);
      }
      return;
    }
    if (from instanceof List<?> a && to instanceof List<?> b) {
      var first = named(a);
      var second = named(b);
      if (first.isPresent() && second.isPresent()) {
        var names = new LinkedHashSet<>(first.get().keySet());
        names.addAll(second.get().keySet());
        for (var name : names) {
          member(path + "[" + name + "]", first.get(), second.get(), name, changes);
        }
        return;
      }
      if (a.size() == b.size()) {
        for (var i = 0; i < a.size(); i++) {
          compare(path + "[" + i + "]", a.get(i), b.get(i), changes);
        }
        return;
      }
    }
    changes.add(new FieldChange(path, Optional.of(text(from)), Optional.of(text(to))));
  }

  private static void member(
      String path,
      java.util.Map<String, Object> a,
      java.util.Map<String, Object> b,
      String key,
      List<FieldChange> changes) {
    if (!a.containsKey(key)) {
      changes.add(new FieldChange(path, Optional.empty(), Optional.of(text(b.get(key)))));
    } else if (!b.containsKey(key)) {
      changes.add(new FieldChange(path, Optional.of(text(a.get(key))), Optional.empty()));
    } else {
      compare(path, a.get(key), b.get(key), changes);
    }
  }

  private static String step(String path, String key) {
    if (key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-')) {
      return path.isEmpty() ? key : "." + key;
    }
    return "[\"" + key + "\"]";
  }

  private static Optional<java.util.Map<String, Object>> named(List<?> items) {
    var byName = new LinkedHashMap<String, Object>();
    for (var item : items) {
      var name = Tree.text(item, "name");
      if (name.isEmpty() || byName.put(name, Tree.object(item)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(byName);
  }

  private static String text(@Nullable Object value) {
    return Json.write(value);
  }

  /** For people, in one line: long values are cut. */
  public String shown() {
    if (from.isEmpty()) {
      return path + " would become " + cut(to.orElse(""));
    }
    return to.isEmpty()
        ? path + " (now " + cut(from.get()) + ") would go"
        : path + " is " + cut(from.get()) + " and would become " + cut(to.get());
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** For programs. */
  public ObjectTree tree() {
    var tree = ObjectTree.of("path", path);
    tree = from.isEmpty() ? tree : tree.with("from", from.get());
    return to.isEmpty() ? tree : tree.with("to", to.get());
  }
}
