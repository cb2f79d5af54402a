package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Automatic sync: what it heals, what it tries again, what it leaves alone. */
@Scenarios
class AutoSyncTest {
  private static final String FILE = "guestbook/guestbook-ui-deployment.yaml";

  private static String limit(String value) {
    return "[{op: replace, path: /spec/revisionHistoryLimit, value: " + value + "}]";
  }

  private static void changeLive(Scenario s) {
    s.kube().patch("apps/v1/Deployment", s.namespace(), "guestbook-ui", limit("0"));
  }

  @EverywhereTest
  void a_live_change_stays_without_self_heal(Place place) {
    given("guestbook")
        .in(place)
        .when()
        .createWith("syncPolicy: {automated: {selfHeal: false}}")
        .then()
        .expect(sync("Synced"))
        .when()
        .commits(f -> f.patch(FILE, limit("1")))
        .refresh()
        .then()
        .expect(sync("Synced"), s -> liveLimit(s, "1"))
        .when()
        .does(AutoSyncTest::changeLive)
        .refresh()
        .then()
        .expect(sync("OutOfSync"));
  }

  private static void liveLimit(Scenario s, String limit) {
    assertThat(
            s.kube()
                .existing("apps/v1/Deployment", s.namespace(), "guestbook-ui")
                .at("spec", "revisionHistoryLimit"))
        .hasToString(limit);
  }

  @Test
  @Scenarios.OnRealServer
  void a_live_change_is_healed_and_a_failed_sync_told_until_git_is_right() {
    given("guestbook")
        .when()
        .createWith("syncPolicy: {automated: {selfHeal: true}, retry: {limit: 0}}")
        .then()
        .expect(operation("Succeeded"), sync("Synced"))
        .when()
        .does(AutoSyncTest::changeLive)
        .refresh()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), s -> liveLimit(s, "3"))
        .when()
        .commits(f -> f.patch(FILE, limit("badValue")))
        .refresh()
        .then()
        .expect(operation("Failed"))
        .when()
        .refresh()
        .then()
        .expect(sync("OutOfSync"), condition("SyncError", "Failed last sync attempt"))
        .when()
        .commits(f -> f.patch(FILE, limit("1")))
        .refresh()
        .then()
        .expect(operation("Succeeded"))
        .when()
        .refresh()
        .then()
        .expect(sync("Synced"), noConditions());
  }

  @Test
  void a_tag_that_is_moved_is_followed_and_what_it_says_is_kept() {
    given("guestbook")
        .files(
            f -> {
              f.commit();
              f.git("tag", "moving");
            })
        .when()
        .createWith("{source: {targetRevision: moving}, syncPolicy: {automated: {selfHeal: true}}}")
        .then()
        .expect(sync("Synced"), s -> liveLimit(s, "3"))
        .when()
        .commits(f -> f.patch(FILE, limit("10")))
        .does(s -> s.repository().git("tag", "-f", "moving"))
        .hardRefresh()
        .then()
        .expect(s -> liveLimit(s, "10"), operation("Succeeded"))
        .when()
        .does(s -> s.kube().patch("apps/v1/Deployment", s.namespace(), "guestbook-ui", limit("9")))
        .then()
        .expect(s -> liveLimit(s, "10"), sync("Synced"));
  }

  private static final String RETRYING =
      """
      syncPolicy:
        automated: {selfHeal: true}
        retry: {limit: -1, refresh: true, backoff: {duration: 1s, maxDuration: 1s, factor: 1}}
      """;

  @Test
  void a_retry_takes_the_commit_that_mends_it() {
    given("guestbook")
        .when()
        .createWith(RETRYING)
        .then()
        .expect(operation("Succeeded"), sync("Synced"), noConditions())
        .when()
        .commits(f -> f.patch(FILE, limit("badValue")))
        .refresh()
        .then()
        .expect(operation("Running"), sync("OutOfSync"), retried(1))
        .when()
        .commits(f -> f.patch(FILE, limit("42")))
        .refresh()
        .then()
        .expect(operation("Succeeded"), sync("Synced"));
  }

  @Test
  void a_retry_takes_another_path_of_the_application_too() {
    given("guestbook")
        .files(f -> f.write("other/kustomization.yaml", "resources: [../guestbook]\n"))
        .when()
        .createWith(RETRYING)
        .then()
        .expect(operation("Succeeded"), sync("Synced"), noConditions())
        .when()
        .commits(f -> f.patch(FILE, limit("badValue")))
        .refresh()
        .then()
        .expect(operation("Running"), retried(1))
        .when()
        .commits(f -> f.patch(FILE, limit("42")))
        .patch("[{op: add, path: /spec/source/path, value: other}]")
        .refresh()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            field("other", "spec", "source", "path"),
            s -> liveLimit(s, "42"));
  }

  @Test
  void permission_to_delete_everything_can_be_taken_back() {
    given("guestbook")
        .when()
        .createWith("syncPolicy: {automated: {allowEmpty: true}}")
        .then()
        .expect(sync("Synced"))
        .application(
            app ->
                assertThat(app.at("spec", "syncPolicy", "automated", "allowEmpty")).isEqualTo(true))
        .when()
        .set("--allow-empty=false")
        .then()
        .application(
            app ->
                assertThat(app.at("spec", "syncPolicy", "automated", "allowEmpty"))
                    .isEqualTo(false));
  }

  @Test
  void an_application_that_is_to_be_left_alone_gets_no_status() {
    given("guestbook")
        .when()
        .does(s -> declare(s, "true"))
        .trying()
        .cli("app", "list")
        .then()
        .application(app -> assertThat(app.at("status")).isNull());
    given("guestbook")
        .when()
        .does(s -> declare(s, "false"))
        .then()
        .application(app -> assertThat(app.at("status", "sync")).isNotNull());
  }

  private static void declare(Scenario s, String skip) {
    s.repository().commit();
    s.kube()
        .create(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata:
              name: %s
              namespace: argocd
              annotations: {argocd.argoproj.io/skip-reconcile: "%s"}
            spec:
              project: default
              source: {repoURL: "%s", path: guestbook}
              destination: {server: "https://kubernetes.default.svc", namespace: %s}
            """
                .formatted(s.name(), skip, s.repository().url(), s.namespace()));
  }
}
