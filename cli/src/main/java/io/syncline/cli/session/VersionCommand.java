package io.syncline.cli.session;

import io.syncline.cli.client.GlobalOptions;
import io.syncline.cli.client.KubernetesOptions;
import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Output;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code version}. */
@Command(name = "version", description = "Print the versions of client and server")
public final class VersionCommand implements Callable<Integer> {
  @Mixin KubernetesOptions kubernetes = new KubernetesOptions();

  private final GlobalOptions global;
  private final String version;

  @Option(names = "--client", description = "Only that of the client")
  boolean clientOnly;

  @Option(names = "--short", description = "Only the numbers")
  boolean brief;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "wide",
      description = "wide, short, json or yaml")
  String output = "wide";

  /** The command; {@code version} is that of the client. */
  public VersionCommand(GlobalOptions global, String version) {
    this.global = global;
    this.version = version;
  }

  @Override
  public Integer call() {
    var tree = ObjectTree.of("client", ObjectTree.of("Version", version));
    if (!clientOnly) {
      tree = tree.with("server", server());
    }
    if (Output.structured(global.terminal(), output, tree)) {
      return 0;
    }
    var out = global.terminal().out();
    out.println("argocd: " + version);
    if (clientOnly) {
      return 0;
    }
    out.println("argocd-server: " + Tree.text(tree, "server", "Version"));
    if (!brief && !output.equals("short")) {
      Tree.object(tree.get("server"))
          .forEach(
              (name, value) -> {
                if (!name.equals("Version") && value instanceof String text && !text.isEmpty()) {
                  out.println("  " + name + ": " + text);
                }
              });
    }
    return 0;
  }

  private ObjectTree server() {
    try {
      return global.client().get("/api/version");
    } catch (CliException e) {
      throw new CliException(
          e.exitCode(), e.getMessage() + "; hint: `syncline version --client` needs no server");
    }
  }
}
