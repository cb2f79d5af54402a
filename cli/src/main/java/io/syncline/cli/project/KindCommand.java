package io.syncline.cli.project;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The words of {@code proj} that permit or refuse kinds. Each changes one list: by default kinds of
 * the cluster are refused and permitted by a white list, kinds of namespaces are permitted and
 * refused by a black list.
 */
@Command
final class KindCommand implements Callable<Integer> {
  private final GlobalOptions global;
  private final String scope;
  private final boolean allow;

  @Parameters(index = "0", paramLabel = "PROJECT")
  String project = "";

  @Parameters(index = "1", paramLabel = "GROUP")
  String group = "";

  @Parameters(index = "2", paramLabel = "KIND")
  String kind = "";

  @Parameters(index = "3", paramLabel = "NAME", arity = "0..1")
  @Nullable String name;

  @Option(
      names = {"-l", "--list"},
      description = "The list to change: allow or deny")
  @Nullable String list;

  private KindCommand(GlobalOptions global, String scope, boolean allow) {
    this.global = global;
    this.scope = scope;
    this.allow = allow;
  }

  /** Adds the four words to {@code proj}. */
  static CommandLine addTo(CommandLine proj, GlobalOptions global) {
    for (var scope : new String[] {"cluster", "namespace"}) {
      for (var allow : new boolean[] {true, false}) {
        var word = (allow ? "allow-" : "deny-") + scope + "-resource";
        var spec = CommandSpec.forAnnotatedObject(new KindCommand(global, scope, allow)).name(word);
        spec.usageMessage().description((allow ? "Permit" : "Refuse") + " a kind of the " + scope);
        proj.addSubcommand(word, new CommandLine(spec));
      }
    }
    return proj;
  }

  @Override
  public Integer call() {
    var chosen = list == null ? (scope.equals("cluster") ? "allow" : "deny") : list;
    if (!chosen.equals("allow") && !chosen.equals("deny")) {
      throw new CliException(
          CliException.FAILED, "unknown list \"" + list + "\" (expected: allow or deny)");
    }
    var field = scope + "Resource" + (chosen.equals("allow") ? "Whitelist" : "Blacklist");
    var entered = chosen.equals("allow") == allow;
    return ProjectChange.spec(global, project, spec -> changed(spec, field, entered));
  }

  /** To permit is to enter into a list of what is allowed, or to leave a list of what is not. */
  private ObjectTree changed(ObjectTree spec, String field, boolean entered) {
    var rule = ObjectTree.of("group", group, "kind", kind);
    var entry = name == null ? rule : rule.with("name", name);
    var rules = new ArrayList<>(Tree.items(spec.get(field)));
    if (rules.contains(entry) == entered) {
      return spec;
    }
    if (entered) {
      rules.add(entry);
    } else {
      rules.remove(entry);
    }
    return rules.isEmpty() ? spec.without(field) : spec.with(field, Tree.list(rules));
  }
}
