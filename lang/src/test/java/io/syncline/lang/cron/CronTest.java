package io.syncline.lang.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "* * * * *; 2026-03-01T10:00:30Z; 2026-03-01T10:01Z",
        "*/15 * * * *; 2026-03-01T10:50:00Z; 2026-03-01T11:00Z",
        "0 8 * * 1-5; 2026-03-06T08:00:00Z; 2026-03-09T08:00Z",
        "0 8 * * mon,WED; 2026-03-09T08:00:00Z; 2026-03-11T08:00Z",
        "30 2 29 2 *; 2026-03-01T00:00:00Z; 2028-02-29T02:30Z",
        "0 0 13 * 5; 2026-03-01T00:00:00Z; 2026-03-06T00:00Z",
        "0 0 * * 0; 2026-03-02T00:00:00Z; 2026-03-08T00:00Z",
        "5-10/5 0 1 jan *; 2026-01-01T00:05:00Z; 2026-01-01T00:10Z",
        "@daily; 2026-03-01T10:00:00Z; 2026-03-02T00:00Z",
        "@every 1h30m; 2026-03-01T10:00:00Z; 2026-03-01T11:30Z",
        "30 2 * * *; 2026-03-28T12:00:00+01:00[Europe/Berlin]; 2026-03-30T02:30+02:00[Europe/Berlin]",
        "30 2 * * *; 2026-10-25T02:30:00+02:00[Europe/Berlin]; 2026-10-26T02:30+01:00[Europe/Berlin]",
      })
  void the_next_time_follows_the_fields(String expression, String after, String expected) {
    var next = Cron.parse(expression).next(ZonedDateTime.parse(after.strip()));
    assertThat(next).contains(ZonedDateTime.parse(expected.strip()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 7",
        "5-1 * * * *",
        "a * * * *",
        "*/0 * * * *",
        "@every x",
        "* * * * * *"
      })
  void malformed_expressions_are_refused(String expression) {
    assertThatThrownBy(() -> Cron.parse(expression)).isInstanceOf(Cron.CronException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 31 2 *"})
  void a_day_that_never_comes_gives_nothing(String expression) {
    assertThat(Cron.parse(expression).next(ZonedDateTime.parse("2026-03-01T00:00:00Z"))).isEmpty();
  }
}
