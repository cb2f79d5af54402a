package io.syncline.kube;

/**
 * How to write.
 *
 * @param fieldManager owner of the fields written, "" for the server's default
 * @param dryRun check and default on the server, but store nothing
 * @param force take fields over from other managers (server-side apply only)
 * @param validation {@code Strict}, {@code Warn} or {@code Ignore}; "" for the server's default
 * @param impersonate user to act as, "" for none
 */
public record WriteOptions(
    String fieldManager, boolean dryRun, boolean force, String validation, String impersonate) {
  /** Server defaults. */
  public static final WriteOptions DEFAULT = new WriteOptions("", false, false, "", "");

  /** Written by {@code fieldManager}. */
  public static WriteOptions by(String fieldManager) {
    return new WriteOptions(fieldManager, false, false, "", "");
  }

  /** The same, storing nothing when {@code dryRun}. */
  public WriteOptions dryRun(boolean on) {
    return new WriteOptions(fieldManager, on, force, validation, impersonate);
  }

  /** The same, taking fields over when {@code force}. */
  public WriteOptions force(boolean on) {
    return new WriteOptions(fieldManager, dryRun, on, validation, impersonate);
  }

  /** The same with a validation word. */
  public WriteOptions validation(String word) {
    return new WriteOptions(fieldManager, dryRun, force, word, impersonate);
  }

  /** The same as another user. */
  public WriteOptions as(String user) {
    return new WriteOptions(fieldManager, dryRun, force, validation, user);
  }
}
