package io.syncline.controller.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.schedule.SelfHealBackoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReadTest {
  private static SelfHealBackoff heal(Map<String, String> values) {
    return new CommandParameters(values).selfHeal(SelfHealBackoff.DEFAULT);
  }

  @Test
  void self_heal_grows_slower_as_set_and_not_at_all_when_its_time_is_zero() {
    assertThat(heal(Map.of())).isEqualTo(SelfHealBackoff.DEFAULT);
    var set =
        heal(
            Map.of(
                "controller.self.heal.backoff.timeout.seconds", "1",
                "controller.self.heal.backoff.factor", "2",
                "controller.self.heal.backoff.cap.seconds", "3",
                "controller.self.heal.timeout.seconds", "50"));
    assertThat(set.delay(0)).isZero();
    assertThat(set.delay(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(set.delay(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(set.delay(3)).isEqualTo(Duration.ofSeconds(3));

    var off = Map.of("controller.self.heal.backoff.timeout.seconds", "0");
    assertThat(heal(off).delay(0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(heal(off).delay(9)).isEqualTo(Duration.ofSeconds(5));
    var fixed =
        Map.of(
            "controller.self.heal.backoff.timeout.seconds", "0",
            "controller.self.heal.timeout.seconds", "7");
    assertThat(heal(fixed).delay(0)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void expressions_have_a_second_unless_set() {
    assertThat(new CommandParameters(Map.of()).jqTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(
            new CommandParameters(Map.of("controller.ignore.normalizer.jq.timeout", "3s"))
                .jqTimeout())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(
            new CommandParameters(Map.of("controller.ignore.normalizer.jq.timeout", "soon"))
                .jqTimeout())
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void how_much_is_done_at_a_time_is_as_set_where_that_is_a_number() {
    var set =
        new CommandParameters(
            Map.of(
                "controller.status.processors", "50", "controller.operation.processors", " 25 "));
    assertThat(set.comparisons(20)).isEqualTo(50);
    assertThat(set.operations(10)).isEqualTo(25);
    for (var wrong : List.of("0", "-1", "many", "99999999999")) {
      var bad =
          new CommandParameters(
              Map.of(
                  "controller.status.processors", wrong, "controller.operation.processors", wrong));
      assertThat(bad.comparisons(20)).isEqualTo(20);
      assertThat(bad.operations(10)).isEqualTo(10);
    }
  }

  @Test
  void comparisons_are_spread_over_the_jitter_of_the_settings() {
    var set = Map.of("timeout.reconciliation.jitter", "60s");
    assertThat(ControllerSettings.jitter(set, 0)).isZero();
    assertThat(ControllerSettings.jitter(set, 0.5)).isEqualTo(Duration.ofSeconds(30));
    assertThat(ControllerSettings.jitter(Map.of(), 0.5)).isZero();
    assertThat(ControllerSettings.jitter(Map.of("timeout.reconciliation.jitter", "-1s"), 1))
        .isZero();
  }

  @Test
  void the_pace_of_comparisons_is_that_of_the_settings() {
    var pace = ControllerSettings.DEFAULT.pace();

    assertThat(pace.with(Map.of())).isEqualTo(pace);
    var set =
        pace.with(Map.of("timeout.reconciliation", "5m", "timeout.hard.reconciliation", "1h"));
    assertThat(set.comparison()).isEqualTo(Duration.ofMinutes(5));
    assertThat(set.hard()).isEqualTo(Duration.ofHours(1));
    assertThat(set.sources()).isEqualTo(pace.sources());
    assertThat(pace.with(Map.of("timeout.reconciliation", "0")).comparison()).isZero();
  }
}
