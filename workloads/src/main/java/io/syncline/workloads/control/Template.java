package io.syncline.workloads.control;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pod templates: sameness, name hashes, and the pods made from them. */
public final class Template {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  /** The label that tells the pods of one ReplicaSet from those of another. */
  public static final String HASH_LABEL = "pod-template-hash";

  private Template() {}

  /**
   * {@code template} reduced to what counts: without the hash label, nulls and empty objects, keys
   * sorted.
   */
  public static ObjectTree essence(@Nullable Object template) {
    var plain = Tree.without(Tree.object(template), "metadata", "labels", HASH_LABEL);
    return Tree.object(Tree.sorted(pruned(plain)));
  }

  private static @Nullable Object pruned(@Nullable Object value) {
    return switch (value) {
      case ObjectTree tree -> {
        var builder = new ObjectTree.Builder(tree.size());
        tree.forEach(
            (key, item) -> {
              var kept = pruned(item);
              var empty = kept == null || (kept instanceof ObjectTree o && o.isEmpty());
              // An empty object can be the whole choice (emptyDir: {}), so its key must stay.
              if (!empty || key.equals("emptyDir")) {
                builder.put(key, kept == null ? ObjectTree.EMPTY : kept);
              }
            });
        yield builder.build();
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> copy.add(pruned(item)));
        yield Tree.list(copy);
      }
      case null, default -> value;
    };
  }

  /** Ten safe characters that depend on {@code template} and {@code salt} only. */
  public static String hash(@Nullable Object template, long salt) {
    var text = Json.write(essence(template)) + (salt == 0 ? "" : "#" + salt);
    return word(hash64(text), 10);
  }

  /** A 64-bit digest of {@code text}, the same in every run. */
  public static long hash64(String text) {
    var hash = 0xcbf29ce484222325L;
    for (var i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }

  /** {@code length} safe characters for a number. */
  public static String word(long number, int length) {
    var out = new StringBuilder(length);
    var rest = number;
    for (var i = 0; i < length; i++) {
      out.append(ALPHABET.charAt((int) Long.remainderUnsigned(rest, ALPHABET.length())));
      rest = Long.divideUnsigned(rest, ALPHABET.length());
    }
    return out.toString();
  }

  /** A pod of {@code owner} made from its template; the caller sets the name. */
  public static Manifest pod(Kind kind, Manifest owner) {
    return pod(kind, owner, owner.at("spec", "template"));
  }

  /** A pod of {@code owner} made from {@code template}; the caller sets the name. */
  public static Manifest pod(Kind kind, Manifest owner, @Nullable Object template) {
    var metadata = ObjectTree.of("namespace", owner.namespace());
    for (var part : List.of("labels", "annotations", "finalizers")) {
      var value = Tree.at(template, "metadata", part);
      metadata = value == null ? metadata : metadata.with(part, value);
    }
    metadata = metadata.with("ownerReferences", List.of(Owners.reference(kind, owner)));
    return Manifest.of(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "metadata",
            metadata,
            "spec",
            Tree.object(Tree.at(template, "spec"))));
  }
}
