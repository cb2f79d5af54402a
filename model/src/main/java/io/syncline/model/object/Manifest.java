package io.syncline.model.object;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes object, rendered or live, as an immutable tree. Fields nobody here knows are kept
 * as they came.
 */
public record Manifest(ObjectTree root) {
  /** An object from a map of any kind; the map is copied. */
  public static Manifest of(Map<String, ?> root) {
    return new Manifest(ObjectTree.copyOf(root));
  }

  /** An object from JSON text. */
  public static Manifest parse(byte[] json) {
    return new Manifest(Json.parseObject(json));
  }

  /** {@code apiVersion}, "" when absent. */
  public String apiVersion() {
    return Tree.text(root, "apiVersion");
  }

  /** The group part of {@code apiVersion}, "" for core. */
  public String group() {
    var version = apiVersion();
    var slash = version.indexOf('/');
    return slash < 0 ? "" : version.substring(0, slash);
  }

  /** The version part of {@code apiVersion}. */
  public String version() {
    var version = apiVersion();
    return version.substring(version.indexOf('/') + 1);
  }

  /** {@code kind}, "" when absent. */
  public String kind() {
    return Tree.text(root, "kind");
  }

  /** {@code metadata.name}, "" when absent. */
  public String name() {
    return Tree.text(root, "metadata", "name");
  }

  /** {@code metadata.namespace}, "" when absent. */
  public String namespace() {
    return Tree.text(root, "metadata", "namespace");
  }

  /** {@code metadata.uid}, "" when absent. */
  public String uid() {
    return Tree.text(root, "metadata", "uid");
  }

  /** {@code metadata.resourceVersion}, "" when absent. */
  public String resourceVersion() {
    return Tree.text(root, "metadata", "resourceVersion");
  }

  /** {@code metadata.generation}, 0 when absent. */
  public long generation() {
    return Tree.number(root, 0, "metadata", "generation");
  }

  /** Whether deletion was asked for and is still held back. */
  public boolean deleting() {
    return Tree.at(root, "metadata", "deletionTimestamp") != null;
  }

  /** Group and kind. */
  public GroupKind groupKind() {
    return new GroupKind(group(), kind());
  }

  /** Group, kind, namespace and name. */
  public ObjectKey key() {
    return new ObjectKey(group(), kind(), namespace(), name());
  }

  /** The labels whose values are strings. */
  public Map<String, String> labels() {
    return strings(Tree.at(root, "metadata", "labels"));
  }

  /** The annotations whose values are strings. */
  public Map<String, String> annotations() {
    return strings(Tree.at(root, "metadata", "annotations"));
  }

  /** One annotation. */
  public Optional<String> annotation(String name) {
    return Tree.string(Tree.at(root, "metadata", "annotations", name));
  }

  /** One label. */
  public Optional<String> label(String name) {
    return Tree.string(Tree.at(root, "metadata", "labels", name));
  }

  /** {@code metadata.finalizers}. */
  public List<String> finalizers() {
    return Tree.items(Tree.at(root, "metadata", "finalizers")).stream()
        .map(String::valueOf)
        .toList();
  }

  /** {@code metadata.ownerReferences}. */
  public List<ObjectTree> owners() {
    return Tree.items(Tree.at(root, "metadata", "ownerReferences")).stream()
        .map(Tree::object)
        .toList();
  }

  private static Map<String, String> strings(@Nullable Object value) {
    var strings = new LinkedHashMap<String, String>();
    Tree.object(value)
        .forEach(
            (k, v) -> {
              if (v instanceof String s) {
                strings.put(k, s);
              }
            });
    return java.util.Collections.unmodifiableMap(strings);
  }

  /** The value at {@code path}. */
  public @Nullable Object at(String... path) {
    return Tree.at(root, path);
  }

  /** The string at {@code path}, "" when there is none. */
  public String text(String... path) {
    return Tree.text(root, path);
  }

  /** This object with {@code value} at {@code path}. */
  public Manifest with(@Nullable Object value, String... path) {
    return new Manifest(Tree.with(root, value, path));
  }

  /** This object without what stands at {@code path}. */
  public Manifest without(String... path) {
    var changed = Tree.without(root, path);
    return changed == root ? this : new Manifest(changed);
  }

  /** This object as compact JSON. */
  public String json() {
    return Json.write(root);
  }

  /** Key only: manifests may hold secrets and must not reach a log by accident. */
  @Override
  public String toString() {
    return key().toString();
  }
}
