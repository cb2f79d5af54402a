package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app add-source} and {@code app remove-source}. */
final class SourceCommands {
  private SourceCommands() {}

  /** {@code app add-source}. */
  @Command(name = "add-source", description = "Add a source to an application's list of sources")
  static final class Add implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "APPNAME")
    String name = "";

    @Mixin AppNamespace place = new AppNamespace();

    @Mixin SourceOptions options = new SourceOptions();

    @Option(
        names = "--source-name",
        defaultValue = "",
        description = "Name of the source, for people")
    String sourceName = "";

    Add(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      name = place.of(name);
      var client = global.client();
      var spec = Tree.object(client.get(AppPaths.one(name)).get("spec"));
      var sources = new ArrayList<>(Tree.items(spec.get("sources")));
      if (sources.isEmpty()) {
        throw new CliException(
            CliException.FAILED,
            "Cannot add source: application "
                + name
                + " does not have spec.sources defined (expected: a list of sources)");
      }
      var source = options.apply(ObjectTree.EMPTY);
      if (source.isEmpty()) {
        throw new CliException(
            CliException.FAILED,
            "no source given; hint: `syncline app add-source --help` lists the flags");
      }
      sources.add(sourceName.isEmpty() ? source : source.with("name", sourceName));
      client.call("PUT", AppPaths.one(name, "/spec"), spec.with("sources", Tree.list(sources)));
      global.terminal().out().println("Application '" + name + "' updated successfully");
      return 0;
    }
  }

  /** {@code app remove-source}. */
  @Command(
      name = "remove-source",
      description = "Remove a source from an application's list of sources")
  static final class Remove implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "APPNAME")
    String name = "";

    @Mixin AppNamespace place = new AppNamespace();

    @Mixin SourceChoice choice = new SourceChoice();

    Remove(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      name = place.of(name);
      var client = global.client();
      var spec = Tree.object(client.get(AppPaths.one(name)).get("spec"));
      var sources = new ArrayList<>(Tree.items(spec.get("sources")));
      if (sources.isEmpty()) {
        throw new CliException(
            CliException.FAILED,
            "Application does not have sources configured (expected: a list of sources)");
      }
      if (sources.size() == 1) {
        throw new CliException(
            CliException.FAILED, "Cannot remove the only source remaining in the app");
      }
      sources.remove(choice.position(spec));
      client.call("PUT", AppPaths.one(name, "/spec"), spec.with("sources", Tree.list(sources)));
      global.terminal().out().println("Application '" + name + "' updated successfully");
      return 0;
    }
  }
}
