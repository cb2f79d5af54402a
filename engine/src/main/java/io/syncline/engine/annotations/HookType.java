package io.syncline.engine.annotations;

import java.util.Optional;

/** When a hook object wants to run, or that it wants to be left alone (semantics 14.2). */
public enum HookType {
  PRE_SYNC("PreSync"),
  SYNC("Sync"),
  POST_SYNC("PostSync"),
  SYNC_FAIL("SyncFail"),
  PRE_DELETE("PreDelete"),
  POST_DELETE("PostDelete"),
  SKIP("Skip");

  private final String word;

  HookType(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }

  /** The sync phase of this type; empty for deletion hooks and {@code Skip}. */
  public Optional<SyncPhase> phase() {
    return SyncPhase.parse(word);
  }

  /** The type spelt {@code word}, case counts; empty for any other word. */
  public static Optional<HookType> parse(String word) {
    for (var type : values()) {
      if (type.word.equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The type a value of Helm's hook annotation stands for; empty when Helm alone knows it. */
  static Optional<HookType> parseHelm(String word) {
    return switch (word) {
      case "pre-install", "pre-upgrade" -> Optional.of(PRE_SYNC);
      case "post-install", "post-upgrade" -> Optional.of(POST_SYNC);
      case "pre-delete" -> Optional.of(PRE_DELETE);
      case "post-delete" -> Optional.of(POST_DELETE);
      default -> Optional.empty();
    };
  }
}
