package io.syncline.cli.app;

import io.syncline.cli.client.ApiClient;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.stream.Stream;

/** Follows an operation to its end and says how it went. */
final class OperationEnd {
  private OperationEnd() {}

  /**
   * An operation that was asked for.
   *
   * @param name of the application
   * @param answer the application as it was stored then
   */
  record Begun(String name, ObjectTree answer) {
    /** Whether {@code app} was stored before: it knows nothing of the operation. */
    private boolean older(ObjectTree app) {
      try {
        return version(app) < version(answer);
      } catch (NumberFormatException opaque) {
        return false;
      }
    }

    private static long version(ObjectTree app) {
      return Long.parseLong(Tree.text(app, "metadata", "resourceVersion"));
    }
  }

  /** Waits for the end of an operation, prints it, fails when it failed. */
  static void follow(
      GlobalOptions global, ApiClient client, Begun begun, int timeout, String output) {
    var name = begun.name();
    var structured = !output.equals("wide");
    var end =
        new Waiting(global, client, name, structured)
            .until(app -> !begun.older(app) && !Waiting.busy(app), timeout, false)
            .orElseThrow(
                () ->
                    new CliException(
                        CliException.API,
                        "timed out ("
                            + timeout
                            + "s) waiting for app \""
                            + AppPaths.bare(name)
                            + "\" match desired state"));
    if (!Output.structured(global.terminal(), output, Output.typed(end, "Application"))) {
      var out = global.terminal().out();
      out.println();
      out.print(AppView.summary(end, client.login().url()));
      out.println();
      out.print(AppView.operation(end));
      out.println();
      out.print(AppView.resources(end));
    }
    fail(end);
  }

  private static void fail(ObjectTree app) {
    var state = Tree.object(Tree.at(app, "status", "operationState"));
    var phase = Tree.text(state, "phase");
    if (!phase.equals("Succeeded")) {
      throw new CliException(
          CliException.FAILED,
          "Operation has completed with phase: " + phase + reason(Tree.text(state, "message")));
    }
    var partial = !Tree.items(Tree.at(state, "operation", "sync", "resources")).isEmpty();
    var dry = Tree.flag(state, "operation", "sync", "dryRun");
    // What was pruned may still be there for a while: others are to finish first.
    var pruned =
        Tree.items(Tree.at(state, "syncResult", "resources")).stream()
            .filter(r -> Tree.text(r, "status").equals("Pruned"))
            .map(OperationEnd::key)
            .toList();
    var extra =
        Tree.items(Tree.at(app, "status", "resources")).stream()
            .filter(r -> Tree.flag(r, "requiresPruning") && !pruned.contains(key(r)))
            .count();
    if (!partial && !dry && extra > 0 && !AppView.syncWord(app).equals("Synced")) {
      throw new CliException(CliException.FAILED, extra + " resources require pruning");
    }
  }

  private static List<String> key(Object resource) {
    return Stream.of("group", "kind", "namespace", "name")
        .map(field -> Tree.text(resource, field))
        .toList();
  }

  private static String reason(String message) {
    return message.isEmpty() ? "" : " (" + message + ")";
  }
}
