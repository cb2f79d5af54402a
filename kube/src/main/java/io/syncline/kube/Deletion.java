package io.syncline.kube;

import java.util.OptionalLong;

/**
 * How to delete.
 *
 * @param propagation what happens to what the object owns
 * @param graceSeconds grace for pods; empty for the default
 * @param uid only the object with this uid; "" for any
 * @param dryRun check only
 * @param impersonate user to act as, "" for none
 */
public record Deletion(
    Propagation propagation,
    OptionalLong graceSeconds,
    String uid,
    boolean dryRun,
    String impersonate) {
  /** What happens to the objects that the deleted one owns. */
  public enum Propagation {
    BACKGROUND("Background"),
    FOREGROUND("Foreground"),
    ORPHAN("Orphan");

    private final String word;

    Propagation(String word) {
      this.word = word;
    }

    /** The word on the wire. */
    public String word() {
      return word;
    }
  }

  /** Deletes with what it owns, in the way given. */
  public static Deletion of(Propagation propagation) {
    return new Deletion(propagation, OptionalLong.empty(), "", false, "");
  }

  /** The same with a grace period in seconds. */
  public Deletion grace(long seconds) {
    return new Deletion(propagation, OptionalLong.of(seconds), uid, dryRun, impersonate);
  }

  /** The same as another user. */
  public Deletion as(String user) {
    return new Deletion(propagation, graceSeconds, uid, dryRun, user);
  }

  /** The same, deleting nothing when {@code on}. */
  public Deletion dryRun(boolean on) {
    return new Deletion(propagation, graceSeconds, uid, on, impersonate);
  }
}
