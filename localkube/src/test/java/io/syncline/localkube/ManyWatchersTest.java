package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many watchers at once over real sockets, quick ones and some that do not read. */
final class ManyWatchersTest {
  private static final ResourceId MAPS = new ResourceId("", "v1", "configmaps");
  private static final int WATCHERS = 1_000;
  private static final int WRITERS = 4;
  private static final int WRITES = 15;

  /** More bytes than the history keeps. */
  private static final int BIG_WRITES = 1_200;

  private static final String VERSION = "\"resourceVersion\":\"";
  private static final String LAST_CHUNK = "0";
  private static final String BIG = "0123456789abcdef".repeat(4 << 10);

  private final LocalKube kube = LocalKube.builder().withoutControllers().start();
  private final LocalKubeServer server = LocalKubeServer.start(kube, 0);
  private final List<Watch> open = new ArrayList<>();
  private ExecutorService threads;

  @BeforeEach
  void start() {
    threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterEach
  void stop() throws IOException {
    for (var watch : open) {
      watch.socket.close();
    }
    threads.close();
    server.close();
  }

  /** One watch over a socket of its own; lines are read only when asked for. */
  private static final class Watch {
    private final Socket socket = new Socket();
    private final BufferedReader lines;

    Watch(int port, String revision) throws IOException {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      var head =
          "GET /api/v1/namespaces/default/configmaps?watch=1&resourceVersion="
              + revision
              + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next event; empty at the end. What else is on the wire is the frame of HTTP. */
    Optional<String> next() throws IOException {
      for (var line = lines.readLine(); !line.equals(LAST_CHUNK); line = lines.readLine()) {
        if (line.startsWith("{")) {
          return Optional.of(line);
        }
      }
      return Optional.empty();
    }

    /** Revisions of the next events. */
    List<Long> take(int count) throws IOException {
      var revisions = new ArrayList<Long>();
      while (revisions.size() < count) {
        revisions.add(revision(next().orElseThrow()));
      }
      return revisions;
    }
  }

  /** Picked out of the text: to understand all of it would be most of the work of this test. */
  private static long revision(String event) {
    var from = event.indexOf(VERSION) + VERSION.length();
    return Long.parseLong(event.substring(from, event.indexOf('"', from)));
  }

  private Watch watch() throws IOException {
    var watch = new Watch(server.port(), revisionNow());
    open.add(watch);
    return watch;
  }

  private String revisionNow() {
    return kube.api().list(new ResourceId("", "v1", "namespaces"), "").stream()
        .map(found -> Tree.text(found.root(), "metadata", "resourceVersion"))
        .max((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)))
        .orElseThrow();
  }

  private static Manifest map(String name, String text) {
    return new Manifest(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            ObjectTree.of("name", name, "namespace", "default"),
            "data",
            ObjectTree.of("text", text)));
  }

  private static long revision(Manifest written) {
    return Long.parseLong(Tree.text(written.root(), "metadata", "resourceVersion"));
  }

  @Test
  void a_thousand_watchers_see_every_write_once_and_in_order() throws Exception {
    var seen = new ArrayList<Future<List<Long>>>();
    for (var i = 0; i < WATCHERS; i++) {
      var watch = watch();
      seen.add(threads.submit(() -> watch.take(WRITERS * WRITES)));
    }
    var writers = new ArrayList<Future<List<Long>>>();
    for (var w = 0; w < WRITERS; w++) {
      var name = "m" + w;
      writers.add(threads.submit(() -> write(name)));
    }
    var expected = new ArrayList<Long>();
    for (var writer : writers) {
      expected.addAll(writer.get());
    }
    expected.sort(null);
    for (var revisions : seen) {
      assertThat(revisions.get()).isEqualTo(expected);
    }
  }

  private List<Long> write(String name) {
    var revisions = new ArrayList<Long>();
    revisions.add(revision(kube.api().create(MAPS, map(name, "0"), "test")));
    for (var i = 1; i < WRITES; i++) {
      revisions.add(revision(kube.api().update(MAPS, map(name, "" + i), "test")));
    }
    return revisions;
  }

  @Test
  void who_does_not_read_slows_nobody_and_is_told_to_list_again() throws Exception {
    var stalled = List.of(watch(), watch(), watch());
    var quick = watch();
    var seen = threads.submit(() -> quick.take(BIG_WRITES));
    var expected = new ArrayList<Long>();
    expected.add(revision(kube.api().create(MAPS, map("big", BIG), "test")));
    for (var i = 1; i < BIG_WRITES; i++) {
      expected.add(revision(kube.api().update(MAPS, map("big", BIG + i), "test")));
    }
    assertThat(seen.get()).isEqualTo(expected);
    for (var watch : stalled) {
      var got = new ArrayList<Long>();
      var last = watch.next().orElseThrow();
      while (!last.startsWith("{\"type\":\"ERROR\"")) {
        got.add(revision(last));
        last = watch.next().orElseThrow();
      }
      assertThat(last).contains("\"code\":410");
      assertThat(expected).startsWith(got.toArray(Long[]::new));
      assertThat(got.size()).as("events made for one who does not read").isLessThan(BIG_WRITES / 2);
      assertThat(watch.next()).isEmpty();
    }
  }
}
