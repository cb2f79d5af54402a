package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Starting where that is impossible ends with one clear line; ending by force loses nothing. */
class StartTest {
  private final Path folder = Workspace.folder("start");

  private static void refuses(Outcome outcome, String... said) {
    outcome.exits(2);
    assertThat(outcome.err().lines().filter(l -> l.startsWith("syncline: ")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(said));
    assertThat(outcome.err()).doesNotContain("unexpected").doesNotContain("\tat ");
  }

  @Test
  void a_port_in_use_is_named() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(taken.getLocalPort());
      refuses(
          Product.run("demo", "--port", port, "--data", folder.toString()),
          "port " + port,
          "in use",
          "--port");
      refuses(
          Product.run("kube", "up", "--port", port, "--data", folder.toString()),
          "port " + port,
          "in use");
    }
  }

  @Test
  void a_port_that_does_not_exist_is_named() {
    refuses(
        Product.run("kube", "up", "--port", "99999", "--data", folder.toString()),
        "port 99999",
        "expected");
  }

  @Test
  void a_data_folder_that_is_a_file_is_named() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "mine");
    refuses(
        Product.run("demo", "--port", "0", "--data", file.toString()),
        file.toString(),
        "it is a file",
        "--data");
    refuses(
        Product.run("up", "--port", "0", "--data", file.resolve("below").toString()),
        file.toString(),
        "--data");
    assertThat(file).hasContent("mine");
  }

  @Test
  void a_kubeconfig_that_cannot_be_written_or_read_is_named() {
    var missing = folder.resolve("missing/config").toString();
    refuses(
        Product.run(
            "kube", "up", "--port", "0", "--data", folder.toString(), "--kubeconfig", missing),
        missing);
    refuses(
        Product.run("up", "--port", "0", "--data", folder.toString(), "--kubeconfig", missing),
        missing);
  }

  @Test
  void damaged_data_is_named_and_left_alone() throws IOException {
    var file = folder.resolve("kube.db");
    var garbage = new byte[20_000];
    new Random(7).nextBytes(garbage);
    Files.write(file, garbage);
    refuses(
        Product.run("kube", "up", "--port", "0", "--data", folder.toString()),
        file.toString(),
        "damaged");
    refuses(
        Product.run("demo", "--port", "0", "--data", folder.toString()),
        file.toString(),
        "damaged");
    assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
  }

  @Test
  void the_data_of_a_running_demo_is_refused() {
    var data = Demo.shared().data().toString();
    refuses(
        Product.run("kube", "up", "--port", "0", "--data", data),
        data,
        "in use by another Syncline");
  }

  @Test
  void kill_minus_9_right_after_an_acknowledgement_loses_nothing() throws Exception {
    var config = folder.resolve("kubeconfig");
    var port = String.valueOf(Workspace.freePort());
    var kubectl = new Kubectl(config);
    for (var round = 1; round <= 4; round++) {
      Files.deleteIfExists(config);
      var kube =
          Started.product(
              folder.resolve("log" + round),
              "kube",
              "up",
              "--port",
              port,
              "--data",
              folder.toString());
      kube.awaits(config, Duration.ofMinutes(2));
      for (var earlier = 1; earlier < round; earlier++) {
        assertThat(
                Tree.text(
                    kubectl.object("configmap", "default", "write-" + earlier), "data", "round"))
            .isEqualTo(String.valueOf(earlier));
      }
      if (round < 4) {
        assertThat(create(port, round)).isEqualTo(201);
        kube.kill();
      } else {
        assertThat(kube.terminate()).isIn(0, 143);
      }
    }
    damageAllButTheFirstPage();
    refuses(
        Product.run("kube", "up", "--port", "0", "--data", folder.toString()),
        "kube.db",
        "damaged");
  }

  /** Without a process between the answer and the kill. */
  private static int create(String port, int round) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/namespaces/default/configmaps"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"write-%d\"},\"data\":{\"round\":\"%d\"}}"
                        .formatted(round, round)))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  /** What a failing disk leaves: a file that begins well. */
  private void damageAllButTheFirstPage() throws IOException {
    Files.deleteIfExists(folder.resolve("kube.db-wal"));
    Files.deleteIfExists(folder.resolve("kube.db-shm"));
    try (var file = new RandomAccessFile(folder.resolve("kube.db").toFile(), "rw")) {
      var garbage = new byte[(int) (file.length() - 4096)];
      new Random(7).nextBytes(garbage);
      file.seek(4096);
      file.write(garbage);
    }
  }
}
