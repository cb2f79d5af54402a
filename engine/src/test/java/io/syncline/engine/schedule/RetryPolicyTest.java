package io.syncline.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.lang.sprig.GoDuration;
import io.syncline.model.yaml.Yaml;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  @ParameterizedTest
  @CsvSource({"0,PT5S", "1,PT10S", "2,PT20S", "5,PT2M40S", "6,PT3M", "60,PT3M"})
  void doubles_from_five_seconds_to_three_minutes(long retries, Duration delay) {
    var policy = RetryPolicy.from(Yaml.parseObject("{limit: -1}"));

    assertThat(policy.delay(retries)).contains(delay);
  }

  @Test
  void stops_at_its_limit() {
    var policy =
        RetryPolicy.from(
            Yaml.parseObject("{limit: 2, backoff: {duration: '7', factor: 3, maxDuration: 1m}}"));

    assertThat(policy.delay(1)).contains(Duration.ofSeconds(21));
    assertThat(policy.delay(2)).isEmpty();
    assertThat(RetryPolicy.NONE.delay(0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1h30m,PT1H30M", "1.5s,PT1.5S", "0,PT0S", "-2m,PT-2M", "100ms,PT0.1S"})
  void reads_durations_as_go_writes_them(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @CsvSource({"5", "h", "1h x", "''", "1d"})
  void refuses_other_texts(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
