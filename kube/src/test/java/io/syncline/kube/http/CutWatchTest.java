package io.syncline.kube.http;

import static io.syncline.kube.http.ScriptedServer.cut;
import static io.syncline.kube.http.ScriptedServer.event;
import static io.syncline.kube.http.ScriptedServer.gone;
import static io.syncline.kube.http.ScriptedServer.list;
import static io.syncline.kube.http.ScriptedServer.refusal;
import static io.syncline.kube.http.ScriptedServer.stream;
import static io.syncline.kube.http.ScriptedServer.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.kube.ClusterConfig;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ClusterException.Code;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.WatchListener;
import io.syncline.model.object.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that break, end, fall silent or are too old: in the end everything is known. */
final class CutWatchTest {
  private static final ResourceKind MAPS =
      ResourceKind.of("", "v1", "ConfigMap", "configmaps", true);
  private static final HttpCluster.Patience SHORT =
      new HttpCluster.Patience(Duration.ofMillis(400), Duration.ofMillis(400));

  private final ScriptedServer server = new ScriptedServer();
  private final HttpCluster cluster = new HttpCluster(ClusterConfig.of(server.url()), SHORT);

  @AfterEach
  void end() {
    cluster.close();
    server.close();
  }

  /** What is known after each change. */
  private static final class Known implements WatchListener {
    private final TreeMap<String, String> objects = new TreeMap<>();
    private final LinkedBlockingQueue<String> states = new LinkedBlockingQueue<>();

    private void put(Manifest object) {
      objects.put(object.name(), object.resourceVersion());
    }

    @Override
    public void replaced(List<Manifest> all) {
      objects.clear();
      all.forEach(this::put);
      states.add(objects.toString());
    }

    @Override
    public void changed(Manifest object) {
      put(object);
      states.add(objects.toString());
    }

    @Override
    public void deleted(Manifest object) {
      objects.remove(object.name());
      states.add(objects.toString());
    }

    void reach(String state) throws InterruptedException {
      for (var now = next(); !state.equals(now); now = next()) {
        assertThat(now).as("waited in vain for %s", state).isNotNull();
      }
    }

    private @org.jspecify.annotations.Nullable String next() throws InterruptedException {
      return states.poll(20, TimeUnit.SECONDS);
    }
  }

  private void reaches(String state) throws InterruptedException {
    var known = new Known();
    try (var watch = cluster.watch(MAPS, Selection.ALL, known)) {
      known.reach(state);
      assertThat(watch.awaitSynced(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void a_stream_that_is_cut_goes_on_where_it_was() throws InterruptedException {
    server
        .lists(list("1", "a=1"))
        .watches(
            cut(event("ADDED", "b=2"), event("MODIFIED", "b=3").substring(0, 30)),
            stream(event("MODIFIED", "b=3")),
            server.silent(event("DELETED", "a=4")));

    reaches("{b=3}");

    assertThat(server.asked()).filteredOn(path -> !path.contains("watch")).hasSize(1);
    assertThat(server.asked())
        .filteredOn(path -> path.contains("watch"))
        .extracting(path -> path.replaceFirst(".*resourceVersion=(\\d+).*", "$1"))
        .startsWith("1", "2", "3");
  }

  @Test
  void events_that_are_told_again_do_no_harm() throws InterruptedException {
    server
        .lists(list("1", "a=1"))
        .watches(
            stream(event("ADDED", "b=2")),
            stream(event("ADDED", "b=2"), event("MODIFIED", "b=3")),
            server.silent(event("MODIFIED", "b=3"), event("MODIFIED", "b=4")));

    reaches("{a=1, b=4}");
  }

  @Test
  void what_is_too_old_is_listed_again() throws InterruptedException {
    server
        .lists(list("1", "a=1", "b=1"), list("9", "a=9"), list("20", "a=9", "c=20"))
        .watches(
            stream(event("BOOKMARK", "x=5"), gone()),
            refusal(410, "Expired"),
            server.silent(event("MODIFIED", "c=21")));

    reaches("{a=9, c=21}");
  }

  @Test
  void a_bookmark_is_where_the_next_stream_begins() throws InterruptedException {
    server
        .lists(list("1", "a=1"))
        .watches(stream(event("BOOKMARK", "x=7")), server.silent(event("MODIFIED", "a=8")));

    reaches("{a=8}");

    assertThat(server.asked()).anySatisfy(path -> assertThat(path).contains("resourceVersion=7&"));
  }

  @Test
  void a_stream_without_a_sign_of_life_is_opened_anew() throws InterruptedException {
    server
        .lists(list("1", "a=1"))
        .watches(
            server.silent(),
            server.silent(event("ADDED", "b=2")),
            server.silent(event("ADDED", "c=3")));

    reaches("{a=1, b=2, c=3}");
  }

  @Test
  void lists_that_are_refused_or_break_off_are_asked_for_again() throws InterruptedException {
    server
        .lists(
            refusal(500, "InternalError"),
            whole(503, "Retry-After: 0\r\n", "<html>busy</html>"),
            whole(429, "Retry-After: 0\r\n", ""),
            server.stalled(),
            whole(200, "", "{\"kind\": \"ConfigMapLi"),
            cut("{\"kind\":"),
            list("1", "a=1"))
        .watches(
            refusal(500, "InternalError"),
            whole(429, "Retry-After: 0\r\n", ""),
            server.silent(event("ADDED", "b=2")));

    reaches("{a=1, b=2}");
  }

  @Test
  void an_answer_that_does_not_end_is_a_timeout() {
    server.lists(server.stalled());

    assertThatThrownBy(() -> cluster.list(MAPS, Selection.ALL))
        .isInstanceOfSatisfying(
            ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.TIMEOUT));
  }
}
