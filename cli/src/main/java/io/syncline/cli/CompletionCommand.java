package io.syncline.cli;

import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code completion}. */
@Command(name = "completion", description = "Print a script that completes commands in a shell")
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @CommandLine.Spec CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  String shell = "";

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new CliException(
          CliException.FAILED, "no completion for shell \"" + shell + "\" (expected: bash or zsh)");
    }
    terminal.out().print(AutoComplete.bash("syncline", spec.root().commandLine()));
    return 0;
  }
}
