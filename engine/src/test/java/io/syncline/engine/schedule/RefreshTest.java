package io.syncline.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15Z");
  private static final Refresh.Timers TIMERS =
      new Refresh.Timers(Duration.ofMinutes(2), Duration.ZERO);

  private static Optional<Refresh> decide(String app, Level queued) {
    return Refresh.decide(
        new Application(new Manifest(Yaml.parseObject(app))),
        TIMERS,
        Optional.ofNullable(queued),
        NOW);
  }

  private static String app(String changes, String reconciledAt) {
    return "{spec: {source: {repoURL: r, path: p}, destination: {name: c}"
        + changes
        + "}, status: {reconciledAt: '"
        + reconciledAt
        + "', sync: {comparedTo: {source: {repoURL: r, path: p}, destination: {name: c}}}}}";
  }

  @ParameterizedTest
  @CsvSource({"normal,false", "hard,true", "whatever,false"})
  void does_what_the_annotation_asks(String value, boolean hard) {
    var app = "{metadata: {annotations: {argocd.argoproj.io/refresh: " + value + "}}}";

    assertThat(decide(app, Level.NOTHING))
        .hasValueSatisfying(
            r -> {
              assertThat(r.level()).isEqualTo(Level.LATEST_FORCED);
              assertThat(r.hard()).isEqualTo(hard);
            });
  }

  @Test
  void asks_git_again_when_the_source_changed() {
    assertThat(decide("{spec: {source: {repoURL: other}}}", Level.RECENT).map(Refresh::level))
        .contains(Level.LATEST_FORCED);
  }

  @Test
  void compares_when_its_time_has_come_and_not_before() {
    assertThat(decide(app("", "2024-01-10T10:28:00Z"), Level.RECENT).map(Refresh::level))
        .contains(Level.LATEST);
    assertThat(decide(app("", "2024-01-10T10:29:00Z"), Level.RECENT).map(Refresh::level))
        .contains(Level.RECENT);
    assertThat(
            Refresh.decide(
                new Application(new Manifest(Yaml.parseObject(app("", "2024-01-10T10:29:00Z")))),
                TIMERS,
                Optional.empty(),
                NOW))
        .isEmpty();
  }

  @Test
  void compares_when_ignore_rules_changed() {
    var app = app(", ignoreDifferences: [{kind: Service}]", "2024-01-10T10:30:00Z");

    assertThat(decide(app, Level.NOTHING).map(Refresh::level)).contains(Level.LATEST);
  }
}
