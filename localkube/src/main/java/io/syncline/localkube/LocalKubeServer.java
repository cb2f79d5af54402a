package io.syncline.localkube;

import com.linecorp.armeria.server.Server;
import io.syncline.localkube.authn.PrivateFile;
import io.syncline.localkube.http.PlainErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A {@link LocalKube} on a port of its own. */
public final class LocalKubeServer implements AutoCloseable {
  private static final int LONGEST_LINE = 1 << 20;

  private final LocalKube kube;
  private final Server server;

  private LocalKubeServer(LocalKube kube, Server server) {
    this.kube = kube;
    this.server = server;
  }

  /**
   * Serves {@code kube} on {@code port} of the loopback address; 0 for any free port. A secured one
   * is served with TLS. Closing the server closes {@code kube} too.
   *
   * @throws IllegalStateException when the port is taken
   */
  public static LocalKubeServer start(LocalKube kube, int port) {
    return start(kube, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), List.of());
  }

  /**
   * Serves {@code kube} on {@code address}.
   *
   * @param names host names and addresses it is reached by, beside those of this machine
   * @throws IllegalArgumentException when the address is not of the loopback and {@code kube} is
   *     not secured
   * @throws IllegalStateException when the port is taken
   */
  public static LocalKubeServer start(
      LocalKube kube, InetSocketAddress address, List<String> names) {
    var builder =
        Server.builder()
            .serviceUnder("/", kube.httpService())
            .errorHandler(new PlainErrors())
            .http1MaxInitialLineLength(LONGEST_LINE)
            .http1MaxHeaderSize(LONGEST_LINE)
            .gracefulShutdownTimeoutMillis(0, 0);
    kube.listen(builder, address, names);
    var server = builder.build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "port "
              + address.getPort()
              + " cannot be used: "
              + cause.getMessage()
              + "; choose another one",
          e);
    }
    return new LocalKubeServer(kube, server);
  }

  /** The port it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  /** The URL for clients. */
  public String url() {
    return (kube.authentication().secured() ? "https" : "http") + "://127.0.0.1:" + port();
  }

  /** A kubeconfig for a server at {@code url}, as YAML; its context is called {@code name}. */
  public static String kubeconfig(String name, String url) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: %1$s
          cluster:
            server: %2$s
        users:
        - name: %1$s
          user: {}
        contexts:
        - name: %1$s
          context:
            cluster: %1$s
            user: %1$s
        current-context: %1$s
        """
        .formatted(name, url);
  }

  /** Writes a kubeconfig for this server to {@code file}. */
  public void writeKubeconfig(Path file) {
    try {
      if (!kube.authentication().secured()) {
        Files.writeString(file, kubeconfig("syncline", url()));
        return;
      }
      PrivateFile.write(file, kube.kubeconfig("syncline", url()));
    } catch (IOException e) {
      throw new UncheckedIOException("kubeconfig " + file + " cannot be written", e);
    }
  }

  /** The cluster behind it. */
  public LocalKube kube() {
    return kube;
  }

  @Override
  public void close() {
    var stopped = server.stop();
    // The port is free after a moment; then the server's thread stays idle for two seconds more,
    // which nobody needs to wait for.
    var patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!server.activePorts().isEmpty() && !stopped.isDone() && System.nanoTime() < patience) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    kube.close();
  }
}
