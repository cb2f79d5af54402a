package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.rest.Reply;
import io.syncline.localkube.rest.Request;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that are too large to be made at once. */
final class LargeListTest {
  private static final ResourceId MAPS = new ResourceId("", "v1", "configmaps");
  private static final String PATH = "/api/v1/namespaces/default/configmaps";
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
  private static final String NAMES =
      "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

  /** One more is in every namespace. */
  private static final int OBJECTS = 3_000;

  /** What is made at once, and one object more. */
  private static final int MOST_AT_ONCE = 300 << 10;

  private static LocalKubeServer server;
  private static LocalKube kube;

  @BeforeAll
  static void fill() {
    // Tables show ages, which are to stay the same from page to page.
    kube =
        LocalKube.builder()
            .withoutControllers()
            .clock(InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")))
            .start();
    server = LocalKubeServer.start(kube, 0);
    for (var i = 0; i < OBJECTS; i++) {
      kube.api().create(MAPS, new Manifest(map(i)), "test");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ObjectTree map(int i) {
    return ObjectTree.of(
        "apiVersion",
        "v1",
        "kind",
        "ConfigMap",
        "metadata",
        ObjectTree.of(
            "name",
            "m" + i,
            "namespace",
            "default",
            "labels",
            ObjectTree.of("odd", String.valueOf(i % 2 == 1))),
        "data",
        ObjectTree.of("text", ("line " + i + " ").repeat(200)));
  }

  /** Takes so many parts, then goes away. */
  private static final class Reader implements Reply.Sink {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private int largest;
    private int parts;
    private final int most;

    Reader(int most) {
      this.most = most;
    }

    @Override
    public boolean write(byte[] part) {
      all.writeBytes(part);
      largest = Math.max(largest, part.length);
      parts++;
      return open();
    }

    @Override
    public boolean open() {
      return parts < most;
    }
  }

  private static Reply list(String query, String accept) {
    return kube.rest()
        .answer(
            Request.of(
                "GET", PATH, query, Map.of("accept", accept, "user-agent", "t"), new byte[0]));
  }

  private static Reader read(String query, String accept, int most) throws InterruptedException {
    var reply = list(query, accept);
    assertThat(reply).isInstanceOf(Reply.Parts.class);
    var reader = new Reader(most);
    ((Reply.Parts) reply).parts().run(reader);
    return reader;
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", TABLE, NAMES})
  void a_large_list_is_the_same_as_its_pages(String accept) throws InterruptedException {
    var whole = Json.parseObject(read("", accept, Integer.MAX_VALUE).all.toByteArray());
    var member = accept.equals(TABLE) ? "rows" : "items";
    var items = new ArrayList<Object>();
    var next = "";
    do {
      var page = page("limit=70&continue=" + next, accept);
      items.addAll(Tree.items(page.get(member)));
      next = Tree.text(page, "metadata", "continue");
      assertThat(whole.with(member, null).without("metadata"))
          .isEqualTo(page.with(member, null).without("metadata"));
    } while (!next.isEmpty());
    assertThat(items).hasSize(OBJECTS + 1);
    assertThat(whole.get(member)).isEqualTo(items);
    assertThat(List.copyOf(whole.keySet()).getLast()).isEqualTo(member);
  }

  private static ObjectTree page(String query, String accept) {
    return Json.parseObject(((Reply.Whole) list(query, accept)).body().bytes());
  }

  @Test
  void no_more_than_a_part_of_it_is_made_before_it_is_taken() throws InterruptedException {
    var all = read("", "application/json", Integer.MAX_VALUE);
    assertThat(all.all.size()).isGreaterThan(5 << 20);
    assertThat(all.largest).isLessThan(MOST_AT_ONCE);
    var few = read("", "application/json", 3);
    assertThat(few.parts).isEqualTo(3);
    assertThat(few.all.size()).isLessThan(3 * MOST_AT_ONCE);
  }

  @Test
  void a_large_page_of_chosen_objects_tells_where_the_next_begins() throws InterruptedException {
    var query = "limit=1000&labelSelector=odd%3Dtrue";
    var page = Json.parseObject(read(query, "application/json", 1 << 20).all.toByteArray());
    assertThat(Tree.items(page.get("items"))).hasSize(1000);
    var next = Tree.text(page, "metadata", "continue");
    var rest =
        Json.parseObject(
            read(query + "&continue=" + next, "application/json", 1 << 20).all.toByteArray());
    assertThat(Tree.items(rest.get("items"))).hasSize(500);
    assertThat(Tree.text(rest, "metadata", "continue")).isEmpty();
  }

  @Test
  void over_http_it_is_the_same_plain_and_compressed() throws Exception {
    var expected = read("", "application/json", Integer.MAX_VALUE).all.toByteArray();
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(server.url() + PATH));
      var plain = client.send(request.build(), BodyHandlers.ofByteArray());
      assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
      assertThat(plain.headers().firstValue("content-type")).hasValue("application/json");
      assertThat(plain.body()).isEqualTo(expected);
      var zipped =
          client.send(
              request.header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
      assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
      assertThat(zipped.body().length).isLessThan(expected.length / 4);
      assertThat(unzipped(zipped.body())).isEqualTo(expected);
    }
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  @Test
  void a_client_that_leaves_half_way_takes_nobody_along() throws Exception {
    var uri = URI.create(server.url());
    for (var i = 0; i < 20; i++) {
      try (var socket = new java.net.Socket(uri.getHost(), uri.getPort())) {
        var head = "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(1_000)).hasSize(1_000);
      }
    }
    assertThat(read("", "application/json", Integer.MAX_VALUE).all.size()).isPositive();
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(server.url() + "/healthz")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok");
    }
  }
}
