package io.syncline.localkube.store;

/** What an acknowledged write outlives. Whatever is chosen, the file is never left half written. */
public enum Durability {
  /**
   * The end of this process at any moment. The operating system has the write; when it crashes or
   * the power fails, the last writes may be missing, each batch as a whole and from the end.
   */
  PROCESS,
  /** The loss of power too: every batch waits until the disk says that it has it. */
  POWER
}
