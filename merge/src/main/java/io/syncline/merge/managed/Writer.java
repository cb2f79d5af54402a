package io.syncline.merge.managed;

import java.util.Optional;

/**
 * Who writes, and how.
 *
 * @param manager name of the field manager
 * @param operation apply, or any other write
 * @param apiVersion version in which the fields are named
 * @param subresource subresource written through, "" for the object itself
 */
public record Writer(String manager, Operation operation, String apiVersion, String subresource) {
  /** Apply, or any other write. */
  public enum Operation {
    /** Server-side apply. */
    APPLY("Apply"),
    /** Create, update or patch. */
    UPDATE("Update");

    private final String text;

    Operation(String text) {
      this.text = text;
    }

    /** The word in {@code managedFields}. */
    public String text() {
      return text;
    }

    static Optional<Operation> parse(String text) {
      return switch (text) {
        case "Apply" -> Optional.of(APPLY);
        case "Update" -> Optional.of(UPDATE);
        default -> Optional.empty();
      };
    }
  }

  /** A writer of whole objects by server-side apply. */
  public static Writer apply(String manager, String apiVersion) {
    return new Writer(manager, Operation.APPLY, apiVersion, "");
  }

  /** A writer of whole objects by create, update or patch. */
  public static Writer update(String manager, String apiVersion) {
    return new Writer(manager, Operation.UPDATE, apiVersion, "");
  }

  /** This writer through a subresource. */
  public Writer through(String other) {
    return new Writer(manager, operation, apiVersion, other);
  }

  /** Two writers with one identity share an entry; the version counts for updates only. */
  record Identity(String manager, Operation operation, String apiVersion, String subresource) {}

  Identity identity() {
    var version = operation == Operation.APPLY ? "" : apiVersion;
    return new Identity(manager, operation, version, subresource);
  }
}
