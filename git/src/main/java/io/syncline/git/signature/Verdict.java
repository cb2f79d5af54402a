package io.syncline.git.signature;

import java.util.Optional;

/**
 * What one signature is worth.
 *
 * @param result what checking it gave
 * @param keyId the key that made it, sixteen hexadecimal digits; "" when there is no signature
 * @param primaryKeyId the key that one belongs to; {@code keyId} itself when it is no subkey or is
 *     not known
 */
public record Verdict(Result result, String keyId, String primaryKeyId) {
  /** What checking a signature gives; the letters are those of {@code git log --format=%G?}. */
  public enum Result {
    /** Good. */
    GOOD('G', "signed"),
    /** Made over another text. */
    BAD('B', "bad signature"),
    /** Good, by a key whose owner nobody vouches for. Keys of our keyring are vouched for. */
    UNTRUSTED('U', "signed with untrusted key"),
    /** Good once: it has expired. */
    EXPIRED('X', "expired signature"),
    /** Good, by a key that has expired since. */
    EXPIRED_KEY('Y', "signed with expired key"),
    /** Good, by a key that was revoked. */
    REVOKED_KEY('R', "signed with revoked key"),
    /** The keyring lacks the key. */
    MISSING_KEY('E', "signed with key not in keyring"),
    /** There is no signature. */
    UNSIGNED('N', "unsigned");

    private final char letter;
    private final String words;

    Result(char letter, String words) {
      this.letter = letter;
      this.words = words;
    }

    /** The letter Git has for it. */
    public char letter() {
      return letter;
    }

    /** How a message says it. */
    public String words() {
      return words;
    }
  }

  /** No signature. */
  public static final Verdict NONE = new Verdict(Result.UNSIGNED, "", "");

  static Verdict of(Result result, String keyId) {
    return new Verdict(result, keyId, keyId);
  }

  /**
   * The short form of a key's name in a configuration: the last sixteen digits of a fingerprint.
   * Empty for anything else.
   */
  public static Optional<String> shortKeyId(String written) {
    if (!written.matches("[0-9A-Fa-f]{16}|[0-9A-Fa-f]{40}")) {
      return Optional.empty();
    }
    return Optional.of(written.substring(written.length() - 16).toUpperCase(java.util.Locale.ROOT));
  }

  /** Whether {@code allowed}, a key id or fingerprint, is the key or the one it belongs to. */
  public boolean isBy(String allowed) {
    return shortKeyId(allowed)
        .filter(id -> id.equals(keyId) || id.equals(primaryKeyId))
        .isPresent();
  }
}
