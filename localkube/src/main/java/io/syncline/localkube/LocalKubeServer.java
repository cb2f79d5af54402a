package io.syncline.localkube;

import com.linecorp.armeria.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** A {@link LocalKube} on a port of its own, reachable from this machine only. */
public final class LocalKubeServer implements AutoCloseable {
  private final LocalKube kube;
  private final Server server;

  private LocalKubeServer(LocalKube kube, Server server) {
    this.kube = kube;
    this.server = server;
  }

  /**
   * Serves {@code kube} on {@code port} of the loopback address; 0 for any free port. Closing the
   * server closes {@code kube} too.
   *
   * @throws IllegalStateException when the port is taken
   */
  public static LocalKubeServer start(LocalKube kube, int port) {
    var server =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .serviceUnder("/", kube.httpService())
            .gracefulShutdownTimeoutMillis(0, 0)
            .build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "port " + port + " cannot be used: " + cause.getMessage() + "; choose another one", e);
    }
    return new LocalKubeServer(kube, server);
  }

  /** The port it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  /** The URL for clients. */
  public String url() {
    return "http://127.0.0.1:" + port();
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
      Files.writeString(file, kubeconfig("syncline", url()));
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
    server.stop().join();
    kube.close();
  }
}
