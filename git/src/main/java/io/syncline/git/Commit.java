package io.syncline.git;

import java.time.Instant;
import java.util.List;

/**
 * One commit's description.
 *
 * @param sha its 40-digit id
 * @param parents ids of its parents, first parent first
 * @param author who wrote the change
 * @param committer who made the commit
 * @param message as written, with the line end Git stores
 * @param tags short names of the tags that point at it, sorted
 */
public record Commit(
    String sha,
    List<String> parents,
    Person author,
    Person committer,
    String message,
    List<String> tags) {

  /** Copies the lists. */
  public Commit {
    parents = List.copyOf(parents);
    tags = List.copyOf(tags);
  }

  /** Who and when. */
  public record Person(String name, String email, Instant when) {
    /** {@code Name <email>}. */
    public String label() {
      return name + " <" + email + ">";
    }
  }

  /** The message's first line. */
  public String subject() {
    return message.lines().findFirst().orElse("");
  }
}
