package io.syncline.localkube.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A kube-apiserver and its etcd as processes of this machine, for the time of a test. */
final class RealServer implements AutoCloseable {
  private static final Path SCRIPT = Path.of("../scripts/kube-apiserver/run.sh");

  private final Process process;
  private final Server server;

  private RealServer(Process process, Server server) {
    this.process = process;
    this.server = server;
  }

  /** Started and ready; empty, and a loud line, when its programs cannot be had here. */
  static Optional<RealServer> start() throws IOException {
    var port = freePort();
    var process =
        new ProcessBuilder("bash", SCRIPT.toString(), Integer.toString(port))
            .redirectErrorStream(true)
            .start();
    var said = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    var first = said.readLine();
    if (first != null && first.startsWith("ready ")) {
      return Optional.of(new RealServer(process, new Server("https://127.0.0.1:" + port)));
    }
    process.destroy();
    System.out.println(
        "NO REAL KUBE-APISERVER: the contract is judged by recorded answers only: " + first);
    return Optional.empty();
  }

  /** A port that is free and whose next one is free too. */
  private static int freePort() throws IOException {
    var taken = new IOException("no port tried");
    for (var tries = 0; tries < 100; tries++) {
      var port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      var host = InetAddress.getLoopbackAddress();
      try (var one = new ServerSocket(port, 1, host);
          var two = new ServerSocket(port + 1, 1, host)) {
        return Math.min(one.getLocalPort(), two.getLocalPort());
      } catch (IOException e) {
        taken = e;
      }
    }
    throw taken;
  }

  Server server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
