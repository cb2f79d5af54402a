package io.syncline.engine.diff;

import io.syncline.engine.glob.Patterns;
import io.syncline.merge.patch.JsonPatch;
import io.syncline.merge.patch.JsonPointer;
import io.syncline.merge.patch.PatchException;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies ignore rules to objects (semantics 13.6). */
final class Ignores {
  private final List<IgnoreRule> rules;
  private final Map<String, Optional<JqDeletion>> compiled = new HashMap<>();

  Ignores(List<IgnoreRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** The rules that concern the object with {@code key}. */
  List<IgnoreRule> matching(ObjectKey key) {
    return rules.stream().filter(rule -> matches(rule, key)).toList();
  }

  static boolean matches(IgnoreRule rule, ObjectKey key) {
    return Patterns.matches(rule.group(), key.group())
        && Patterns.matches(rule.kind(), key.kind())
        && (rule.name().isEmpty() || rule.name().equals(key.name()))
        && (rule.namespace().isEmpty() || rule.namespace().equals(key.namespace()));
  }

  /** {@code object} without the fields that {@code matching} rules name. */
  Manifest remove(Manifest object, List<IgnoreRule> matching) {
    var tree = object.root();
    for (var rule : matching) {
      for (var pointer : rule.jsonPointers()) {
        tree = remove(tree, pointer);
      }
      for (var path : rule.jqPaths()) {
        var deletion = compiled.computeIfAbsent(path, JqDeletion::compile);
        if (deletion.isPresent()) {
          tree = deletion.get().apply(tree, rule.jqTime());
        }
      }
    }
    return tree == object.root() ? object : new Manifest(tree);
  }

  private static ObjectTree remove(ObjectTree tree, String pointer) {
    try {
      if (pointer.isEmpty() || !JsonPointer.parse(pointer).exists(tree)) {
        return tree;
      }
      return JsonPatch.apply(tree, List.of(ObjectTree.of("op", "remove", "path", pointer)));
    } catch (PatchException _) {
      // A pointer that is none, or that points nowhere here, ignores nothing.
      return tree;
    }
  }
}
