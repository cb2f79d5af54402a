package io.syncline.controller.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AgendaTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void hands_out_each_key_once_however_often_it_was_asked_for() {
    var agenda = new Agenda<String>();
    agenda.offer("a", START);
    agenda.offer("a", START.plusSeconds(5));
    agenda.offer("a", START);

    assertThat(agenda.take(START)).contains("a");
    assertThat(agenda.take(START.plusSeconds(10))).isEmpty();
  }

  @Test
  void the_earlier_of_two_times_counts() {
    var agenda = new Agenda<String>();
    agenda.offer("a", START.plusSeconds(9));

    assertThat(agenda.offer("a", START.plusSeconds(3))).isTrue();
    assertThat(agenda.offer("a", START.plusSeconds(6))).isFalse();
    assertThat(agenda.next()).contains(START.plusSeconds(3));
    assertThat(agenda.take(START.plusSeconds(2))).isEmpty();
    assertThat(agenda.take(START.plusSeconds(3))).contains("a");
  }

  @Test
  void a_key_asked_for_while_worked_on_comes_again_afterwards() {
    var agenda = new Agenda<String>();
    agenda.offer("a", START);
    agenda.take(START);

    agenda.offer("a", START);
    assertThat(agenda.take(START)).isEmpty();
    agenda.done("a");
    assertThat(agenda.take(START)).contains("a");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void never_works_twice_on_a_key_and_never_loses_one(long seed) {
    var random = new Random(seed);
    var agenda = new Agenda<Integer>();
    Map<Integer, Instant> wanted = new HashMap<>();
    Set<Integer> working = new HashSet<>();
    var now = START;
    for (var step = 0; step < 5_000; step++) {
      now = now.plusMillis(random.nextInt(3));
      var key = random.nextInt(20);
      switch (random.nextInt(3)) {
        case 0 -> {
          var due = now.plusMillis(random.nextInt(40));
          agenda.offer(key, due);
          wanted.merge(key, due, (a, b) -> a.isBefore(b) ? a : b);
        }
        case 1 -> {
          var taken = agenda.take(now);
          if (taken.isPresent()) {
            assertThat(working.add(taken.get())).as("worked on once at a time").isTrue();
            assertThat(wanted.remove(taken.get())).as("asked for and due").isBeforeOrEqualTo(now);
          } else {
            var time = now;
            assertThat(wanted.entrySet())
                .allMatch(e -> working.contains(e.getKey()) || e.getValue().isAfter(time));
          }
        }
        default -> {
          if (working.remove(key)) {
            agenda.done(key);
          }
        }
      }
      assertThat(agenda.waitingCount()).isEqualTo(wanted.size());
      assertThat(agenda.workingCount()).isEqualTo(working.size());
    }
  }

  @Test
  void knows_who_is_due_by_a_time() {
    var agenda = new Agenda<String>();
    var now = Instant.parse("2026-01-01T00:00:00Z");
    agenda.offer("soon", now.plusSeconds(1));
    agenda.offer("late", now.plusSeconds(100));

    assertThat(agenda.dueBy(now)).isZero();
    assertThat(agenda.dueBy(now.plusSeconds(1))).isEqualTo(1);
    assertThat(agenda.dueBy(now.plusSeconds(200))).isEqualTo(2);
  }
}
