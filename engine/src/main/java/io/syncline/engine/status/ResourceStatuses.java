package io.syncline.engine.status;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.health.ApplicationHealth;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code status.resources} (semantics 2). */
public final class ResourceStatuses {
  /** The word for health that is not in the status. */
  public static final String HEALTH_SOURCE_TREE = "appTree";

  private ResourceStatuses() {}

  /**
   * One entry per difference, sorted by key.
   *
   * @param options {@code syncPolicy.syncOptions} of the application
   * @param health health to write beside; empty to leave it out
   */
  public static List<ObjectTree> write(
      List<Difference> differences, List<String> options, Optional<ApplicationHealth> health) {
    return differences.stream()
        .sorted(Comparator.comparing(Difference::key))
        .map(d -> write(d, options, health))
        .toList();
  }

  /** {@code status} with the health of its resources, or with a word on where to look for it. */
  public static ObjectTree healthIn(ObjectTree status, boolean inline) {
    if (inline) {
      return status.without("resourceHealthSource");
    }
    var resources =
        Tree.items(status.get("resources")).stream()
            .map(resource -> Tree.object(resource).without("health"))
            .toList();
    var without = resources.isEmpty() ? status : status.with("resources", resources);
    return without.with("resourceHealthSource", HEALTH_SOURCE_TREE);
  }

  private static ObjectTree write(
      Difference difference, List<String> options, Optional<ApplicationHealth> health) {
    var object = difference.object();
    var key = difference.key();
    var tree = ObjectTree.EMPTY;
    tree = text(tree, "group", key.group());
    tree = text(tree, "version", object.version());
    tree = text(tree, "kind", key.kind());
    tree = text(tree, "namespace", key.namespace());
    tree = text(tree, "name", key.name());
    tree = text(tree, "status", difference.status().map(SyncStatus::word).orElse(""));
    var own = health.map(ApplicationHealth::resources).map(all -> all.get(key));
    if (own.isPresent()) {
      var state = ObjectTree.of("status", own.get().status().word());
      tree = tree.with("health", text(state, "message", own.get().message()));
    }
    tree = flag(tree, "hook", difference.hook());
    tree = flag(tree, "requiresPruning", difference.requiresPruning());
    var wave = Annotations.wave(object);
    tree = wave == 0 ? tree : tree.with("syncWave", wave);
    return flag(tree, "requiresDeletionConfirmation", needsConfirmation(difference, options));
  }

  private static boolean needsConfirmation(Difference difference, List<String> options) {
    return Stream.concat(difference.target().stream(), difference.live().stream())
            .anyMatch(ResourceStatuses::asksForConfirmation)
        || options.contains("Prune=confirm")
        || options.contains("Delete=confirm");
  }

  private static boolean asksForConfirmation(Manifest object) {
    return Annotations.has(object, Annotations.SYNC_OPTIONS, "Prune=confirm")
        || Annotations.has(object, Annotations.SYNC_OPTIONS, "Delete=confirm");
  }

  private static ObjectTree text(ObjectTree tree, String field, String value) {
    return value.isEmpty() ? tree : tree.with(field, value);
  }

  private static ObjectTree flag(ObjectTree tree, String field, boolean value) {
    return value ? tree.with(field, true) : tree;
  }
}
