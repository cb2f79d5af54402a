package io.syncline.git;

/**
 * What a commit says beside its files.
 *
 * @param message as it is to be stored
 * @param author who made the change
 * @param committer who commits it
 */
public record CommitInfo(String message, Identity author, Identity committer) {
  /** A name and an e-mail address, either possibly "". */
  public record Identity(String name, String email) {}

  /** With one person in both roles. */
  public static CommitInfo of(String message, String name, String email) {
    var who = new Identity(name, email);
    return new CommitInfo(message, who, who);
  }
}
