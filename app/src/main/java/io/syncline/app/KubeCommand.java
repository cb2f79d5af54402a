package io.syncline.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.cli.terminal.Terminal;
import io.syncline.localkube.authn.PrivateFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        description = "Port (default ${DEFAULT-VALUE}; 0: any)")
    int port;

    @Option(
        names = "--secure",
        description = "TLS, tokens, client certificates and RBAC; without it everyone is admin")
    boolean secure;

    @Option(
        names = "--address",
        paramLabel = "ADDRESS",
        defaultValue = Ports.LOOPBACK,
        description =
            "Address to listen on (default ${DEFAULT-VALUE}); others than loopback need --secure")
    String address = Ports.LOOPBACK;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "Further host name or address in the server certificate; may be repeated")
    List<String> names = List.of();

    @Option(names = "--data", description = "Folder to keep objects in (default .syncline/kube)")
    @Nullable Path data;

    @Option(names = "--kubeconfig", description = "File to write (default DATA/kubeconfig)")
    @Nullable Path kubeconfig;

    UpCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
      var listening = listening();
      var folder = DataFolder.open(data != null ? data : Path.of(".syncline", "kube"));
      Main.logTo(folder.resolve("syncline.log"));
      var embedded = Embedded.start(folder.path(), secure);
      var server =
          Ports.start(
              port,
              builder -> {
                embedded.kube().listen(builder, listening, certified(listening));
                Ports.limit(builder);
                builder.serviceUnder("/", embedded.kube().httpService());
              });
      var url = url(listening, server.activeLocalPort());
      var file = kubeconfig != null ? kubeconfig : folder.resolve("kubeconfig");
      write(file, embedded.kubeconfig(url, secure));
      terminal
          .out()
          .println(
              "kubernetes "
                  + url
                  + " ready (simulated workloads"
                  + (secure ? ", secured" : "")
                  + "); export KUBECONFIG="
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

    private InetSocketAddress listening() {
      var listening = new InetSocketAddress(address, Math.clamp(port, 0, 65_535));
      if (listening.isUnresolved()) {
        throw new CliException(
            CliException.USAGE,
            "address \"" + address + "\" is unknown (expected: an address of this machine)");
      }
      if (!secure && !listening.getAddress().isLoopbackAddress()) {
        throw new CliException(
            CliException.USAGE,
            "address "
                + address
                + " can be reached by other machines, and everyone is admin; hint: add --secure");
      }
      return listening;
    }

    private List<String> certified(InetSocketAddress listening) {
      var all = new ArrayList<>(names);
      if (!listening.getAddress().isAnyLocalAddress()) {
        all.add(listening.getAddress().getHostAddress());
      }
      return all;
    }

    /** Whoever reads the kubeconfig is on this machine, unless a name says otherwise. */
    private String url(InetSocketAddress listening, int actual) {
      var any = listening.getAddress().isAnyLocalAddress();
      var plain =
          !any
              ? listening.getAddress().getHostAddress()
              : names.isEmpty() ? Ports.LOOPBACK : names.getFirst();
      var host = plain.contains(":") ? "[" + plain + "]" : plain;
      return (secure ? "https://" : "http://") + host + ":" + actual;
    }

    private void write(Path file, String text) {
      try {
        if (secure) {
          // It holds the token of the administrator.
          PrivateFile.write(file, text);
          return;
        }
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new CliException(
            CliException.USAGE,
            "kubeconfig "
                + file
                + " cannot be written: "
                + DataFolder.reason(e)
                + "; hint: give another --kubeconfig FILE");
      }
    }
  }
}
