package io.syncline.model.status;

/** How the cluster compares with Git, spelt as on the wire by {@link #word()}. */
public enum SyncStatus {
  SYNCED("Synced"),
  OUT_OF_SYNC("OutOfSync"),
  UNKNOWN("Unknown");

  private final String word;

  SyncStatus(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }
}
