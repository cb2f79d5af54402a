package io.syncline.engine.annotations;

import java.util.Optional;

/** When a hook object is deleted (semantics 14.2). */
public enum HookDeletePolicy {
  HOOK_SUCCEEDED("HookSucceeded", "hook-succeeded"),
  HOOK_FAILED("HookFailed", "hook-failed"),
  BEFORE_HOOK_CREATION("BeforeHookCreation", "before-hook-creation");

  private final String word;
  private final String helmWord;

  HookDeletePolicy(String word, String helmWord) {
    this.word = word;
    this.helmWord = helmWord;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }

  /** The policy spelt {@code word}, case counts; empty for any other word. */
  public static Optional<HookDeletePolicy> parse(String word) {
    for (var policy : values()) {
      if (policy.word.equals(word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  static Optional<HookDeletePolicy> parseHelm(String word) {
    for (var policy : values()) {
      if (policy.helmWord.equals(word)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
