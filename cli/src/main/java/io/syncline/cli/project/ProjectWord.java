package io.syncline.cli.project;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.model.tree.ObjectTree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A word of {@code proj} that changes the spec of one project and prints nothing.
 *
 * @param name the word
 * @param description what its help says
 * @param labels its arguments behind PROJECT, all of them required
 * @param options its flags
 * @param change what it does to the spec
 */
record ProjectWord(
    String name,
    String description,
    List<String> labels,
    List<OptionSpec> options,
    Change change) {
  ProjectWord {
    labels = List.copyOf(labels);
    options = List.copyOf(options);
  }

  /** A word without flags. */
  ProjectWord(String name, String description, List<String> labels, Change change) {
    this(name, description, labels, List.of(), change);
  }

  /** From the spec of a project to the next one. */
  @FunctionalInterface
  interface Change {
    /** The spec as it shall be, the same when nothing is to be written. */
    ObjectTree apply(ObjectTree spec, Typed typed);
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

  /** The word as a command. */
  CommandLine command(GlobalOptions global) {
    // The command knows its specification and the specification its command.
    var typed = new ArrayList<CommandSpec>();
    Callable<Integer> action =
        () -> {
          var words = new Typed(typed.getFirst().commandLine().getParseResult());
          return ProjectChange.spec(
              global, words.project(), before -> change.apply(before, words));
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
