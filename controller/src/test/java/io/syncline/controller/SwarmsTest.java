package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.controller.control.AppKey;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SwarmsTest {
  private static final AppKey APP = new AppKey("argocd", "shop");
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Swarms swarms = new Swarms(() -> now);

  /** When comparisons are due, in milliseconds, for a change every {@code step} ms. */
  private TreeSet<Long> due(int changes, int step) {
    var begin = now;
    var due = new TreeSet<Long>();
    for (var i = 0; i < changes; i++) {
      due.add(Duration.between(begin, now.plus(swarms.delay(APP))).toMillis());
      now = now.plusMillis(step);
    }
    return due;
  }

  @Test
  void one_change_is_followed_at_once() {
    assertThat(due(1, 0)).containsExactly(15L);
  }

  @Test
  void changes_that_keep_coming_are_followed_ever_less_often() {
    assertThat(due(500, 6)).containsExactly(15L, 75L, 315L, 1275L, 2275L, 3275L);
  }

  @Test
  void a_change_after_a_while_is_followed_at_once_again() {
    due(500, 6);
    now = now.plusSeconds(10);

    assertThat(due(1, 0)).containsExactly(15L);
  }

  @Test
  void what_comes_last_is_always_followed() {
    for (var i = 0; i < 2_000; i++) {
      assertThat(swarms.delay(APP)).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
      now = now.plusMillis(i % 97);
    }
  }

  @Test
  void applications_do_not_wait_for_each_other() {
    due(500, 6);

    assertThat(swarms.delay(new AppKey("argocd", "other"))).isEqualTo(Duration.ofMillis(15));
  }
}
