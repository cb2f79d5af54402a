package io.syncline.engine.plan;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.Authorship;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;

/**
 * How one object is written (semantics 15.2).
 *
 * @param dryRun nothing is stored
 * @param method apply, replace or server-side apply
 * @param force delete and create again when it cannot be patched
 * @param validate check against the schema first
 * @param migrate move fields of the client-side manager to ours before a server-side apply
 */
public record ApplyOptions(
    boolean dryRun, Method method, boolean force, boolean validate, boolean migrate) {
  /** Ways to write an object. */
  public enum Method {
    /** Three-way patch with the last-applied annotation. */
    CLIENT_SIDE,
    /**
     * Server-side apply as manager {@code argocd-controller}, conflicts forced: where it is asked
     * for, for objects too large for the annotation, and for those that were written so last: only
     * their owners tell what Git no longer wants.
     */
    SERVER_SIDE,
    /** Replace the live object; create when there is none. */
    REPLACE
  }

  /** How {@code task} is written in this run; {@code dryRun} when it is only a rehearsal. */
  public static ApplyOptions of(SyncTask task, SyncOptions options, boolean dryRun) {
    var rehearsal = dryRun || options.dryRun();
    return new ApplyOptions(
        rehearsal,
        method(task, options, rehearsal),
        options.force() || either(task, "Force=true"),
        !options.has("Validate=false") && !asked(task.object(), "Validate=false"),
        !options.has("ClientSideApplyMigration=false"));
  }

  private static Method method(SyncTask task, SyncOptions options, boolean rehearsal) {
    if (options.has("Replace=true") || either(task, "Replace=true")) {
      return Method.REPLACE;
    }
    if (asked(task.object(), "ServerSideApply=false") || options.has("ServerSideApply=false")) {
      return Method.CLIENT_SIDE;
    }
    // A rehearsal stays on the client: server-side apply would need the namespace to exist.
    var wanted =
        !rehearsal
            && (options.has("ServerSideApply=true")
                || asked(task.object(), "ServerSideApply=true")
                || task.live().filter(ApplyOptions::servedBefore).isPresent());
    return wanted || !Remembered.fits(task.object()) ? Method.SERVER_SIDE : Method.CLIENT_SIDE;
  }

  /** Whether {@code live} was applied by the server last, and by us. */
  private static boolean servedBefore(Manifest live) {
    return live.annotation(Authorship.LAST_APPLIED).isEmpty()
        && Tree.items(live.at("metadata", "managedFields")).stream()
            .anyMatch(
                entry ->
                    Tree.text(entry, "manager").equals(Authorship.MANAGER)
                        && Tree.text(entry, "operation").equals("Apply")
                        && Tree.text(entry, "subresource").isEmpty());
  }

  private static boolean either(SyncTask task, String option) {
    return task.target().filter(t -> asked(t, option)).isPresent()
        || task.live().filter(l -> asked(l, option)).isPresent();
  }

  private static boolean asked(Manifest object, String option) {
    return Annotations.has(object, Annotations.SYNC_OPTIONS, option);
  }
}
