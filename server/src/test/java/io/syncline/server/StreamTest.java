package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.port.ApplicationDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StreamTest {
  private static final String WATCH = "/api/v1/stream/applications";
  private static final String CLOSED = "closed";
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  /** The lines of a stream as they come. */
  private static final class Lines implements AutoCloseable {
    final HttpResponse<Stream<String>> response;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Lines(String path, String accept) {
      try {
        response =
            installation.http.send(
                installation
                    .request("GET", path, "")
                    .header("authorization", "Bearer " + installation.token)
                    .header("accept", accept)
                    .build(),
                HttpResponse.BodyHandlers.ofLines());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  response.body().forEach(lines::add);
                } catch (UncheckedIOException closedByUs) {
                  lines.add("broken: " + closedByUs.getMessage());
                }
                lines.add(CLOSED);
              });
    }

    String next() throws InterruptedException {
      var line = lines.poll(Installation.LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("no further line in time");
      }
      return line;
    }

    ObjectTree result() throws InterruptedException {
      return Tree.object(Tree.object(Json.parse(next())).get("result"));
    }

    @Override
    public void close() {
      response.body().close();
    }
  }

  private static String path(ObjectTree news) {
    return Tree.text(news, "type")
        + " "
        + Tree.text(news, "application", "metadata", "name")
        + " "
        + Tree.text(news, "application", "spec", "source", "path");
  }

  @Test
  void news_of_applications_are_json_lines_and_the_present_state_comes_first()
      throws InterruptedException {
    installation.application("told", "", "project: default");
    try (var lines = new Lines(WATCH + "?name=told", "application/json")) {
      assertThat(lines.response.headers().firstValue("content-type")).contains("application/json");
      assertThat(path(lines.result())).isEqualTo("ADDED told .");

      installation.patch("told", "{spec: {source: {path: next}}}");
      assertThat(path(lines.result())).isEqualTo("MODIFIED told next");

      installation.cluster.delete(
          Installation.APPLICATION,
          new ObjectKey("argoproj.io", "Application", "argocd", "told"),
          io.syncline.kube.Deletion.of(io.syncline.kube.Deletion.Propagation.BACKGROUND));
      assertThat(path(lines.result())).isEqualTo("DELETED told next");
    }
  }

  @Test
  void whoever_wrote_is_never_shown_an_older_state() throws InterruptedException {
    installation.application("fresh", "", "project: default");
    for (var i = 0; i < 20; i++) {
      var patch = Json.write("{\"spec\":{\"source\":{\"path\":\"p" + i + "\"}}}");
      var written =
          installation.call(
              "PATCH",
              "/api/v1/applications/fresh",
              "{\"patchType\":\"merge\",\"patch\":" + patch + "}");
      assertThat(written.status()).isEqualTo(200);
      try (var lines = new Lines(WATCH + "?name=fresh", "application/json")) {
        assertThat(path(lines.result())).isEqualTo("ADDED fresh p" + i);
      }
    }
  }

  @Test
  void nothing_is_told_twice_and_only_of_fields_asked_for() throws InterruptedException {
    installation.application("sparse");
    var fields =
        "&fields=result.type,result.application.metadata.name,result.application.spec.source.path";
    try (var lines = new Lines(WATCH + "?name=sparse" + fields, "application/json")) {
      assertThat(lines.next())
          .isEqualTo(
              "{\"result\":{\"type\":\"ADDED\",\"application\":{\"metadata\":{\"name\":\"sparse\"},\"spec\":{\"source\":{\"path\":\".\"}}}}}");

      // Not among the fields, so no news for this reader.
      installation.patch("sparse", "{metadata: {labels: {a: b}}}");
      installation.patch("sparse", "{spec: {source: {targetRevision: other}}}");
      installation.patch("sparse", "{spec: {source: {path: changed}}}");

      assertThat(path(lines.result())).isEqualTo("MODIFIED sparse changed");
    }
  }

  @Test
  void readers_that_accept_events_get_events() throws InterruptedException {
    installation.application("evented");
    try (var lines = new Lines(WATCH + "?name=evented&fields=result.type", "text/event-stream")) {
      assertThat(lines.response.headers().firstValue("content-type")).contains("text/event-stream");
      assertThat(lines.next()).isEqualTo(":");
      assertThat(lines.next()).isEmpty();
      assertThat(lines.next()).isEqualTo("data: {\"result\":{\"type\":\"ADDED\"}}");
      assertThat(lines.next()).isEmpty();
    }
  }

  @Test
  void a_reader_that_knows_a_version_is_told_only_what_came_later() throws InterruptedException {
    installation.application("before-1", "group: versions", "project: default");
    installation.application("before-2", "group: versions", "project: default");
    var version = installation.stored("before-2").resourceVersion();
    try (var lines =
        new Lines(
            WATCH + "?selector=group%3Dversions&resourceVersion=" + version, "application/json")) {
      installation.patch("before-1", "{spec: {source: {path: later}}}");
      assertThat(path(lines.result())).isEqualTo("MODIFIED before-1 later");
    }
    try (var lines =
        new Lines(WATCH + "?name=before-2&resourceVersion=" + version, "application/json")) {
      assertThat(path(lines.result()))
          .as("one application by name is always told of")
          .isEqualTo("ADDED before-2 .");
    }
  }

  @Test
  void a_watch_is_narrowed_like_a_list() throws InterruptedException {
    installation.application("narrow-1", "group: narrow", "project: one");
    installation.application("narrow-2", "group: narrow", "project: two");
    try (var lines =
        new Lines(WATCH + "?selector=group%3Dnarrow&projects=two", "application/json")) {
      assertThat(path(lines.result())).isEqualTo("ADDED narrow-2 .");
    }
  }

  private static ApplicationDetails.Detail tree(String... names) {
    return new ApplicationDetails.Detail(
        Stream.of(names)
            .map(
                n ->
                    new ResourceNode(
                        new ObjectKey("", "ConfigMap", "default", n),
                        "v1",
                        "",
                        List.of(),
                        "",
                        List.of(),
                        Optional.empty(),
                        "",
                        List.of()))
            .toList(),
        List.of(),
        List.of());
  }

  private static List<String> names(ObjectTree tree) {
    return Tree.items(tree.get("nodes")).stream().map(n -> Tree.text(n, "name")).toList();
  }

  @Test
  void a_resource_tree_is_sent_at_once_and_whole_at_each_change() throws InterruptedException {
    installation.application("grown");
    installation.details.put("grown", tree("a"));
    try (var lines =
        new Lines("/api/v1/stream/applications/grown/resource-tree", "application/json")) {
      assertThat(names(lines.result())).containsExactly("a");

      installation.details.put("other", tree("x"));
      installation.details.put("grown", tree("a"));
      installation.details.put("grown", tree("a", "b"));

      assertThat(names(lines.result())).containsExactly("a", "b");
    }
    assertThat(installation.get("/api/v1/stream/applications/absent/resource-tree").status())
        .isEqualTo(404);
  }

  @Test
  void a_reader_that_went_away_is_forgotten() throws InterruptedException {
    installation.application("left");
    installation.details.put("left", tree("a"));
    try (var lines =
        new Lines("/api/v1/stream/applications/left/resource-tree", "application/json")) {
      assertThat(names(lines.result())).containsExactly("a");
      assertThat(installation.details.listeners).isNotEmpty();
    }
    var end = System.nanoTime() + Installation.LIMIT.toNanos();
    for (var i = 0; !installation.details.listeners.isEmpty(); i++) {
      assertThat(System.nanoTime()).as("listeners left").isLessThan(end);
      installation.details.put("left", tree("a", "n" + i));
      Thread.onSpinWait();
    }
  }

  @Test
  void logs_end_with_a_last_line_and_so_does_the_stream() throws InterruptedException {
    installation.application("silent");
    try (var lines = new Lines("/api/v1/applications/silent/logs", "application/json")) {
      assertThat(Tree.flag(lines.result(), "last")).isTrue();
      assertThat(lines.next()).isEqualTo(CLOSED);
    }
  }

  @Test
  void a_pod_without_a_log_is_told_of_in_the_stream() throws InterruptedException {
    installation.application("podless");
    installation.details.put(
        "podless",
        new ApplicationDetails.Detail(
            List.of(
                new ResourceNode(
                    new ObjectKey("", "Pod", "default", "absent"),
                    "v1",
                    "",
                    List.of(),
                    "",
                    List.of(),
                    Optional.empty(),
                    "",
                    List.of())),
            List.of(),
            List.of()));
    try (var lines = new Lines("/api/v1/applications/podless/logs", "application/json")) {
      var error = Tree.object(Tree.object(Json.parse(lines.next())).get("error"));
      assertThat(Tree.text(error, "message")).contains("absent").contains("not found");
      assertThat(Tree.flag(lines.result(), "last")).isTrue();
      assertThat(lines.next()).isEqualTo(CLOSED);
    }
  }

  @Test
  void streams_are_for_people_who_are_logged_in() {
    assertThat(installation.send(installation.request("GET", WATCH, "")).status()).isEqualTo(401);
  }
}
