package io.syncline.model.status;

/**
 * Something an operator should know about an application.
 *
 * @param type such as {@code ComparisonError}; types ending in Error are errors, the rest warnings
 * @param message what, where, and what was expected
 */
public record Condition(String type, String message) {
  /** The application's spec is not usable. */
  public static final String INVALID_SPEC = "InvalidSpecError";

  /** Target or live state could not be had. */
  public static final String COMPARISON = "ComparisonError";

  /** Automatic sync failed or was refused. */
  public static final String SYNC = "SyncError";

  /** Deleting failed. */
  public static final String DELETION = "DeletionError";

  /** One object twice in one application. */
  public static final String REPEATED = "RepeatedResourceWarning";

  /** One object in two applications. */
  public static final String SHARED = "SharedResourceWarning";

  /** A kind that settings exclude. */
  public static final String EXCLUDED = "ExcludedResourceWarning";

  /** Objects in the application's namespace that belong to no application. */
  public static final String ORPHANED = "OrphanedResourceWarning";

  /** Whether this stops comparison or sync. */
  public boolean isError() {
    return type.endsWith("Error");
  }
}
