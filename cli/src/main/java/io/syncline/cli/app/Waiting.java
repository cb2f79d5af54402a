package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Waits for an application, printing a row whenever one of its resources changes. */
final class Waiting {
  private static final String ROW = "%-25s  %5s  %10s  %20s  %-20s  %8s  %10s  %8s  %s%n";

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

  private final GlobalOptions global;
  private final ApiClient client;
  private final String name;
  private final boolean quiet;
  private final Map<String, String> printed = new HashMap<>();

  /** Waits for {@code name}; prints rows unless {@code quiet}. */
  Waiting(GlobalOptions global, ApiClient client, String name, boolean quiet) {
    this.global = global;
    this.client = client;
    this.name = name;
    this.quiet = quiet;
  }

  /**
   * The application once it fulfils {@code done}; empty when it does not within {@code seconds} (0:
   * no limit) or is deleted while deletion is not what is waited for.
   */
  Optional<ObjectTree> until(Predicate<ObjectTree> done, int seconds, boolean deletion) {
    var found = new CompletableFuture<Optional<ObjectTree>>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (!found.isDone()) {
                  watch(found, done, deletion);
                  pause(found);
                }
              } catch (RuntimeException e) {
                found.completeExceptionally(e);
              }
            });
    try {
      return seconds > 0 ? found.get(seconds, TimeUnit.SECONDS) : found.get();
    } catch (TimeoutException e) {
      found.complete(Optional.empty());
      return Optional.empty();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CliException cli
          ? cli
          : new IllegalStateException("waiting for " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(
          CliException.FAILED, "interrupted while waiting for application " + name);
    }
  }

  /** A stream that ended is opened again, but not as fast as the machine can. */
  private static void pause(CompletableFuture<?> found) {
    found.handle((_, _) -> true).completeOnTimeout(true, 1, TimeUnit.SECONDS).join();
  }

  private void watch(
      CompletableFuture<Optional<ObjectTree>> found, Predicate<ObjectTree> done, boolean deletion) {
    try {
      // Refuses at once when there is no such application.
      client.get(AppPaths.one(name));
    } catch (CliException e) {
      if (deletion && String.valueOf(e.getMessage()).contains("not found")) {
        found.complete(Optional.of(ObjectTree.EMPTY));
        return;
      }
      throw e;
    }
    client.stream(
        AppPaths.stream(name),
        news -> {
          var app = Tree.object(news.get("application"));
          if (Tree.text(news, "type").equals("DELETED")) {
            if (deletion) {
              found.complete(Optional.of(app));
            } else {
              found.completeExceptionally(
                  new CliException(CliException.API, "application " + name + " was deleted"));
            }
            return false;
          }
          print(app);
          if (done.test(app)) {
            found.complete(Optional.of(app));
          }
          return !found.isDone();
        });
  }

  private synchronized void print(ObjectTree app) {
    if (quiet) {
      return;
    }
    var out = global.terminal().out();
    for (var row : AppView.rows(app)) {
      var text = String.join("\t", row.cells());
      if (!text.equals(printed.put(row.key(), text))) {
        if (printed.size() == 1 && !headed) {
          headed = true;
          out.printf(
              ROW,
              "TIMESTAMP",
              "GROUP",
              "KIND",
              "NAMESPACE",
              "NAME",
              "STATUS",
              "HEALTH",
              "HOOK",
              "MESSAGE");
        }
        var cells = row.cells();
        out.printf(
            ROW,
            now(),
            cells.get(0),
            cells.get(1),
            cells.get(2),
            cells.get(3),
            cells.get(4),
            cells.get(5),
            cells.get(6),
            cells.get(7));
      }
    }
  }

  private boolean headed;

  private static String now() {
    return OffsetDateTime.now(ZoneId.systemDefault()).format(TIMESTAMP);
  }

  /** Time since {@code begin} as people read it. */
  static String since(java.time.Instant begin) {
    var took = Duration.between(begin, Clock.systemUTC().instant());
    return took.toMillis() < 10_000 ? took.toMillis() + " ms" : took.toSeconds() + " s";
  }

  /** Whether an operation is asked for, runs, or has not been followed by a comparison yet. */
  static boolean busy(ObjectTree app) {
    if (app.get("operation") != null) {
      return true;
    }
    var state = Tree.object(Tree.at(app, "status", "operationState"));
    if (state.isEmpty()) {
      return false;
    }
    var finished = Tree.text(state, "finishedAt");
    if (!finished.isEmpty() && Tree.flag(state, "operation", "sync", "dryRun")) {
      // Nothing changed: nobody compares for it.
      return false;
    }
    var reconciled = Tree.text(app, "status", "reconciledAt");
    return finished.isEmpty()
        || reconciled.isEmpty()
        || instant(reconciled).isBefore(instant(finished));
  }

  private static java.time.Instant instant(String text) {
    return java.time.Instant.parse(text);
  }
}
