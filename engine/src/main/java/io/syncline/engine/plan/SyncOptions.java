package io.syncline.engine.plan;

import io.syncline.engine.target.Scope;
import io.syncline.engine.target.Scopes;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one sync operation is to run.
 *
 * @param operation the {@code operation.sync} block as asked for
 * @param options {@code Key=value} sync options of this run
 * @param revision resolved revision; names hooks that have only a generateName
 * @param startedAt start of the operation
 * @param namespace destination namespace
 * @param run tells this try of this operation from all others, so that a hook it made is known
 *     again; "" for none
 * @param surroundings what cluster and project say
 */
public record SyncOptions(
    ObjectTree operation,
    List<String> options,
    String revision,
    Instant startedAt,
    String namespace,
    String run,
    Surroundings surroundings) {
  /**
   * What cluster and project say when a plan is made.
   *
   * @param scopes which kinds the cluster serves
   * @param access what the project permits
   * @param namespace the live destination namespace; empty when it does not exist
   * @param namespaceMetadata {@code managedNamespaceMetadata} of the application
   */
  public record Surroundings(
      Scopes scopes, Access access, Optional<Manifest> namespace, ObjectTree namespaceMetadata) {
    /** Everything is known and permitted; the namespace exists. */
    public static Surroundings open(Scopes scopes) {
      return new Surroundings(
          scopes, (_, _) -> Optional.empty(), Optional.empty(), ObjectTree.EMPTY);
    }
  }

  /** Whether a project permits touching an object. */
  @FunctionalInterface
  public interface Access {
    /** Why {@code object} may not be touched; empty when it may. */
    Optional<String> refusal(Manifest object, Scope scope);
  }

  /** Copies the list. */
  public SyncOptions {
    options = List.copyOf(options);
  }

  /** Whether {@code option}, such as {@code PruneLast=true}, is on for the whole run. */
  public boolean has(String option) {
    return options.contains(option);
  }

  /** Whether objects Git no longer has are deleted. */
  public boolean prune() {
    return Tree.flag(operation, "prune");
  }

  /** Whether nothing is changed for real. */
  public boolean dryRun() {
    return Tree.flag(operation, "dryRun");
  }

  /** Whether objects that cannot be patched are made anew. */
  public boolean force() {
    return Tree.flag(operation, "syncStrategy", "apply", "force")
        || Tree.flag(operation, "syncStrategy", "hook", "force");
  }

  /** Whether only some objects are synced. */
  public boolean selective() {
    return !Tree.items(operation.get("resources")).isEmpty();
  }

  /** Whether hooks are left out: strategy apply, or a selective sync. */
  public boolean skipsHooks() {
    return Tree.at(operation, "syncStrategy", "apply") != null || selective();
  }

  /** Whether the object with {@code key} takes part (semantics 14.13). */
  public boolean selects(ObjectKey key) {
    return !selective()
        || Tree.items(operation.get("resources")).stream().anyMatch(r -> matches(r, key));
  }

  private static boolean matches(Object resource, ObjectKey key) {
    var namespace = Tree.text(resource, "namespace");
    return Tree.text(resource, "group").equals(key.group())
        && Tree.text(resource, "kind").equals(key.kind())
        && Tree.text(resource, "name").equals(key.name())
        && (namespace.isEmpty() || namespace.equals(key.namespace()));
  }
}
