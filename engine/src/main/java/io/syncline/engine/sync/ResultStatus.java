package io.syncline.engine.sync;

import java.util.Optional;

/** What a sync did with an object, spelt as on the wire by {@link #word()}. */
public enum ResultStatus {
  SYNCED("Synced"),
  SYNC_FAILED("SyncFailed"),
  PRUNED("Pruned"),
  PRUNE_SKIPPED("PruneSkipped");

  private final String word;

  ResultStatus(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }

  /** The status spelt {@code word}; empty for any other word. */
  public static Optional<ResultStatus> parse(String word) {
    for (var status : values()) {
      if (status.word.equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
