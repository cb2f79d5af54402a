package io.syncline.cli.app;

import static io.syncline.cli.app.SourceOptions.put;

import io.syncline.model.tree.ObjectTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of {@code app create} and {@code app set} that say how syncs are tried again. */
final class RetryOptions {
  @Option(names = "--sync-retry-limit", description = "How often to try again, -1: for ever")
  @Nullable Long limit;

  @Option(
      names = "--sync-retry-refresh",
      arity = "0..1",
      fallbackValue = "true",
      description = "Try again with the newest revision")
  @Nullable Boolean refresh;

  @Option(
      names = "--sync-retry-backoff-duration",
      paramLabel = "DURATION",
      description = "Time before the first try, such as 5s")
  @Nullable String duration;

  @Option(
      names = "--sync-retry-backoff-max-duration",
      paramLabel = "DURATION",
      description = "Longest time between two tries")
  @Nullable String longest;

  @Option(
      names = "--sync-retry-backoff-factor",
      description = "How much longer each time is than the one before")
  @Nullable Long factor;

  ObjectTree apply(ObjectTree spec) {
    var next = put(spec, limit, "syncPolicy", "retry", "limit");
    next = put(next, refresh, "syncPolicy", "retry", "refresh");
    next = put(next, duration, "syncPolicy", "retry", "backoff", "duration");
    next = put(next, longest, "syncPolicy", "retry", "backoff", "maxDuration");
    return put(next, factor, "syncPolicy", "retry", "backoff", "factor");
  }
}
