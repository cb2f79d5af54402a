package io.syncline.cli;

import io.syncline.cli.app.AppCommand;
import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.cluster.ClusterCommand;
import io.syncline.cli.project.ProjCommand;
import io.syncline.cli.repo.CertCommand;
import io.syncline.cli.repo.GpgCommand;
import io.syncline.cli.repo.RepoCommand;
import io.syncline.cli.repo.RepocredsCommand;
import io.syncline.cli.session.AccountCommand;
import io.syncline.cli.session.ContextCommand;
import io.syncline.cli.session.LoginCommand;
import io.syncline.cli.session.LogoutCommand;
import io.syncline.cli.session.ReloginCommand;
import io.syncline.cli.session.VersionCommand;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The root of all commands. */
@Command(
    name = "syncline",
    mixinStandardHelpOptions = true,
    description = "GitOps delivery for Kubernetes: from the image bump to the running pod.",
    synopsisSubcommandLabel = "COMMAND")
public final class Cli implements Runnable {
  /** Words of our own, whose usage errors exit with 2 instead of argocd's 1. */
  private static final List<String> OURS =
      List.of(
          "demo",
          "up",
          "kube",
          "render",
          "image",
          "promote",
          "validate",
          "preview",
          "init",
          "migrate");

  @Mixin private final GlobalOptions global;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private Cli(GlobalOptions global) {
    this.global = global;
  }

  @Override
  public void run() {
    spec.commandLine().usage(global.terminal().out());
  }

  /**
   * Runs one command.
   *
   * @param terminal the process it runs in
   * @param version version of the product
   * @param more commands of other modules, each a picocli command object or {@link CommandLine}
   * @param words the words typed
   * @return exit code of the process
   */
  public static int run(Terminal terminal, String version, List<?> more, String... words) {
    var line = line(new GlobalOptions(terminal), version, more);
    line.setOverwrittenOptionsAllowed(true);
    line.setOut(
        new java.io.PrintWriter(terminal.out(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setErr(
        new java.io.PrintWriter(terminal.err(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((e, args) -> usageError(terminal, e, args));
    line.setExecutionExceptionHandler((e, _, _) -> failure(terminal, e));
    if (words.length > 0 && !line.getSubcommands().containsKey(words[0])) {
      var external = ExternalCommand.of(terminal, words);
      if (external.isPresent()) {
        try {
          return external.get().run();
        } catch (CliException e) {
          return failure(terminal, e);
        }
      }
    }
    return line.execute(withOptions(terminal, words));
  }

  /** All commands, not yet bound to the streams of a terminal. */
  static CommandLine line(GlobalOptions global, String version, List<?> more) {
    var line = new CommandLine(new Cli(global));
    line.addSubcommand(AppCommand.of(global));
    line.addSubcommand(ProjCommand.of(global));
    line.addSubcommand(RepoCommand.of(global));
    line.addSubcommand(RepocredsCommand.of(global));
    line.addSubcommand(CertCommand.of(global));
    line.addSubcommand(GpgCommand.of(global));
    line.addSubcommand(ClusterCommand.of(global));
    line.addSubcommand(AccountCommand.of(global));
    line.addSubcommand(new LoginCommand(global));
    line.addSubcommand(new LogoutCommand(global));
    line.addSubcommand(new ReloginCommand(global));
    line.addSubcommand(new ContextCommand(global));
    line.addSubcommand(new VersionCommand(global, version));
    line.addSubcommand(new CompletionCommand(global.terminal()));
    more.forEach(line::addSubcommand);
    addHelp(line);
    return line;
  }

  private static void addHelp(CommandLine line) {
    line.getSubcommands()
        .values()
        .forEach(
            sub -> {
              if (sub.getCommandSpec().findOption("-h") == null) {
                sub.getCommandSpec().mixinStandardHelpOptions(true);
              }
              addHelp(sub);
            });
  }

  /** {@code ARGOCD_OPTS} holds flags that stand before the words typed. */
  private static String[] withOptions(Terminal terminal, String[] words) {
    var options = terminal.variable("ARGOCD_OPTS").orElse("").strip();
    if (options.isEmpty()) {
      return words;
    }
    var all = new ArrayList<>(Arrays.asList(options.split("\\s+")));
    all.addAll(Arrays.asList(words));
    return all.toArray(String[]::new);
  }

  private static int usageError(Terminal terminal, ParameterException e, String[] words) {
    var line = e.getCommandLine();
    terminal.err().println("syncline: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
      terminal
          .err()
          .println(
              "hint: `" + line.getCommandSpec().qualifiedName() + " --help` shows how it is used");
    }
    var first = Arrays.stream(words).filter(w -> !w.startsWith("-")).findFirst().orElse("");
    return OURS.contains(first) ? CliException.USAGE : CliException.FAILED;
  }

  private static int failure(Terminal terminal, Exception e) {
    terminal.out().flush();
    if (e instanceof CliException cli) {
      terminal.err().println("syncline: " + cli.getMessage());
      return cli.exitCode();
    }
    terminal.err().println("syncline: unexpected " + e);
    if (terminal.variable("SYNCLINE_TRACE").isPresent()) {
      e.printStackTrace(terminal.err());
    } else {
      terminal.err().println("hint: SYNCLINE_TRACE=1 shows where it comes from");
    }
    return CliException.API;
  }
}
