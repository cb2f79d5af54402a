package io.syncline.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The group {@code kube}: the embedded Kubernetes alone. */
@Command(name = "kube", description = "The embedded Kubernetes alone")
final class KubeCommand {
  private KubeCommand() {}

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new KubeCommand()).addSubcommand(new UpCommand(terminal));
  }

  /** {@code kube up}. */
  @Command(name = "up", description = "Start it and write a kubeconfig")
  static final class UpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
        names = "--port",
        defaultValue = "6443",
        description = "Port on loopback (default ${DEFAULT-VALUE}; 0: any)")
    int port;

    @Option(names = "--data", description = "Folder to keep objects in (default .syncline/kube)")
    @Nullable Path data;

    @Option(names = "--kubeconfig", description = "File to write (default DATA/kubeconfig)")
    @Nullable Path kubeconfig;

    UpCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
      var folder = DataFolder.open(data != null ? data : Path.of(".syncline", "kube"));
      Main.logTo(folder.resolve("syncline.log"));
      var embedded = Embedded.start(folder.path());
      var server =
          Ports.listen(port, builder -> builder.serviceUnder("/", embedded.kube().httpService()));
      var url = "http://" + Ports.LOOPBACK + ":" + server.activeLocalPort();
      var file = kubeconfig != null ? kubeconfig : folder.resolve("kubeconfig");
      write(file, Embedded.kubeconfig(url));
      terminal
          .out()
          .println(
              "kubernetes "
                  + url
                  + " ready (simulated workloads); export KUBECONFIG="
                  + file.toAbsolutePath());
      Stopping.on(
              terminal,
              () -> {
                Ports.stop(server);
                embedded.close();
                folder.close();
              })
          .await();
      return 0;
    }

    private static void write(Path file, String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new CliException(
            CliException.USAGE,
            "kubeconfig "
                + file
                + " cannot be written: "
                + e
                + "; hint: give another --kubeconfig FILE");
      }
    }
  }
}
