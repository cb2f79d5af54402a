package io.syncline.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import io.syncline.controller.plugin.PluginSettings;
import io.syncline.controller.settings.ControllerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: the product without examples, on the embedded Kubernetes or beside a cluster. */
@Command(
    name = "up",
    description = "Start the product: embedded Kubernetes, or beside the cluster of --kubeconfig")
final class UpCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port on loopback (default ${DEFAULT-VALUE}; 0: any)")
  int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder to keep everything in (default .syncline/up)")
  @Nullable Path data;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Use the cluster of this kubeconfig instead of the embedded one")
  @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      defaultValue = "argocd",
      description = "Namespace of Applications and settings (default ${DEFAULT-VALUE})")
  String namespace = "argocd";

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "Folder with ConfigManagementPlugin files, to run as programs (SYNCLINE_PLUGINS)")
  @Nullable Path plugins;

  UpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    var folderOfData = data != null ? data : Path.of(".syncline", "up");
    var running =
        Running.start(
            new Running.Plan(
                port,
                folderOfData,
                Optional.ofNullable(kubeconfig),
                withPlugins(ControllerSettings.DEFAULT.in(namespace), folderOfData),
                terminal.environment()));
    var stopping = Stopping.on(terminal, running);
    running.writeAccess();
    var folder = running.data().path().toAbsolutePath();
    Files.writeString(folder.resolve("ready"), Clock.systemUTC().instant() + "\n");
    terminal
        .out()
        .printf(
            "Syncline is ready at %s (admin password in %s, CLI config in %s%s)%n",
            running.url(),
            folder.resolve("admin-password"),
            folder.resolve("cli.yaml"),
            kubeconfig == null ? ", kubeconfig " + folder.resolve("kubeconfig") : "");
    terminal.out().flush();
    stopping.await();
    return 0;
  }

  private ControllerSettings withPlugins(ControllerSettings settings, Path dataFolder) {
    var declared =
        Optional.ofNullable(plugins)
            .or(
                () ->
                    terminal
                        .variable("SYNCLINE_PLUGINS")
                        .filter(text -> !text.isEmpty())
                        .map(Path::of));
    if (declared.isEmpty()) {
      return settings;
    }
    if (!Files.isDirectory(declared.get())) {
      throw new CliException(
          CliException.USAGE,
          "folder of plugins "
              + declared.get()
              + " does not exist (expected: a folder with ConfigManagementPlugin files)");
    }
    return settings.plugins(
        PluginSettings.of(
            declared.get(),
            dataFolder.resolve("plugin-runs"),
            terminal.variable("PATH").orElse("/usr/local/bin:/usr/bin:/bin"),
            terminal.variable("LANG").orElse("C.UTF-8")));
  }
}
