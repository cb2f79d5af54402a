package io.syncline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.testservers.Tar;
import io.syncline.testservers.TestServer;
import io.syncline.testservers.TestServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RegistriesTest {
  private final TestServer server;
  private final AtomicLong clock = new AtomicLong();
  private final List<Duration> pauses = new ArrayList<>();
  private final Registries registries =
      new Registries(
          new Registries.Settings(
              Duration.ofMinutes(3),
              Duration.ofSeconds(20),
              8 << 20,
              clock::incrementAndGet,
              pauses::add,
              Optional.empty()));

  RegistriesTest() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void close() {
    registries.close();
    server.close();
  }

  private ChartName web() {
    return new ChartName(server.url("/charts"), "web");
  }

  private static String index(String... versionsAndUrls) {
    var out = new StringBuilder("apiVersion: v1\nentries:\n  web:\n");
    for (var i = 0; i < versionsAndUrls.length; i += 2) {
      out.append(
          "  - {version: \"%s\", urls: [\"%s\"]}\n"
              .formatted(versionsAndUrls[i], versionsAndUrls[i + 1]));
    }
    return out.toString();
  }

  private void later(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void reads_charts_by_relative_and_absolute_urls() {
    server.on(
        "/charts/index.yaml",
        index("1.0.0", "web-1.0.0.tgz", "1.1.0", server.url("/files/web-1.1.0.tgz")));
    server.on("/charts/web-1.0.0.tgz", Tar.chart("web", "1.0.0"));
    server.on("/files/web-1.1.0.tgz", Tar.chart("web", "1.1.0"));

    for (var wanted : List.of("1.0.0", "^1.0")) {
      var version = registries.version(web(), wanted, Access.ANONYMOUS, false);
      var chart = registries.chart(web(), version, Access.ANONYMOUS, false);
      assertThat(new String(chart.tree().read("Chart.yaml").orElseThrow(), StandardCharsets.UTF_8))
          .contains("version: " + (wanted.equals("^1.0") ? "1.1.0" : wanted));
      assertThat(chart.tree().list("templates")).hasSize(1);
    }
  }

  @Test
  void an_exact_version_needs_no_index_and_a_known_chart_no_server() {
    assertThat(registries.version(web(), "1.0.0", Access.ANONYMOUS, true)).isEqualTo("1.0.0");
    assertThat(server.asked()).isEmpty();
    server.on("/charts/index.yaml", index("1.0.0", "web.tgz"));
    server.on("/charts/web.tgz", Tar.chart("web", "1.0.0"));
    registries.chart(web(), "1.0.0", Access.ANONYMOUS, false);
    var asked = server.asked().size();
    later(Duration.ofDays(2));
    registries.chart(web(), "1.0.0", Access.ANONYMOUS, false);
    assertThat(server.asked()).hasSize(asked);
    registries.chart(web(), "1.0.0", Access.ANONYMOUS, true);
    assertThat(server.asked("/charts/web.tgz")).hasSize(2);
  }

  @Test
  void asks_for_the_index_once_an_interval_and_then_only_for_changes() {
    server.on(
        "/charts/index.yaml",
        asked ->
            asked.header("if-none-match").equals("\"e1\"")
                ? Reply.of(304)
                : new Reply(
                    200,
                    Map.of("ETag", "\"e1\""),
                    index("1.0.0", "web.tgz").getBytes(StandardCharsets.UTF_8)));
    for (var i = 0; i < 5; i++) {
      assertThat(registries.version(web(), "*", Access.ANONYMOUS, false)).isEqualTo("1.0.0");
    }
    assertThat(server.asked()).hasSize(1);
    later(Duration.ofMinutes(4));
    assertThat(registries.version(web(), "*", Access.ANONYMOUS, false)).isEqualTo("1.0.0");
    assertThat(server.asked()).hasSize(2);
    assertThat(server.asked().getLast().header("if-none-match")).isEqualTo("\"e1\"");
  }

  @Test
  void many_who_ask_at_once_ask_once() throws Exception {
    var all = new CountDownLatch(8);
    server.on(
        "/charts/index.yaml",
        _ -> {
          try {
            all.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Reply.of(index("1.0.0", "web.tgz").getBytes(StandardCharsets.UTF_8));
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<java.util.concurrent.Future<String>>();
      for (var i = 0; i < 8; i++) {
        answers.add(
            threads.submit(
                () -> {
                  all.countDown();
                  return registries.version(web(), "*", Access.ANONYMOUS, false);
                }));
      }
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo("1.0.0");
      }
    }
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void refuses_an_archive_that_is_not_what_the_index_promises() {
    server.on(
        "/charts/index.yaml",
        "entries: {web: [{version: 1.0.0, urls: [web.tgz], digest: %s}]}"
            .formatted("a".repeat(64)));
    server.on("/charts/web.tgz", Tar.chart("web", "1.0.0"));
    assertThatThrownBy(() -> registries.chart(web(), "1.0.0", Access.ANONYMOUS, false))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("has digest sha256:")
        .hasMessageContaining("(expected: sha256:aaa");
  }

  @Test
  void credentials_go_to_other_servers_only_when_asked_to() throws IOException {
    try (var other = new TestServer()) {
      var access = Access.ANONYMOUS.with(new Access.Basic("ann", "secret"));
      server.on(
          "/charts/index.yaml",
          TestServer.guarded(
              "ann",
              "secret",
              Reply.of(
                  index("1.0.0", other.url("/web.tgz"), "2.0.0", "there.tgz")
                      .getBytes(StandardCharsets.UTF_8))));
      server.on("/charts/there.tgz", Reply.to(other.url("/web.tgz")));
      other.on("/web.tgz", Tar.chart("web", "1.0.0"));
      registries.chart(web(), "1.0.0", access, false);
      registries.chart(web(), "2.0.0", access, false);
      assertThat(other.asked()).hasSize(2).allMatch(a -> a.header("authorization").isEmpty());
      registries.chart(web(), "1.0.0", access.passing(true), false);
      assertThat(other.asked().getLast().header("authorization")).startsWith("Basic ");
    }
  }

  @Test
  void says_what_was_refused_and_never_a_password() {
    server.on("/charts/index.yaml", Reply.of(401));
    var chart = new ChartName("http://ann:secret@" + server.host() + "/charts", "web");
    assertThatThrownBy(() -> registries.version(chart, "*", Access.ANONYMOUS, false))
        .hasMessageContaining("answered 401 (expected: 200)")
        .hasMessageContaining("/charts/index.yaml")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void tries_again_while_a_server_has_passing_trouble() {
    var count = new AtomicInteger();
    server.on(
        "/charts/index.yaml",
        _ ->
            count.incrementAndGet() < 3
                ? new Reply(503, Map.of("Retry-After", "2"), new byte[0])
                : Reply.of(index("1.0.0", "web.tgz").getBytes(StandardCharsets.UTF_8)));
    assertThat(registries.version(web(), "*", Access.ANONYMOUS, false)).isEqualTo("1.0.0");
    assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  @Test
  void a_broken_repository_is_left_in_peace_for_longer_and_longer() {
    server.on("/charts/index.yaml", Reply.of(404));
    var asked = new ArrayList<Integer>();
    for (var seconds : List.of(0, 1, 2, 3, 2)) {
      later(Duration.ofSeconds(seconds));
      assertThatThrownBy(() -> registries.version(web(), "*", Access.ANONYMOUS, false))
          .isInstanceOf(RegistryException.class);
      asked.add(server.asked().size());
    }
    assertThat(asked).containsExactly(1, 1, 2, 2, 3);
  }

  @Test
  void names_what_there_is_when_a_version_is_not() {
    server.on("/charts/index.yaml", index("1.0.0", "a", "1.1.0", "b"));
    assertThatThrownBy(() -> registries.version(web(), "^3", Access.ANONYMOUS, false))
        .hasMessageContaining("has no version ^3")
        .hasMessageContaining("1.0.0, 1.1.0");
    assertThatThrownBy(() -> registries.version(web(), "newest!", Access.ANONYMOUS, false))
        .hasMessageContaining("version newest! of chart web is malformed");
    assertThatThrownBy(
            () ->
                registries.version(
                    new ChartName(server.url("/charts"), "api"), "*", Access.ANONYMOUS, false))
        .hasMessageContaining("chart api is not in Helm repository");
  }

  @Test
  void reads_files_and_asks_again_only_for_changes() {
    server.on("/values/prod.yaml", "a: 1\n");
    var url = server.url("/values/prod.yaml");
    var one = registries.file(url, Access.ANONYMOUS, false);
    assertThat(one.tree().list("")).extracting(e -> e.name()).containsExactly("prod.yaml");
    server.on("/values/prod.yaml", "a: 2\n");
    assertThat(registries.file(url, Access.ANONYMOUS, false).digest()).isEqualTo(one.digest());
    later(Duration.ofMinutes(4));
    assertThat(registries.file(url, Access.ANONYMOUS, false).digest()).isNotEqualTo(one.digest());
  }
}
