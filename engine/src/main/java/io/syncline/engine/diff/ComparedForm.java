package io.syncline.engine.diff;

import io.syncline.engine.annotations.Authorship;
import io.syncline.merge.normal.Canonical;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form in which two objects are compared: what never counts is gone (semantics 13.6). */
final class ComparedForm {
  /** Set by the cluster, absent in Git. */
  private static final List<String> SERVER_FIELDS =
      List.of(
          "creationTimestamp",
          "managedFields",
          "generation",
          "resourceVersion",
          "uid",
          "selfLink",
          "namespace");

  private ComparedForm() {}

  /** {@code object} before merging: the kinds that can say one thing in two ways say it in one. */
  static Manifest prepare(Manifest object, boolean ignoreAggregatedRoles) {
    var bare =
        object.at("metadata", "creationTimestamp") == null
            ? object.without("metadata", "creationTimestamp")
            : object;
    return switch (object.groupKind().toString()) {
      case "Secret" -> SecretForm.normalize(bare);
      case "rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole" ->
          role(bare, ignoreAggregatedRoles);
      case "Endpoints" -> endpoints(bare);
      default -> bare;
    };
  }

  private static Manifest role(Manifest role, boolean ignoreAggregatedRoles) {
    var aggregated = role.at("aggregationRule") != null && ignoreAggregatedRoles;
    var empty = role.root().containsKey("rules") && Tree.items(role.at("rules")).isEmpty();
    return aggregated || empty ? role.without("rules") : role;
  }

  private static Manifest endpoints(Manifest endpoints) {
    if (!(endpoints.at("subsets") instanceof List<?> subsets)) {
      return endpoints;
    }
    var sorted = new ArrayList<ObjectTree>();
    for (var subset : subsets) {
      var tree = Tree.object(subset);
      for (var field : List.of("addresses", "notReadyAddresses", "ports")) {
        if (tree.get(field) instanceof List<?> items) {
          tree = tree.with(field, sort(items, field.equals("ports")));
        }
      }
      sorted.add(tree);
    }
    sorted.sort(Comparator.comparing(s -> io.syncline.model.tree.Json.write(Tree.sorted(s))));
    return endpoints.with(sorted, "subsets");
  }

  private static List<ObjectTree> sort(List<?> items, boolean ports) {
    return items.stream()
        .map(Tree::object)
        .map(i -> ports && i.get("protocol") == null ? i.with("protocol", "TCP") : i)
        .sorted(Comparator.comparing(i -> io.syncline.model.tree.Json.write(Tree.sorted(i))))
        .toList();
  }

  /** {@code object} as compared: canonical for its kind, without what the cluster writes. */
  static Manifest of(Manifest object) {
    var bare = object;
    for (var field : SERVER_FIELDS) {
      bare = bare.without("metadata", field);
    }
    bare = bare.without("metadata", "annotations", Authorship.LAST_APPLIED);
    var canonical = Canonical.of(KnownKinds.atKnownVersion(bare));
    var metadata = Tree.object(canonical.at("metadata"));
    for (var field : List.of("annotations", "labels")) {
      if (metadata.get(field) instanceof ObjectTree entries
          ? entries.isEmpty()
          : metadata.get(field) == null) {
        metadata = metadata.without(field);
      }
    }
    return new Manifest(
        Tree.object(numbers(canonical.root().with("metadata", metadata).without("apiVersion"))));
  }

  /** Whole numbers are one number however they are written. */
  private static @Nullable Object numbers(@Nullable Object value) {
    return switch (value) {
      case ObjectTree tree -> {
        var builder = new ObjectTree.Builder(tree.size());
        tree.forEach((k, v) -> builder.put(k, numbers(v)));
        yield builder.build();
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>(list.size());
        list.forEach(item -> copy.add(numbers(item)));
        yield Tree.list(copy);
      }
      case Double d when d == Math.rint(d) && Math.abs(d) < 1e15 -> d.longValue();
      case null, default -> value;
    };
  }
}
