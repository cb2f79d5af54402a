package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.server.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over real sockets, mounted under a prefix as the product mounts it. */
final class HttpTest {
  private static final LocalKube KUBE = LocalKube.builder().start();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static Server server;

  @BeforeAll
  static void start() {
    server =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .serviceUnder("/k8s", KUBE.httpService())
            .build();
    server.start().join();
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    server.stop().join();
    KUBE.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/k8s" + path));
  }

  @Test
  void large_answers_are_compressed_for_those_who_can_read_that() throws Exception {
    var path = "/openapi/v3/api/v1";
    var plain = CLIENT.send(to(path).build(), BodyHandlers.ofByteArray());
    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    assertThat(plain.body().length).isGreaterThan(128 << 10);
    var zipped =
        CLIENT.send(
            to(path).header("Accept-Encoding", "br, gzip").build(), BodyHandlers.ofByteArray());
    assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(zipped.body().length).isLessThan(plain.body().length / 2);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
    var small =
        CLIENT.send(
            to("/version").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
    assertThat(small.headers().firstValue("content-encoding")).isEmpty();
  }

  @Test
  void it_answers_under_a_prefix() throws Exception {
    var answer = CLIENT.send(to("/healthz").build(), BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("ok");
  }

  @Test
  void a_watch_sends_each_event_at_once() throws Exception {
    var stream =
        CLIENT.send(
            to("/api/v1/namespaces/default/configmaps?watch=1").build(), BodyHandlers.ofLines());
    try (Stream<String> lines = stream.body()) {
      var next = lines.iterator();
      assertThat(next.next()).contains("kube-root-ca.crt");
      var body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"new\"}}";
      CLIENT.send(
          to("/api/v1/namespaces/default/configmaps")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.discarding());
      assertThat(next.next()).contains("\"ADDED\"").contains("\"new\"");
    }
  }

  @Test
  void a_body_over_the_limit_is_refused() throws Exception {
    var body = new byte[(3 << 20) + 1];
    var answer =
        CLIENT.send(
            to("/api/v1/namespaces").POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("RequestEntityTooLarge");
  }

  @Test
  void a_watch_by_web_socket_needs_no_origin() throws Exception {
    var frames = new LinkedBlockingQueue<String>();
    var socket = watch("", frames).get(20, TimeUnit.SECONDS);
    assertThat(frames.poll(20, TimeUnit.SECONDS)).contains("kube-root-ca.crt");
    socket.abort();
  }

  @Test
  void a_web_socket_of_a_foreign_page_is_refused_before_it_opens() {
    var opening = watch("http://evil.example.com", new LinkedBlockingQueue<>());
    assertThatThrownBy(() -> opening.get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("Unexpected HTTP response status code 403");
  }

  private static CompletableFuture<WebSocket> watch(
      String origin, LinkedBlockingQueue<String> frames) {
    var builder = CLIENT.newWebSocketBuilder();
    if (!origin.isEmpty()) {
      builder.header("Origin", origin);
    }
    var uri =
        URI.create(
            "ws://127.0.0.1:"
                + server.activeLocalPort()
                + "/k8s/api/v1/namespaces/kube-public/configmaps?watch=1");
    return builder.buildAsync(
        uri,
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            frames.add(text.toString());
            from.request(1);
            return CompletableFuture.completedStage(null);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,'',200",
    "127.0.0.1:1,'',200",
    "[::1]:1,'',200",
    "evil.example.com,'',403",
    "127.0.0.1.evil.com,'',403",
    "localhost,http://evil.example.com,403",
    "localhost,null,403",
    "localhost,http://localhost:3000,200"
  })
  void web_pages_of_others_do_not_get_in(String host, String origin, int status)
      throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.activeLocalPort())) {
      var head =
          "GET /k8s/healthz HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\n"
              + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
              + "\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 " + status);
    }
  }
}
