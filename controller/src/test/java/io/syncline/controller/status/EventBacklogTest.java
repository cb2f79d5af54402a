package io.syncline.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventBacklogTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final EventBacklog backlog = new EventBacklog(new EventBacklog.Pace(3, 2, 10));

  private static Notice notice(String app, boolean warning, String reason, String message) {
    var tree =
        ObjectTree.of(
            "metadata",
            ObjectTree.of(
                "name", app, "namespace", "argocd", "uid", "uid-" + app, "resourceVersion", "7"));
    return Notice.of(new Application(new Manifest(tree)), warning, reason, message, START);
  }

  private void add(String app, String message) {
    backlog.add(notice(app, false, "ResourceUpdated", message), START);
  }

  private List<String> taken(Instant now) {
    var messages = new ArrayList<String>();
    for (var next = backlog.take(now); next.isPresent(); next = backlog.take(now)) {
      messages.add(next.get().message());
    }
    return messages;
  }

  @Test
  void what_there_is_room_for_is_written_at_once_each_by_itself() {
    add("shop", "sync");
    add("shop", "health");
    add("shop", "sync");

    assertThat(taken(START)).containsExactly("sync", "health", "sync");
  }

  @Test
  void after_a_burst_so_many_a_second_are_written() {
    for (var i = 0; i < 7; i++) {
      add("app-" + i, "message " + i);
    }

    assertThat(taken(START)).hasSize(3);
    assertThat(backlog.wait(START)).isEqualTo(Duration.ofMillis(500));
    assertThat(taken(START.plusMillis(499))).isEmpty();
    assertThat(taken(START.plusMillis(1_000))).containsExactly("message 3", "message 4");
    assertThat(taken(START.plusSeconds(60))).containsExactly("message 5", "message 6");
  }

  @Test
  void room_grows_however_often_it_is_looked_at() {
    for (var i = 0; i < 4; i++) {
      add("app-" + i, "message " + i);
    }
    taken(START);

    var written = Optional.<Notice>empty();
    for (var micros = 0; micros < 500_000; micros += 100) {
      written = backlog.take(START.plusNanos(micros * 1_000L));
      assertThat(written).isEmpty();
    }
    assertThat(taken(START.plusMillis(501))).containsExactly("message 3");
  }

  @Test
  void what_waits_for_the_same_reason_is_told_together() {
    add("a", "1");
    add("b", "2");
    add("c", "3");
    add("shop", "sync: Unknown -> OutOfSync");
    add("shop", "health: Unknown -> Missing");
    add("shop", "health: Unknown -> Missing");
    backlog.add(notice("shop", false, "OperationStarted", "began"), START);
    taken(START);

    var told = backlog.take(START.plusSeconds(1)).orElseThrow();

    assertThat(told.message()).isEqualTo("sync: Unknown -> OutOfSync; health: Unknown -> Missing");
    assertThat(told.count()).isEqualTo(3);
    assertThat(taken(START.plusSeconds(1))).containsExactly("began");
  }

  @Test
  void the_oldest_is_left_out_when_too_many_wait_but_no_warning_before_it() {
    var backlog = new EventBacklog(new EventBacklog.Pace(3, 2, 4));
    for (var i = 0; i < 3; i++) {
      backlog.add(notice("app-" + i, false, "ResourceUpdated", "message " + i), START);
      assertThat(backlog.take(START)).isPresent();
    }

    backlog.add(notice("bad", true, "OperationCompleted", "failed"), START);
    for (var i = 3; i < 9; i++) {
      backlog.add(notice("app-" + i, false, "ResourceUpdated", "message " + i), START);
    }

    assertThat(backlog.takeLeftOut()).isEqualTo(3);
    assertThat(backlog.take(START.plusSeconds(60)).orElseThrow().message()).isEqualTo("failed");
    assertThat(backlog.take(START.plusSeconds(60)).orElseThrow().message()).isEqualTo("message 6");
  }

  @Test
  void a_clock_put_back_stops_nothing() {
    for (var i = 0; i < 5; i++) {
      add("app-" + i, "message " + i);
    }
    taken(START);

    assertThat(taken(START.minusSeconds(3_600))).isEmpty();
    assertThat(taken(START.minusSeconds(3_600).plusSeconds(1))).hasSize(2);
  }

  @Test
  void an_event_tells_how_often_and_when() {
    var later = notice("shop", true, "OperationCompleted", "failed again");
    var event =
        notice("shop", true, "OperationCompleted", "failed")
            .with(
                new Notice(
                    later.about(),
                    "9",
                    true,
                    later.reason(),
                    later.message(),
                    START,
                    START.plusSeconds(5),
                    1))
            .event("1f");

    assertThat(event.name()).isEqualTo("shop.1f");
    assertThat(event.text("type")).isEqualTo("Warning");
    assertThat(event.text("message")).isEqualTo("failed; failed again");
    assertThat(event.at("count")).isEqualTo(2L);
    assertThat(event.text("involvedObject", "uid")).isEqualTo("uid-shop");
    assertThat(event.text("involvedObject", "resourceVersion")).isEqualTo("7");
    assertThat(event.text("firstTimestamp")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(event.text("lastTimestamp")).isEqualTo("2026-01-01T00:00:05Z");
  }
}
