package io.syncline.cli.app;

import io.syncline.cli.client.GlobalOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code app}. */
@Command(name = "app", description = "Manage applications")
public final class AppCommand {
  /** The group with its commands. */
  public static CommandLine of(GlobalOptions global) {
    return new CommandLine(new AppCommand())
        .addSubcommand(new ListCommand(global))
        .addSubcommand(new GetCommand(global))
        .addSubcommand(new CreateCommand(global))
        .addSubcommand(new SetCommand(global))
        .addSubcommand(new UnsetCommand(global))
        .addSubcommand(new EditCommand(global))
        .addSubcommand(new SourceCommands.Add(global))
        .addSubcommand(new SourceCommands.Remove(global))
        .addSubcommand(new GetResourceCommand(global))
        .addSubcommand(new PatchResourceCommand(global))
        .addSubcommand(new DeleteResourceCommand(global))
        .addSubcommand(new SyncCommand(global))
        .addSubcommand(new WaitCommand(global))
        .addSubcommand(new DiffCommand(global))
        .addSubcommand(new HistoryCommand(global))
        .addSubcommand(new RollbackCommand(global))
        .addSubcommand(new ManifestsCommand(global))
        .addSubcommand(new ResourcesCommand(global))
        .addSubcommand(new LogsCommand(global))
        .addSubcommand(ActionsCommand.of(global))
        .addSubcommand(new PatchCommand(global))
        .addSubcommand(new TerminateCommand(global))
        .addSubcommand(new ExplainCommand(global))
        .addSubcommand(new PlanCommand(global))
        .addSubcommand(new HoldCommand(global))
        .addSubcommand(new ReleaseCommand(global))
        .addSubcommand(new AdoptCommand(global))
        .addSubcommand(new ConfirmDeletionCommand(global))
        .addSubcommand(new DeleteCommand(global));
  }
}
