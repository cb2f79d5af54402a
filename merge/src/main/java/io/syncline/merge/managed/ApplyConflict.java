package io.syncline.merge.managed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Server-side apply would change fields that others own. */
public final class ApplyConflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * One field that another writer owns.
   *
   * @param owner how messages name the other writer
   * @param path the path elements of the field
   */
  public record Cause(String owner, List<String> path) {
    /** Copies the path. */
    public Cause {
      path = List.copyOf(path);
    }

    /** The field as messages write it: {@code .spec.replicas}. */
    public String field() {
      return PathElements.text(path);
    }

    /** What the cause of the Status says. */
    public String message() {
      return "conflict with " + owner;
    }
  }

  private final transient List<Cause> causes;

  /** A conflict with its causes, at least one. */
  public ApplyConflict(List<Cause> causes) {
    super(text(causes));
    this.causes = List.copyOf(causes);
  }

  /** The fields in conflict, by owner, then by path. */
  public List<Cause> causes() {
    return causes;
  }

  private static String text(List<Cause> causes) {
    if (causes.size() == 1) {
      var cause = causes.getFirst();
      return "Apply failed with 1 conflict: " + cause.message() + ": " + cause.field();
    }
    var byOwner = new LinkedHashMap<String, List<String>>();
    causes.forEach(
        cause -> byOwner.computeIfAbsent(cause.owner(), _ -> new ArrayList<>()).add(cause.field()));
    var lines = new ArrayList<String>();
    byOwner.forEach(
        (owner, fields) -> {
          lines.add("conflicts with " + owner + ":");
          fields.forEach(field -> lines.add("- " + field));
        });
    return "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
  }
}
