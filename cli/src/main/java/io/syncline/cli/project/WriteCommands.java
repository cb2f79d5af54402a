package io.syncline.cli.project;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Editor;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proj create}, {@code proj set} and {@code proj edit}. */
final class WriteCommands {
  private WriteCommands() {}

  /** {@code proj create}. */
  @Command(name = "create", description = "Make a project")
  static final class Create implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT", arity = "0..1")
    @Nullable String name;

    @Option(
        names = {"-f", "--file"},
        description = "Manifest with the project, - for standard input")
    @Nullable String file;

    @Option(names = "--upsert", description = "Replace a project of that name")
    boolean upsert;

    @Mixin ProjectOptions options = new ProjectOptions();

    Create(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var project = file == null ? ObjectTree.EMPTY : read(file);
      if (name != null) {
        project = Tree.with(project, name, "metadata", "name");
      }
      if (Tree.text(project, "metadata", "name").isEmpty()) {
        throw new CliException(
            CliException.FAILED,
            "project has no name (expected: PROJECT or metadata.name in --file)");
      }
      project = project.with("spec", options.apply(Tree.object(project.get("spec"))));
      global
          .client()
          .call("POST", ProjectChange.ALL, ObjectTree.of("project", project, "upsert", upsert));
      return 0;
    }

    private ObjectTree read(String from) {
      try {
        var bytes =
            from.equals("-")
                ? global.terminal().in().readAllBytes()
                : Files.readAllBytes(Path.of(from));
        return Yaml.parseObject(new String(bytes, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new CliException(
            CliException.FAILED, "file " + from + " cannot be read: " + e.getMessage());
      } catch (YamlException e) {
        throw new CliException(CliException.FAILED, from + ":" + e.line() + ": " + e.problem());
      }
    }
  }

  /** {@code proj set}. */
  @Command(name = "set", description = "Change the spec of a project")
  static final class Set implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT")
    String name = "";

    @Mixin ProjectOptions options = new ProjectOptions();

    @Spec CommandSpec command = CommandSpec.create();

    Set(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      if (command.commandLine().getParseResult().matchedOptions().stream()
          .allMatch(o -> o.inherited())) {
        throw new CliException(
            CliException.FAILED,
            "Please set at least one option to update; hint: `syncline proj set --help` lists them");
      }
      return ProjectChange.spec(global, name, options::apply);
    }
  }

  /** {@code proj edit}. */
  @Command(name = "edit", description = "Change the spec of a project in an editor")
  static final class Edit implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "PROJECT")
    String name = "";

    Edit(GlobalOptions global) {
      this.global = global;
    }

    @Override
    public Integer call() {
      var spec = Tree.object(global.client().get(ProjectChange.one(name)).get("spec"));
      new Editor(global.terminal())
          .edit(
              Yaml.write(spec),
              "-proj-edit.yaml",
              text -> {
                var next = parsed(text);
                ProjectChange.spec(global, name, _ -> next);
              });
      return 0;
    }

    private static ObjectTree parsed(String text) {
      try {
        return Yaml.parseObject(text);
      } catch (YamlException e) {
        throw new CliException(
            CliException.FAILED, "line " + e.line() + " of the spec: " + e.problem());
      }
    }
  }
}
