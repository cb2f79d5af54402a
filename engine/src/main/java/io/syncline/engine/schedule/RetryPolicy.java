package io.syncline.engine.schedule;

import io.syncline.lang.sprig.GoDuration;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and how fast a failed operation is tried again (semantics 16.3).
 *
 * @param limit retries at most; negative for no limit, 0 for none
 * @param first delay before the first retry
 * @param factor growth of the delay
 * @param max longest delay; zero for none
 * @param refresh whether a retry resolves the revision again
 */
public record RetryPolicy(
    long limit, Duration first, double factor, Duration max, boolean refresh) {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration MAX = Duration.ofMinutes(3);
  private static final double FACTOR = 2;

  /** No retries. */
  public static final RetryPolicy NONE = new RetryPolicy(0, FIRST, FACTOR, MAX, false);

  /** What the {@code retry} block of an operation or of a sync policy says. */
  public static RetryPolicy from(ObjectTree retry) {
    var backoff = Tree.object(retry.get("backoff"));
    return new RetryPolicy(
        Tree.number(retry, 0, "limit"),
        duration(Tree.text(backoff, "duration")).orElse(FIRST),
        Tree.number(backoff, (long) FACTOR, "factor"),
        duration(Tree.text(backoff, "maxDuration")).orElse(MAX),
        Tree.flag(retry, "refresh"));
  }

  private static Optional<Duration> duration(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() < 10) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    return GoDuration.parse(text);
  }

  /** The delay before the next retry after {@code retries} of them; empty when none is left. */
  public Optional<Duration> delay(long retries) {
    if (limit >= 0 && retries >= limit) {
      return Optional.empty();
    }
    var seconds = first.toMillis() * Math.pow(factor, retries);
    var longest = max.isZero() ? Long.MAX_VALUE : max.toMillis();
    return Optional.of(Duration.ofMillis((long) Math.min(seconds, longest)));
  }
}
