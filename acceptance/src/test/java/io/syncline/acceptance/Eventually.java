package io.syncline.acceptance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must become true, looking again and again until a deadline. */
public final class Eventually {
  /** Generous: it only bounds how long a failure takes. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = 50_000_000;

  private Eventually() {}

  /**
   * Waits until {@code claim} no longer throws an {@link AssertionError}, at most {@link #LIMIT}.
   */
  public static void holds(Runnable claim) {
    holds(LIMIT, claim);
  }

  /**
   * Waits until {@code claim} no longer throws an {@link AssertionError}, at most {@code limit}.
   */
  public static void holds(Duration limit, Runnable claim) {
    gives(
        limit,
        () -> {
          claim.run();
          return true;
        });
  }

  /** The value of {@code claim} once it throws no {@link AssertionError}. */
  public static <T> T gives(Duration limit, Supplier<T> claim) {
    var end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        return claim.get();
      } catch (AssertionError e) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("not within " + limit.toSeconds() + " s: " + e.getMessage(), e);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Waits until {@code condition} is true. */
  public static void is(String what, Duration limit, BooleanSupplier condition) {
    holds(
        limit,
        () -> {
          if (!condition.getAsBoolean()) {
            throw new AssertionError(what);
          }
        });
  }
}
