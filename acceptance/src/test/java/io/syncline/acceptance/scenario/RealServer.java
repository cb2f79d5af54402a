package io.syncline.acceptance.scenario;

import io.syncline.acceptance.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A kube-apiserver and its etcd as processes of this machine.
 *
 * @param process both
 * @param kubeconfig the way in as its administrator
 */
record RealServer(Process process, Path kubeconfig) implements AutoCloseable {
  private static final Path SCRIPT = Path.of("../scripts/kube-apiserver/run.sh");

  /** Started and ready; empty, and a loud line, when its programs cannot be had here. */
  static Optional<RealServer> start() throws IOException {
    var folder = Workspace.folder("kube-apiserver");
    var process =
        new ProcessBuilder(
                "bash",
                SCRIPT.toString(),
                Integer.toString(Workspace.freePorts()),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    var first = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (first != null && first.startsWith("ready ")) {
      return Optional.of(new RealServer(process, folder.resolve("kubeconfig")));
    }
    process.destroy();
    System.out.println(
        "NO REAL KUBE-APISERVER: scenarios are told on the embedded Kubernetes only: " + first);
    return Optional.empty();
  }

  @Override
  public void close() {
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
