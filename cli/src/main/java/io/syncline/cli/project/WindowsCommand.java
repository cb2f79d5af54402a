package io.syncline.cli.project;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.output.Answer;
import io.syncline.cli.output.Table;
import io.syncline.cli.project.ProjectWord.Edited;
import io.syncline.cli.project.ProjectWord.Typed;
import io.syncline.cli.terminal.CliException;
import io.syncline.engine.schedule.Cron;
import io.syncline.engine.schedule.SyncWindow;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The group {@code proj windows}: when applications of a project may sync. */
@Command(name = "windows", description = "Manage the sync windows of a project")
final class WindowsCommand {
  private static final String LIST = "syncWindows";
  private static final List<String> ID = List.of("ID");

  /** The group with its commands. */
  static CommandLine of(GlobalOptions global) {
    var windows = new CommandLine(new WindowsCommand()).addSubcommand(new ListCommand(global));
    for (var word : words()) {
      windows.addSubcommand(word.command(global));
    }
    return windows;
  }

  private static List<ProjectWord> words() {
    return List.of(
        ProjectWord.silent("add", "Add a window", List.of(), added(), WindowsCommand::with),
        ProjectWord.silent(
            "update",
            "Change a window; `proj windows list` shows its ID",
            ID,
            fields(),
            (spec, t) -> at(spec, t, w -> updated(w, t))),
        new ProjectWord(
            "delete",
            "Delete a window; `proj windows list` shows its ID",
            ID,
            List.of(),
            WindowsCommand::without),
        flag("enable-manual-sync", "Let syncs by hand pass a window", "manualSync", true),
        flag("disable-manual-sync", "Let a window hold syncs by hand too", "manualSync", false),
        flag("enable-sync-overrun", "Let a sync go on into a window", "syncOverrun", true),
        flag("disable-sync-overrun", "Let a window stop syncs that run", "syncOverrun", false));
  }

  private static ProjectWord flag(String word, String description, String field, boolean value) {
    return ProjectWord.silent(
        word,
        description,
        ID,
        List.of(),
        (spec, t) -> at(spec, t, w -> value ? w.with(field, true) : w.without(field)));
  }

  private static List<OptionSpec> fields() {
    return List.of(
        ProjectWord.text("--schedule", "<schedule>", "When it opens, as cron: \"0 22 * * *\""),
        ProjectWord.text("--duration", "<duration>", "How long it stays open, such as 1h30m"),
        ProjectWord.list("--applications", "Applications it concerns, globs"),
        ProjectWord.list("--namespaces", "Destination namespaces it concerns, globs"),
        ProjectWord.list("--clusters", "Destination clusters it concerns, globs"),
        ProjectWord.text("--time-zone", "<zone>", "Time zone of the schedule, such as Asia/Tokyo"),
        ProjectWord.text("--description", "<description>", "Description"));
  }

  private static List<OptionSpec> added() {
    var all = new ArrayList<>(fields());
    all.add(
        OptionSpec.builder("-k", "--kind")
            .type(String.class)
            .arity("1")
            .paramLabel("<kind>")
            .description("allow or deny")
            .build());
    all.add(ProjectWord.flag("--manual-sync", "Syncs by hand pass it"));
    all.add(ProjectWord.flag("--sync-overrun", "Syncs that began before it may go on"));
    all.add(
        ProjectWord.flag(
            "--use-and-operator",
            "Concern what fits applications, namespaces and clusters, not one of them"));
    return all;
  }

  /** What the flags say of a window; what they leave out is not there. */
  private static ObjectTree said(Typed t) {
    var said = ObjectTree.EMPTY;
    for (var field : List.of("kind", "schedule", "duration")) {
      said = put(said, field, t.text("--" + field));
    }
    for (var field : List.of("applications", "namespaces", "clusters")) {
      var values = t.list("--" + field);
      said = values.isEmpty() ? said : said.with(field, Tree.list(List.copyOf(values)));
    }
    said = put(said, "timeZone", t.text("--time-zone"));
    return put(said, "description", t.text("--description"));
  }

  private static ObjectTree put(ObjectTree said, String field, String value) {
    return value.isEmpty() ? said : said.with(field, value);
  }

  private static ObjectTree with(ObjectTree spec, Typed t) {
    var window = said(t);
    if (!window.keySet().containsAll(List.of("kind", "schedule", "duration"))) {
      throw new CliException(
          CliException.API,
          "cannot create window: require kind, schedule, duration and one or more of applications,"
              + " namespaces and clusters");
    }
    window = window.containsKey("timeZone") ? window : window.with("timeZone", "UTC");
    window = t.flag("--manual-sync") ? window.with("manualSync", true) : window;
    window = t.flag("--sync-overrun") ? window.with("syncOverrun", true) : window;
    window = t.flag("--use-and-operator") ? window.with("andOperator", true) : window;
    var windows = new ArrayList<>(Tree.items(spec.get(LIST)));
    windows.add(valid(window));
    return spec.with(LIST, Tree.list(windows));
  }

  private static ObjectTree valid(ObjectTree window) {
    var problems = new SyncWindow(window).problems();
    if (!problems.isEmpty()) {
      throw new CliException(CliException.API, String.join("; ", problems));
    }
    return window;
  }

  private static ObjectTree updated(ObjectTree window, Typed t) {
    try {
      return valid(new SyncWindow(window).with(said(t)).tree());
    } catch (IllegalArgumentException e) {
      throw new CliException(CliException.API, String.valueOf(e.getMessage()));
    }
  }

  private static ObjectTree at(ObjectTree spec, Typed t, UnaryOperator<ObjectTree> change) {
    var windows = new ArrayList<>(Tree.items(spec.get(LIST)));
    var id = id(t, windows.size());
    windows.set(id, change.apply(Tree.object(windows.get(id))));
    return spec.with(LIST, Tree.list(windows));
  }

  private static Edited without(ObjectTree project, Typed t) {
    var spec = Tree.object(project.get("spec"));
    var windows = new ArrayList<>(Tree.items(spec.get(LIST)));
    windows.remove(id(t, windows.size()));
    return new Edited(
        windows.isEmpty() ? spec.without(LIST) : spec.with(LIST, Tree.list(windows)),
        "Are you sure you want to delete sync window?",
        "",
        "The command to delete the sync window was cancelled");
  }

  private static int id(Typed t, int count) {
    try {
      var id = Integer.parseInt(t.at(0));
      if (id >= 0 && id < count) {
        return id;
      }
    } catch (NumberFormatException _) {
      throw new CliException(
          CliException.API,
          "window id \"" + t.at(0) + "\" is no number (expected: an ID of `proj windows list`)");
    }
    throw new CliException(CliException.API, "window with id '" + t.at(0) + "' not found");
  }

  /** {@code proj windows list}. */
  @Command(name = "list", description = "List the sync windows of a project")
  static final class ListCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT")
    String project = "";

    @Option(
        names = {"-o", "--output"},
        defaultValue = "wide",
        description = "wide, json or yaml")
    String output = "wide";

    ListCommand(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var tree = global.client().get(ProjectChange.one(project));
      var windows = Tree.items(Tree.at(tree, "spec", LIST));
      new Answer(windows).table(() -> table(windows)).print(global.terminal(), output);
      return 0;
    }
  }

  private static Table table(List<Object> windows) {
    var table =
        new Table(
            "ID",
            "STATUS",
            "KIND",
            "SCHEDULE",
            "DURATION",
            "APPLICATIONS",
            "NAMESPACES",
            "CLUSTERS",
            "MANUALSYNC",
            "SYNCOVERRUN",
            "TIMEZONE",
            "USEANDOPERATOR");
    var now = Clock.systemUTC().instant();
    for (var i = 0; i < windows.size(); i++) {
      var tree = Tree.object(windows.get(i));
      var window = new SyncWindow(tree);
      table.row(
          i,
          window.active(now, Cron.STANDARD) ? "Active" : "Inactive",
          Tree.text(tree, "kind"),
          Tree.text(tree, "schedule"),
          Tree.text(tree, "duration"),
          joined(tree, "applications"),
          joined(tree, "namespaces"),
          joined(tree, "clusters"),
          enabled(window.manualSync()),
          enabled(window.overrun()),
          Tree.text(tree, "timeZone"),
          enabled(Tree.flag(tree, "andOperator")));
    }
    return table;
  }

  private static String joined(ObjectTree window, String field) {
    var values = Tree.items(window.get(field));
    return values.isEmpty()
        ? "-"
        : values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String enabled(boolean on) {
    return on ? "Enabled" : "Disabled";
  }
}
