package io.syncline.git;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the objects of a shared mirror: whoever the server itself let list the repository a
 * short time ago. What the credentials of one brought is closed to all others until they have
 * listed it with their own.
 */
final class Permits {
  /** So long does a login that the server took away go on reading, at most. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  /** So long does a server that does not answer keep nobody from what they could read before. */
  private static final Duration LONGEST = Duration.ofHours(24);

  /** So long is a server that did not answer left alone. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final int MANY = 1_000;

  private final InstantSource clock;
  private final ConcurrentHashMap<String, Permit> permits = new ConcurrentHashMap<>();

  private static final class Permit {
    final ReentrantLock asking = new ReentrantLock();
    volatile Instant listed = Instant.MIN;
    volatile Instant silent = Instant.MIN;
    volatile @Nullable GitException problem;
  }

  Permits(InstantSource clock) {
    this.clock = clock;
  }

  /** What the server lets {@code identity} list, remembered as its permit; or taken from it. */
  RemoteRefs listed(String identity, Supplier<RemoteRefs> listing) {
    return listed(permit(identity), listing);
  }

  private Permit permit(String identity) {
    if (permits.size() > MANY) {
      var old = clock.instant().minus(LONGEST);
      permits
          .values()
          .removeIf(
              permit ->
                  !permit.asking.isLocked()
                      && permit.listed.isBefore(old)
                      && permit.silent.isBefore(old));
    }
    return permits.computeIfAbsent(identity, _ -> new Permit());
  }

  private RemoteRefs listed(Permit permit, Supplier<RemoteRefs> listing) {
    // A permit reaches back to the question, as rights may go while the answer is on its way.
    var begun = clock.instant();
    try {
      var refs = listing.get();
      permit.listed = begun;
      permit.problem = null;
      return refs;
    } catch (GitException e) {
      if (e.code() == GitException.Code.INTERRUPTED) {
        // The server goes on to answer somebody who left.
        throw e;
      }
      if (isSilence(e)) {
        permit.problem = e;
        permit.silent = clock.instant();
      } else {
        permit.listed = Instant.MIN;
      }
      throw e;
    }
  }

  private static boolean isSilence(GitException e) {
    return e.code() == GitException.Code.UNREACHABLE || e.code() == GitException.Code.TIMEOUT;
  }

  /**
   * Returns when {@code identity} may read, asking by {@code listing} if that is not known.
   *
   * @throws GitException as the listing does, when it may not
   */
  void require(String identity, Supplier<RemoteRefs> listing) {
    var permit = permit(identity);
    if (stands(permit)) {
      return;
    }
    permit.asking.lock();
    try {
      if (!stands(permit)) {
        listed(permit, listing);
      }
    } catch (GitException e) {
      if (!stands(permit)) {
        throw e;
      }
    } finally {
      permit.asking.unlock();
    }
  }

  /** Whether the permit is good; throws when the server said nothing a moment ago. */
  private boolean stands(Permit permit) {
    var now = clock.instant();
    if (isWithin(permit.listed, FRESH, now)) {
      return true;
    }
    var problem = permit.problem;
    if (problem == null || !isWithin(permit.silent, SILENCE, now)) {
      return false;
    }
    if (isWithin(permit.listed, LONGEST, now)) {
      return true;
    }
    throw problem;
  }

  private static boolean isWithin(Instant then, Duration age, Instant now) {
    return then.isAfter(now.minus(age));
  }
}
