package io.syncline.cli.app;

import io.syncline.model.tree.ObjectTree;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of {@code app sync} that say how this one is tried again. */
final class SyncRetryOptions {
  @Option(names = "--retry-limit", description = "How often to try again, -1: for ever")
  @Nullable Long limit;

  @Option(names = "--retry-refresh", description = "Try again with the newest revision")
  boolean refresh;

  @Option(
      names = "--retry-backoff-duration",
      defaultValue = "5s",
      paramLabel = "DURATION",
      description = "Time before the first try (default ${DEFAULT-VALUE})")
  String duration = "5s";

  @Option(
      names = "--retry-backoff-max-duration",
      defaultValue = "3m",
      paramLabel = "DURATION",
      description = "Longest time between two tries (default ${DEFAULT-VALUE})")
  String longest = "3m";

  @Option(
      names = "--retry-backoff-factor",
      defaultValue = "2",
      description = "How much longer each time is than the one before")
  long factor = 2;

  /** The strategy to ask for; empty to leave it to the application. */
  Optional<ObjectTree> strategy() {
    if (limit == null || limit == 0) {
      return Optional.empty();
    }
    var backoff = ObjectTree.of("duration", duration, "maxDuration", longest, "factor", factor);
    var strategy = ObjectTree.of("limit", limit, "backoff", backoff);
    return Optional.of(refresh ? strategy.with("refresh", true) : strategy);
  }
}
