package io.syncline.cli.session;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Table;
import io.syncline.cli.terminal.CliException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code context}. */
@Command(name = "context", description = "List contexts, or switch to one")
public final class ContextCommand implements Callable<Integer> {
  private final GlobalOptions global;

  @Parameters(paramLabel = "CONTEXT", arity = "0..1")
  @Nullable String context;

  /** The command. */
  public ContextCommand(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public Integer call() {
    var file = global.configFile();
    if (context == null) {
      var table = new Table("CURRENT", "NAME", "SERVER");
      file.contexts()
          .forEach(
              c ->
                  table.row(
                      c.getFirst().equals(file.current()) ? "*" : "", c.getFirst(), c.getLast()));
      global.terminal().out().print(table.text());
      return 0;
    }
    var wanted = Objects.requireNonNull(context);
    if (file.login(wanted).isEmpty()) {
      throw new CliException(CliException.API, "context '" + wanted + "' is undefined");
    }
    file.use(wanted).save();
    global.terminal().out().println("Switched to context '" + wanted + "'");
    return 0;
  }
}
