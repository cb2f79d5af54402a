package io.syncline.localkube.write;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a writer may say beside the object.
 *
 * @param fieldManager name under which changed fields are owned
 * @param dryRun whether nothing is kept
 * @param fieldValidation what happens to unknown fields
 * @param force whether apply takes fields from other managers
 * @param warn takes warnings for the caller
 * @param repeated what the reader of the body says of keys given again
 * @param approval what is asked before the object is kept
 */
public record WriteOptions(
    String fieldManager,
    boolean dryRun,
    FieldValidation fieldValidation,
    boolean force,
    Consumer<String> warn,
    List<String> repeated,
    Approval approval) {
  /** Copies the list. */
  public WriteOptions {
    repeated = List.copyOf(repeated);
  }

  /** What happens to fields that the schema does not know. */
  public enum FieldValidation {
    /** Dropped silently. */
    IGNORE,
    /** Dropped with a warning. */
    WARN,
    /** Refused. */
    STRICT
  }

  /** The same for a body in which keys were given again. */
  public WriteOptions repeating(List<String> keys) {
    return keys.isEmpty()
        ? this
        : new WriteOptions(fieldManager, dryRun, fieldValidation, force, warn, keys, approval);
  }

  /** A plain write under a manager, unknown fields dropped. */
  public static WriteOptions by(String fieldManager) {
    return new WriteOptions(
        fieldManager,
        false,
        FieldValidation.IGNORE,
        false,
        warning -> {},
        List.of(),
        Approval.ALWAYS);
  }

  /** The same, unknown fields refused and fields taken from other managers. */
  public WriteOptions forced() {
    return new WriteOptions(
        fieldManager, dryRun, FieldValidation.STRICT, true, warn, repeated, approval);
  }
}
