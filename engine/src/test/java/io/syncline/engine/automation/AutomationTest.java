package io.syncline.engine.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.schedule.AutoSync;
import io.syncline.engine.schedule.Cron;
import io.syncline.engine.schedule.Decision;
import io.syncline.engine.schedule.SelfHealBackoff;
import io.syncline.engine.schedule.SyncWindows;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Condition;
import io.syncline.model.status.SyncStatus;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomationTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:30:00Z");
  private static final String COMMIT = "abcdef0123";

  private static Application app(String name, String annotations, String rest) {
    return new Application(
        new Manifest(
            Yaml.parseObject(
                "{metadata: {name: "
                    + name
                    + ", namespace: argocd, annotations: {"
                    + annotations
                    + "}}, spec: {source: {repoURL: r, targetRevision: main}, syncPolicy:"
                    + " {automated: {prune: true, allowEmpty: true}}}"
                    + rest
                    + "}")));
  }

  private static Automation automation(Application app, SyncStatus status, String windows) {
    var raw = Tree.items(Yaml.parseObject("{w: [" + windows + "]}").get("w"));
    return new Automation(
        new AutoSync(app, status, List.of(), List.of(COMMIT), false, SelfHealBackoff.DEFAULT),
        SyncWindows.of(raw.stream().map(Tree::object).toList(), app, Cron.STANDARD),
        Hold.of(app),
        Dependencies.of(app, List.of(COMMIT), _ -> Optional.empty()));
  }

  private static Automation held(String value) {
    return automation(app("shop", "syncline.io/hold: '" + value + "'", ""), OUT, "");
  }

  private static final SyncStatus OUT = SyncStatus.OUT_OF_SYNC;

  private static List<String> types(Automation automation) {
    return automation.conditions(NOW).stream().map(Condition::type).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true                                            | automatic sync is held",
        "broken release                                  | automatic sync is held: broken release",
        "{\"by\":\"ann\",\"until\":\"2026-03-01T10:30:01Z\"} | automatic sync is held by ann until"
            + " 2026-03-01T10:30:01Z",
        "{\"until\":\"soon\"}                            | automatic sync is held",
        "{\"revision\":\"abcd\",\"reason\":\"bad\"}      | commit abcd is held: bad",
      })
  void a_hold_keeps_automatic_sync_from_acting(String value, String reason) {
    var automation = held(value.strip());

    assertThat(automation.decide(NOW)).isInstanceOf(Decision.Blocked.class);
    assertThat(((Decision.Blocked) automation.decide(NOW)).reason()).isEqualTo(reason);
    assertThat(types(automation)).containsExactly("HeldWarning");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"until\":\"2026-03-01T10:30:00Z\"}", "{\"revision\":\"abce\"}"})
  void a_hold_that_is_over_or_of_another_commit_does_not(String value) {
    assertThat(held(value).decide(NOW)).isInstanceOf(Decision.Sync.class);
  }

  @Test
  void what_a_hold_says_survives_being_written() {
    var hold = new Hold("why \"so\"", "ann", Optional.of(NOW), "abcd");

    assertThat(Hold.of(app("shop", "syncline.io/hold: '" + hold.text() + "'", ""))).contains(hold);
  }

  @Test
  void an_application_in_sync_is_not_called_blocked_but_the_hold_is_shown_and_its_end_awaited() {
    var app = app("shop", "syncline.io/hold: '{\"until\":\"2026-03-01T12:00:00Z\"}'", "");
    var automation = automation(app, SyncStatus.SYNCED, "");

    assertThat(automation.decide(NOW)).isEqualTo(new Decision.Skip("the application is Synced"));
    assertThat(types(automation)).containsExactly("HeldWarning");
    assertThat(automation.lookAgain(NOW)).contains(Instant.parse("2026-03-01T12:00:00Z"));
  }

  @Test
  void a_closed_window_says_when_it_opens() {
    var app = app("shop", "", "");
    var deny = "{kind: deny, schedule: '0 10 * * *', duration: 1h, applications: [shop]}";
    var allow = "{kind: allow, schedule: '0 22 * * *', duration: 1h, applications: [shop]}";

    assertThat(automation(app, OUT, deny).lookAgain(NOW))
        .contains(Instant.parse("2026-03-01T11:00:00Z"));
    assertThat(automation(app, OUT, allow).lookAgain(NOW))
        .contains(Instant.parse("2026-03-01T22:00:00Z"));
    assertThat(automation(app, OUT, deny + "," + allow).lookAgain(NOW))
        .contains(Instant.parse("2026-03-01T22:00:00Z"));
    assertThat(((Decision.Blocked) automation(app, OUT, deny).decide(NOW)).reason())
        .isEqualTo("the sync windows of the project are closed until 2026-03-01T11:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{sync: {status: Synced, revision: abcdef0123}, health: {status: Healthy}}     | -",
        "{sync: {status: OutOfSync, revision: abcdef0123}, health: {status: Healthy}}  |"
            + " argocd/db is OutOfSync",
        "{sync: {status: Synced, revision: abcdef0123}, health: {status: Progressing}} |"
            + " argocd/db is Progressing",
        "{sync: {status: Synced, revision: fedcba}, health: {status: Healthy}}           |"
            + " argocd/db was compared at fedcba, not yet at abcdef0123",
        "{}                                                                            |"
            + " argocd/db is not compared yet",
      })
  void it_waits_until_what_it_depends_on_is_there(
      String status, @org.jspecify.annotations.Nullable String reason) {
    var known = Map.of("argocd/db", app("db", "", ", status: " + status));
    var app = app("shop", "syncline.io/depends-on: ' db , db'", "");

    var found = Dependencies.of(app, List.of(COMMIT), name -> Optional.ofNullable(known.get(name)));

    assertThat(found.waiting())
        .isEqualTo(Optional.ofNullable(reason).map(List::of).orElse(List.of()));
  }

  @Test
  void what_does_not_exist_is_waited_for_and_a_cycle_is_an_error() {
    var a = app("a", "syncline.io/depends-on: b", "");
    var b = app("b", "syncline.io/depends-on: c", "");
    var c = app("c", "syncline.io/depends-on: 'x, a'", "");
    var known = Map.of("argocd/a", a, "argocd/b", b, "argocd/c", c);

    var found = Dependencies.of(a, List.of(), name -> Optional.ofNullable(known.get(name)));

    assertThat(found.sentence())
        .contains(
            "the application depends on itself: argocd/a -> argocd/b -> argocd/c -> argocd/a");
    assertThat(automation(a, OUT, "").decide(NOW))
        .isEqualTo(
            new Decision.Blocked(
                "it waits for other applications: argocd/b does not exist", Optional.empty()));
    assertThat(types(automation(a, OUT, ""))).containsExactly("DependencyWarning");
  }

  @ParameterizedTest
  @CsvSource({
    "always,   new, true,  false, true",
    "always,   old, true,  false, false",
    "always,   new, false, false, false",
    "onRetry,  new, true,  false, false",
    "onRetry,  new, true,  true,  true",
    "never,    new, true,  true,  false",
    "whatever, new, true,  true,  false",
  })
  void a_newer_commit_ends_a_sync_as_the_policy_says(
      String policy, String commit, boolean automated, boolean waits, boolean ends) {
    var app =
        app(
            "shop",
            "syncline.io/supersede: " + policy,
            ", operation: {initiatedBy: {automated: "
                + automated
                + "}}, status: {operationState: {phase: Running, syncResult: {revision: old}"
                + (waits ? ", finishedAt: x" : "")
                + "}}");

    assertThat(Supersede.ends(app, List.of(commit)).isPresent()).isEqualTo(ends);
  }
}
