package io.syncline.controller.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.schedule.SelfHealBackoff;
import java.time.Duration;
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
