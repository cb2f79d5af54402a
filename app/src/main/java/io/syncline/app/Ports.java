package io.syncline.app;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.syncline.cli.terminal.CliException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Opens the one port everything answers on. */
final class Ports {
  private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(Ports.class);

  static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /** Address and limits of every server of ours. */
  static void listenOn(ServerBuilder builder, int port) {
    builder.http(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    limit(builder);
  }

  /** Limits of every server of ours. */
  static void limit(ServerBuilder builder) {
    builder.gracefulShutdownTimeoutMillis(0, 0).requestTimeoutMillis(0).maxRequestLength(64L << 20);
  }

  /**
   * Starts a server on loopback; port 0 takes any free one.
   *
   * @throws CliException with exit code 2 when the port is taken or none
   */
  static Server listen(int port, Consumer<ServerBuilder> services) {
    return start(
        port,
        builder -> {
          listenOn(builder, port);
          services.accept(builder);
        });
  }

  /**
   * Starts a server that {@code setup} lets listen on {@code port}.
   *
   * @throws CliException with exit code 2 when the port is taken or none
   */
  static Server start(int port, Consumer<ServerBuilder> setup) {
    if (port < 0 || port > 65535) {
      throw new CliException(
          CliException.USAGE, "port " + port + " does not exist (expected: 0 to 65535)");
    }
    var builder = Server.builder();
    setup.accept(builder);
    var server = builder.build();
    try {
      server.start().join();
      return server;
    } catch (CompletionException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException
            || String.valueOf(cause.getMessage()).contains("Address already in use")) {
          throw new CliException(
              CliException.USAGE,
              "port "
                  + port
                  + " is in use; hint: give another one with --port, or --port 0 for any free one");
        }
      }
      throw e;
    }
  }

  /**
   * Stops a server without waiting for its quiet period: what was acknowledged is stored already,
   * and nobody is to be told twice.
   */
  static void stop(Server server) {
    try {
      server.stop().get(300, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException quiet) {
      LOG.debug("server still in its quiet period", quiet);
    } catch (java.util.concurrent.ExecutionException e) {
      LOG.warn("server did not stop cleanly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
