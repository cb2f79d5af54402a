package io.syncline.workloads.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Pace;
import java.time.Duration;
import java.time.Instant;
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
    var plan =
        new ContainerLife.Plan("c", "p_ns(u)", "img", policy, ContainerLife.READY, behaviour);
    return ContainerLife.at(plan, BEGIN, BEGIN.plusMillis(millis), Pace.REAL);
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
