package io.syncline.engine.annotations;

import java.util.Optional;

/** The stages of one sync operation, in the order they run (semantics 14.1). */
public enum SyncPhase {
  PRE_SYNC("PreSync"),
  SYNC("Sync"),
  POST_SYNC("PostSync"),
  SYNC_FAIL("SyncFail");

  private final String word;

  SyncPhase(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }

  /** The phase spelt {@code word}; empty for any other word. */
  public static Optional<SyncPhase> parse(String word) {
    for (var phase : values()) {
      if (phase.word.equals(word)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }
}
