package io.syncline.controller.plugin;

import io.syncline.lang.glob.Glob;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.plugin.FilePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a ConfigManagementPlugin declares.
 *
 * @param name by which sources ask for it: {@code metadata.name}, with {@code -} and {@code
 *     spec.version} when there is one
 * @param init command that prepares the copy
 * @param generate command that prints the manifests
 * @param discovery rule for the sources it is for; empty when it wants to be asked for by name
 * @param announced parameters it always announces, as on the wire
 * @param announcing command that prints further ones
 * @param fileModes whether files keep their permission to be run
 * @param gitCredentials whether it wants to be handed the credentials of the repository
 */
record PluginDefinition(
    String name,
    Optional<Command> init,
    Command generate,
    Optional<Discovery> discovery,
    List<ObjectTree> announced,
    Optional<Command> announcing,
    boolean fileModes,
    boolean gitCredentials) {
  static final String API_VERSION = "argoproj.io/v1alpha1";
  static final String KIND = "ConfigManagementPlugin";

  /** Copies the list. */
  PluginDefinition {
    announced = List.copyOf(announced);
  }

  /** Program and arguments, never empty. */
  record Command(List<String> words) {
    /** Copies the list. */
    Command {
      words = List.copyOf(words);
    }
  }

  /** How a plugin finds out that a source is for it. */
  sealed interface Discovery {
    /** By a file. */
    record ByFile(FilePattern pattern) implements Discovery {}

    /** By a command that succeeds and prints something. */
    record ByCommand(Command command) implements Discovery {}
  }

  /** A definition that cannot be used. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /**
   * The definition in {@code object}.
   *
   * @throws Invalid when it lacks something; the message names the field
   */
  static PluginDefinition of(ObjectTree object) throws Invalid {
    var kind = Tree.text(object, "apiVersion") + " " + Tree.text(object, "kind");
    if (!kind.equals(API_VERSION + " " + KIND)) {
      throw new Invalid(
          "object is of kind " + kind + " (expected: " + API_VERSION + " " + KIND + ")");
    }
    var name = Tree.text(object, "metadata", "name");
    if (name.isEmpty() || name.contains("/")) {
      throw new Invalid("metadata.name is \"" + name + "\" (expected: a name without slashes)");
    }
    var spec = Tree.object(object.get("spec"));
    var version = Tree.text(spec, "version");
    return new PluginDefinition(
        version.isEmpty() ? name : name + "-" + version,
        command(spec.get("init"), "spec.init"),
        command(spec.get("generate"), "spec.generate")
            .orElseThrow(
                () -> new Invalid("spec.generate is missing (expected: command and args)")),
        discovery(spec),
        announced(spec),
        command(Tree.at(spec, "parameters", "dynamic"), "spec.parameters.dynamic"),
        Tree.flag(spec, "preserveFileMode"),
        Tree.flag(spec, "provideGitCreds"));
  }

  private static Optional<Command> command(@Nullable Object block, String field) throws Invalid {
    var tree = Tree.object(block);
    if (!tree.containsKey("command")) {
      if (tree.containsKey("args")) {
        throw new Invalid(field + " has args and no command (expected: command: [PROGRAM])");
      }
      return Optional.empty();
    }
    var words = new ArrayList<String>();
    for (var list : List.of("command", "args")) {
      if (tree.get(list) != null && !(tree.get(list) instanceof List<?>)) {
        throw new Invalid(field + "." + list + " is no list (expected: a list of words)");
      }
      for (var word : Tree.items(tree.get(list))) {
        if (!(word instanceof String text)) {
          throw new Invalid(
              field + "." + list + " holds " + word + " (expected: text; put it in quotes)");
        }
        words.add(text);
      }
    }
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw new Invalid(field + ".command is empty (expected: a program)");
    }
    return Optional.of(new Command(words));
  }

  private static Optional<Discovery> discovery(ObjectTree spec) throws Invalid {
    var file = Tree.text(spec, "discover", "fileName");
    if (!file.isEmpty()) {
      return Optional.of(pattern(file, "spec.discover.fileName"));
    }
    var glob = Tree.text(spec, "discover", "find", "glob");
    if (!glob.isEmpty()) {
      return Optional.of(pattern(glob, "spec.discover.find.glob"));
    }
    return command(Tree.at(spec, "discover", "find"), "spec.discover.find")
        .map(Discovery.ByCommand::new);
  }

  private static Discovery pattern(String text, String field) throws Invalid {
    try {
      return new Discovery.ByFile(FilePattern.of(text));
    } catch (Glob.GlobException e) {
      throw new Invalid(field + ": " + e.getMessage());
    }
  }

  private static List<ObjectTree> announced(ObjectTree spec) {
    return Tree.items(Tree.at(spec, "parameters", "static")).stream().map(Tree::object).toList();
  }
}
