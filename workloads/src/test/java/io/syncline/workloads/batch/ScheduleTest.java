package io.syncline.workloads.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.lang.cron.Cron;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "*/5 * * * *,     UTC,           2026-03-01T10:00:00Z, 2026-03-01T10:14:00Z, 2026-03-01T10:10:00Z",
    "0 3 * * *,       UTC,           2026-03-01T10:00:00Z, 2026-03-04T02:00:00Z, 2026-03-03T03:00:00Z",
    "0 3 * * *,       Europe/Berlin, 2026-03-01T10:00:00Z, 2026-03-04T02:00:00Z, 2026-03-04T02:00:00Z",
    "0 0 1 1 *,       UTC,           2020-03-01T10:00:00Z, 2026-03-04T02:00:00Z, 2026-01-01T00:00:00Z",
    "0 0 * * 1,       UTC,           2026-03-01T10:00:00Z, 2026-03-02T00:00:00Z, 2026-03-02T00:00:00Z",
  })
  void the_last_due_time_is_found(
      String cron, String zone, Instant after, Instant now, Instant expected) {
    assertThat(new Schedule(Cron.parse(cron), ZoneId.of(zone)).latest(after, now))
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "*/5 * * * *, 2026-03-01T10:10:00Z, 2026-03-01T10:14:00Z",
    "0 3 * * *,   2026-03-01T10:00:00Z, 2026-03-02T02:59:00Z",
  })
  void nothing_is_due_before_its_time(String cron, Instant after, Instant now) {
    assertThat(new Schedule(Cron.parse(cron), ZoneId.of("UTC")).latest(after, now)).isEmpty();
  }
}
