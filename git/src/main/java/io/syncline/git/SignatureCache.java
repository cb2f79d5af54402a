package io.syncline.git;

import io.syncline.git.signature.Keyring;
import io.syncline.git.signature.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the signatures of one repository were found to be worth. An answer holds for one keyring,
 * until the next of its keys expires; what expires by itself is not kept.
 */
final class SignatureCache {
  private static final int KEPT_HISTORIES = 100;
  private static final int KEPT_COMMITS = 50_000;

  private record Key(String commit, String keyring) {}

  private record Known<T>(T value, Instant from, Instant until) {
    boolean holds(Instant now) {
      return !now.isBefore(from) && now.isBefore(until);
    }
  }

  private static <T> Map<Key, Known<T>> keeping(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Key, Known<T>> eldest) {
        return size() > most;
      }
    };
  }

  private final Map<Key, Known<List<Signed>>> histories = keeping(KEPT_HISTORIES);
  private final Map<Key, Known<Verdict>> commits = keeping(KEPT_COMMITS);

  /** What the history that begins at {@code commit} was found to be. */
  synchronized Optional<List<Signed>> history(String commit, Keyring keyring, Instant now) {
    return held(histories.get(new Key(commit, keyring.id())), now);
  }

  synchronized void putHistory(String commit, Keyring keyring, Instant now, List<Signed> found) {
    histories.put(
        new Key(commit, keyring.id()),
        new Known<>(List.copyOf(found), now, keyring.nextExpiry(now)));
  }

  /** What the signature of {@code commit} was found to be. */
  synchronized Optional<Verdict> commit(String commit, Keyring keyring, Instant now) {
    return held(commits.get(new Key(commit, keyring.id())), now);
  }

  synchronized void putCommit(String commit, Keyring keyring, Instant now, Verdict found) {
    commits.put(new Key(commit, keyring.id()), new Known<>(found, now, keyring.nextExpiry(now)));
  }

  private static <T> Optional<T> held(
      @org.jspecify.annotations.Nullable Known<T> known, Instant now) {
    return known != null && known.holds(now) ? Optional.of(known.value()) : Optional.empty();
  }
}
