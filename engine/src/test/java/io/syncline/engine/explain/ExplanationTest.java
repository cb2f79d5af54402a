package io.syncline.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.automation.Automation;
import io.syncline.engine.automation.Dependencies;
import io.syncline.engine.automation.Hold;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.health.ApplicationHealth;
import io.syncline.engine.schedule.AutoSync;
import io.syncline.engine.schedule.Cron;
import io.syncline.engine.schedule.SelfHealBackoff;
import io.syncline.engine.schedule.SyncWindows;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:30:00Z");
  private static final Manifest LIVE =
      new Manifest(
          Yaml.parseObject(
              "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {k:"
                  + " old}}"));

  private static Application app(String spec, String rest) {
    return new Application(
        new Manifest(
            Yaml.parseObject(
                "{metadata: {name: shop, namespace: argocd"
                    + rest
                    + "}, spec: {source: {repoURL: r}, syncPolicy: {"
                    + spec
                    + "}}}")));
  }

  private static Difference difference(SyncStatus status) {
    var target = LIVE.with("new", "data", "k");
    return new Difference(
        LIVE.key(),
        Optional.of(target),
        Optional.of(LIVE),
        Optional.of(status),
        status == SyncStatus.OUT_OF_SYNC,
        false,
        false,
        Optional.of(LIVE),
        Optional.of(target));
  }

  private static List<String> explain(Application app, SyncStatus status, HealthStatus health) {
    var differences = List.of(difference(status));
    var automation =
        new Automation(
            new AutoSync(app, status, differences, List.of("abc"), false, SelfHealBackoff.DEFAULT),
            SyncWindows.of(List.of(), app, Cron.STANDARD),
            Hold.of(app),
            Dependencies.NONE);
    var facts =
        new Explanation.Facts(
            app,
            true,
            status,
            differences,
            new ApplicationHealth(
                Health.of(health), Map.of(LIVE.key(), new Health(health, "no pods"))),
            List.of(),
            List.of("It was compared with r at abc."),
            automation,
            Set.of());
    return Explanation.of(facts, NOW).sentences().stream()
        .map(s -> s.topic().name().toLowerCase(java.util.Locale.ROOT) + ": " + s.text())
        .toList();
  }

  @Test
  void tells_commit_fields_automation_and_health() {
    assertThat(explain(app("", ""), SyncStatus.OUT_OF_SYNC, HealthStatus.DEGRADED))
        .containsExactly(
            "source: It was compared with r at abc.",
            "sync: It is OutOfSync.",
            "sync: ConfigMap shop/a differs: data.k is \"old\" and would become \"new\".",
            "automation: Automatic sync does nothing: automatic sync is off.",
            "health: It is Degraded because of 1 of its objects.",
            "health: ConfigMap shop/a is Degraded: no pods");
  }

  @Test
  void tells_of_a_hold_and_when_it_ends() {
    var hold = ", annotations: {syncline.io/hold: '{\"until\":\"2026-03-01T12:00:00Z\"}'}";

    assertThat(explain(app("automated: {}", hold), SyncStatus.OUT_OF_SYNC, HealthStatus.HEALTHY))
        .contains(
            "automation: Automatic sync waits: automatic sync is held until 2026-03-01T12:00:00Z.",
            "next: The next look is at 2026-03-01T12:00:00Z.");
    assertThat(explain(app("automated: {}", hold), SyncStatus.SYNCED, HealthStatus.HEALTHY))
        .contains(
            "sync: It is Synced: its one object is as the source says.",
            "automation: Besides, automatic sync is held until 2026-03-01T12:00:00Z.");
  }
}
