package io.syncline.controller.real;

import io.syncline.kube.ClusterConfig;
import io.syncline.kube.KubeconfigFile;
import io.syncline.kube.http.HttpCluster;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A kube-apiserver and its etcd as processes of this machine, for one run of tests. */
public final class RealServer implements AutoCloseable {
  private static final Path SCRIPT = Path.of("../scripts/kube-apiserver/run.sh");

  private final Process process;
  private final String url;
  private final Path folder;
  private final HttpCluster cluster;
  private final RemoteApi api;

  private RealServer(Process process, String url, Path kubeconfig) {
    this.process = process;
    this.url = url;
    this.folder = Objects.requireNonNull(kubeconfig.getParent());
    this.cluster = new HttpCluster(KubeconfigFile.read(kubeconfig));
    this.api = new RemoteApi(cluster);
  }

  /** Started and ready; empty, and a loud line, when its programs cannot be had here. */
  public static Optional<RealServer> start() throws IOException {
    var port = Integer.toString(freePort());
    var process =
        new ProcessBuilder("bash", SCRIPT.toString(), port).redirectErrorStream(true).start();
    var first = process.inputReader(StandardCharsets.UTF_8).readLine();
    var words = first == null ? new String[0] : first.split(" ", -1);
    if (words.length == 4 && words[0].equals("ready")) {
      return Optional.of(new RealServer(process, words[1], Path.of(words[3])));
    }
    process.destroy();
    System.out.println(
        "NO REAL KUBE-APISERVER: the controller is judged on the embedded Kubernetes only: "
            + first);
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

  /** Where it listens. */
  public String url() {
    return url;
  }

  /** The way in as its administrator. */
  public ClusterConfig config() {
    return KubeconfigFile.read(folder.resolve("kubeconfig"));
  }

  /** What it stores. */
  public RemoteApi api() {
    return api;
  }

  /** The token of its administrator. */
  public String token() {
    return "admin-token";
  }

  /** The certificates to trust, as registered clusters have them. */
  public String authority() {
    return base64("certs/apiserver.crt");
  }

  /** TLS settings of a registered cluster with an administrator's client certificate. */
  public ObjectTree clientCertificate() {
    return ObjectTree.of(
        "caData", authority(),
        "certData", base64("client.crt"),
        "keyData", base64("client.key"));
  }

  private String base64(String file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    api.close();
    cluster.close();
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
