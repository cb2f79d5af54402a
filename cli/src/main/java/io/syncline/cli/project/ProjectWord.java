package io.syncline.cli.project;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A word of {@code proj} that changes the spec of one project.
 *
 * @param name the word
 * @param description what its help says
 * @param labels its arguments behind PROJECT, all of them required
 * @param options its flags
 * @param change what it does to the spec
 */
record ProjectWord(
    String name, String description, List<String> labels, List<OptionSpec> options, Change change) {
  ProjectWord {
    labels = List.copyOf(labels);
    options = List.copyOf(options);
  }

  /**
   * A word that prints nothing.
   *
   * @param change from the spec of a project to the next one
   */
  static ProjectWord silent(
      String name,
      String description,
      List<String> labels,
      List<OptionSpec> options,
      BiFunction<ObjectTree, Typed, ObjectTree> change) {
    return new ProjectWord(
        name,
        description,
        labels,
        options,
        (project, typed) -> Edited.silent(change.apply(Tree.object(project.get("spec")), typed)));
  }

  /** From a project to what becomes of it. */
  @FunctionalInterface
  interface Change {
    /** What becomes of it; the same spec when nothing is to be written. */
    Edited of(ObjectTree project, Typed typed);
  }

  /**
   * A project that is edited.
   *
   * @param spec its next spec
   * @param question what to ask before it is written, "" for nothing
   * @param said what to print when it is written, or was so before; "" for nothing
   * @param unsaid what to print when the question is answered with no
   */
  record Edited(ObjectTree spec, String question, String said, String unsaid) {
    /** Without a question. */
    Edited(ObjectTree spec, String said) {
      this(spec, "", said, "");
    }

    /** Without a word. */
    static Edited silent(ObjectTree spec) {
      return new Edited(spec, "");
    }
  }

  /** What stands behind PROJECT, and the flags. */
  record Typed(ParseResult words) {
    /** Name of the project. */
    String project() {
      return words.matchedPositionalValue(0, "");
    }

    /** The argument at {@code index}, counted from 0. */
    String at(int index) {
      return words.matchedPositionalValue(index + 1, "");
    }

    /** Value of a flag, "" when it is not given. */
    String text(String flag) {
      return words.matchedOptionValue(flag, "");
    }

    /** Values of a flag with several. */
    List<String> list(String flag) {
      return words.matchedOptionValue(flag, List.of());
    }

    /** Whether a flag is given, or given as true. */
    boolean flag(String flag) {
      return words.matchedOptionValue(flag, false);
    }
  }

  /** A flag that holds when it is given. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  /** A flag with a text. */
  static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** A flag with texts, repeated or with commas between. */
  static OptionSpec list(String name, String description) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .splitRegex(",")
        .paramLabel("<" + name.substring(2) + ">")
        .description(description)
        .build();
  }

  /** The word as a command. */
  CommandLine command(GlobalOptions global) {
    // The command knows its specification and the specification its command.
    var typed = new ArrayList<CommandSpec>();
    Callable<Integer> action =
        () -> {
          var words = new Typed(typed.getFirst().commandLine().getParseResult());
          return run(global, words);
        };
    var spec = CommandSpec.wrapWithoutInspection(action).name(name);
    typed.add(spec);
    spec.usageMessage().description(description);
    spec.addPositional(argument(0, "PROJECT"));
    for (var label : labels) {
      spec.addPositional(argument(spec.positionalParameters().size(), label));
    }
    options.forEach(spec::addOption);
    return new CommandLine(spec);
  }

  private int run(GlobalOptions global, Typed words) {
    var client = global.client();
    var path = ProjectChange.one(words.project());
    var project = client.get(path);
    var edited = change.of(project, words);
    var terminal = global.terminal();
    if (!edited.spec().equals(Tree.object(project.get("spec")))) {
      if (!edited.question().isEmpty() && !terminal.confirms(edited.question())) {
        terminal.out().println(edited.unsaid());
        return 0;
      }
      client.call("PUT", path, ObjectTree.of("project", project.with("spec", edited.spec())));
    }
    if (!edited.said().isEmpty()) {
      terminal.out().println(edited.said());
    }
    return 0;
  }

  private static PositionalParamSpec argument(int index, String label) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(index))
        .paramLabel(label)
        .type(String.class)
        .arity("1")
        .required(true)
        .build();
  }
}
