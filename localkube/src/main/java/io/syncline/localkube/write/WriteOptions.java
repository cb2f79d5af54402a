package io.syncline.localkube.write;

import java.util.function.Consumer;

/**
 * What a writer may say beside the object.
 *
 * @param fieldManager name under which changed fields are owned
 * @param dryRun whether nothing is kept
 * @param fieldValidation what happens to unknown fields
 * @param force whether apply takes fields from other managers
 * @param warn takes warnings for the caller
 */
public record WriteOptions(
    String fieldManager,
    boolean dryRun,
    FieldValidation fieldValidation,
    boolean force,
    Consumer<String> warn) {
  /** What happens to fields that the schema does not know. */
  public enum FieldValidation {
    /** Dropped silently. */
    IGNORE,
    /** Dropped with a warning. */
    WARN,
    /** Refused. */
    STRICT
  }

  /** A plain write under a manager, unknown fields dropped. */
  public static WriteOptions by(String fieldManager) {
    return new WriteOptions(fieldManager, false, FieldValidation.IGNORE, false, warning -> {});
  }
}
