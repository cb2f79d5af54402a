package io.syncline.workloads.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.fault.Outages.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerLifeTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final Behaviour FINE = behaviour(Behaviour.Pull.WORKS, Optional.empty(), 0);

  private static Behaviour behaviour(Behaviour.Pull pull, Optional<Duration> runs, int exit) {
    return new Behaviour(
        pull, runs, exit, false, exit == 0 ? 0 : Integer.MAX_VALUE, Optional.empty(), false);
  }

  private static ContainerLife at(Behaviour behaviour, String policy, long millis) {
    return at(behaviour, policy, millis, List.of());
  }

  private static ContainerLife at(
      Behaviour behaviour, String policy, long millis, List<Outage> outages) {
    var delay = new ContainerLife.Delay(Duration.ZERO, ContainerLife.READY);
    var plan = new ContainerLife.Plan("c", "p_ns(u)", "img", policy, delay, behaviour, outages);
    return ContainerLife.at(plan, BEGIN, BEGIN.plusMillis(millis), Pace.REAL);
  }

  private static Outage outage(boolean crash, long fromSeconds, long toSeconds) {
    return new Outage(
        crash, BEGIN.plusSeconds(fromSeconds), Optional.of(BEGIN.plusSeconds(toSeconds)));
  }

  @ParameterizedTest
  @CsvSource({
    "59900, running, 0",
    "60500, ended, 0",
    "61500, CrashLoopBackOff, 0",
    "70005, running, 1",
    "75000, CrashLoopBackOff, 1",
    "91000, running, 2",
  })
  void a_container_made_to_crash_works_again_afterwards(long at, String state, int restarts) {
    var life = at(FINE, "Always", at, List.of(outage(true, 60, 80)));
    assertThat(word(life)).isEqualTo(state);
    assertThat(life.restarts()).isEqualTo(restarts);
  }

  @Test
  void a_container_made_to_crash_that_is_not_restarted_has_failed() {
    var life = at(FINE, "Never", 90_000, List.of(outage(true, 60, 80)));
    assertThat(life.ended()).contains(1);
    assertThat(life.endedAt()).contains(BEGIN.plusSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({"5000, true, 60000", "60000, false, 80000", "79999, false, 80000", "80000, true, -1"})
  void a_container_made_unready_runs_on(long at, boolean ready, long next) {
    var life = at(FINE, "Always", at, List.of(outage(false, 60, 80)));
    assertThat(life.running()).isTrue();
    assertThat(life.ready()).isEqualTo(ready);
    assertThat(life.next().map(t -> Duration.between(BEGIN, t).toMillis()).orElse(-1L))
        .isEqualTo(next);
  }

  @Test
  void the_back_off_begins_anew_after_a_long_run() {
    var crash = behaviour(Behaviour.Pull.WORKS, Optional.of(Duration.ofMinutes(11)), 1);
    // Three runs of eleven minutes, each followed by ten seconds.
    var life = at(crash, "Always", Duration.ofMinutes(33).plusSeconds(25).toMillis());
    assertThat(Tree.text(life.state(), "waiting", "message")).contains("back-off 10s");
    assertThat(life.restarts()).isEqualTo(2);
  }

  private static String word(ContainerLife life) {
    return life.waiting().isEmpty() ? (life.running() ? "running" : "ended") : life.waiting();
  }

  @ParameterizedTest
  @CsvSource({
    "0, ContainerCreating, false, 30",
    "29, ContainerCreating, false, 30",
    "30, running, false, 50",
    "49, running, false, 50",
    "50, running, true, -1",
    "90000000, running, true, -1",
  })
  void a_container_starts_and_becomes_ready(long at, String state, boolean ready, long next) {
    var life = at(FINE, "Always", at);
    assertThat(word(life)).isEqualTo(state);
    assertThat(life.ready()).isEqualTo(ready);
    assertThat(life.next().map(t -> Duration.between(BEGIN, t).toMillis()).orElse(-1L))
        .isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "500, ErrImagePull",
    "1500, ImagePullBackOff",
    "10100, ErrImagePull",
    "12000, ImagePullBackOff",
    "30200, ErrImagePull",
    "32000, ImagePullBackOff",
  })
  void a_missing_image_is_tried_again_and_again(long at, String state) {
    var life = at(behaviour(Behaviour.Pull.MISSING, Optional.empty(), 0), "Always", at);
    assertThat(word(life)).isEqualTo(state);
    assertThat(life.started()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1000, running, 0",
    "2100, ended, 0",
    "3100, CrashLoopBackOff, 0",
    "12100, running, 1",
    "14100, ended, 1",
    "16000, CrashLoopBackOff, 1",
    "34100, running, 2",
  })
  void a_crashing_container_restarts_later_and_later(long at, String state, int restarts) {
    var crash = behaviour(Behaviour.Pull.WORKS, Optional.of(Duration.ofSeconds(2)), 1);
    var life = at(crash, "Always", at);
    assertThat(word(life)).isEqualTo(state);
    assertThat(life.restarts()).isEqualTo(restarts);
    assertThat(life.ended()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Never, 1, true", "Never, 0, true", "OnFailure, 0, true", "OnFailure, 1, false"})
  void a_container_ends_for_good_as_its_policy_says(String policy, int exit, boolean forGood) {
    var finite = behaviour(Behaviour.Pull.WORKS, Optional.of(Duration.ofSeconds(2)), exit);
    assertThat(at(finite, policy, 60_000).ended())
        .isEqualTo(forGood ? Optional.of(exit) : Optional.empty());
  }

  @Test
  void a_container_that_has_crashed_for_a_year_is_judged_at_once() {
    var crash = behaviour(Behaviour.Pull.WORKS, Optional.of(Duration.ofMillis(10)), 1);
    var life = at(crash, "Always", Duration.ofDays(365).toMillis());
    assertThat(life.restarts()).isPositive();
    assertThat(life.next().orElseThrow()).isAfter(BEGIN.plus(Duration.ofDays(365)));
  }

  @Test
  void the_last_end_is_told_while_it_waits() {
    var crash = behaviour(Behaviour.Pull.WORKS, Optional.of(Duration.ofSeconds(2)), 9);
    var life = at(crash, "Always", 5000);
    assertThat(Tree.number(life.lastState(), 0, "terminated", "exitCode")).isEqualTo(9);
    assertThat(Tree.text(life.state(), "waiting", "message"))
        .isEqualTo("back-off 10s restarting failed container=c pod=p_ns(u)");
  }
}
