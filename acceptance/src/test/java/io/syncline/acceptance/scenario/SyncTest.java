package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Syncing applications: what is chosen, what is said, what is tried again. */
@Scenarios
class SyncTest {
  private static final String BAD_LIMIT =
      "[{op: replace, path: /spec/revisionHistoryLimit, value: badValue}]";
  private static final String DEPLOYMENT = "guestbook/guestbook-ui-deployment.yaml";

  @Test
  @Scenarios.NeedsWorkloads
  void a_created_application_is_synced_and_becomes_healthy() {
    given("guestbook")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            s -> prints("Service " + s.namespace() + " guestbook-ui Synced").check(s),
            s -> prints("apps Deployment " + s.namespace() + " guestbook-ui Synced").check(s))
        .when()
        .await("--timeout", "60")
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            health("Healthy"),
            event("ResourceUpdated", "sync"),
            resultCount(2));
  }

  @EverywhereTest
  void a_config_map_is_made_and_there_is_no_difference(Place place) {
    given("config-map")
        .in(place)
        .when()
        .create()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            health("Healthy"),
            prints("my-map Synced configmap/my-map created"))
        .when()
        .does(s -> differsNot(s, "config-map"))
        .then()
        .expect(printsNothing());
  }

  private static void differsNot(Scenario s, String folder) {
    var files = s.repository().files();
    s.run(
            java.util.List.of(
                "app",
                "diff",
                s.qualified(),
                "--local",
                files.resolve(folder).toString(),
                "--local-repo-root",
                files.toString()))
        .exits(0);
  }

  @EverywhereTest
  void resources_are_chosen_by_label(Place place) {
    given("guestbook")
        .in(place)
        .files(
            f ->
                f.patch(DEPLOYMENT, "[{op: add, path: /metadata/labels, value: {told: by-label}}]"))
        .when()
        .create()
        .sync("--label", "told=by-label")
        .then()
        .expect(
            resultCount(1),
            resourceSync("Deployment guestbook-ui", "Synced"),
            resourceSync("Service guestbook-ui", "OutOfSync"))
        .when()
        .failing()
        .sync("--label", "this-label=does-not-exist")
        .then()
        .expect(complains("No matching resources found for labels: this-label=does-not-exist"));
  }

  @Test
  void applications_are_chosen_by_project() {
    given("guestbook")
        .when()
        .create()
        .sync("--project", "default")
        .then()
        .expect(sync("Synced"))
        .when()
        .failing()
        .sync("--project", "this-project-does-not-exist")
        .then()
        .expect(complains("is in project default"));
  }

  @EverywhereTest
  void what_people_say_of_a_sync_is_kept(Place place) {
    given("guestbook")
        .in(place)
        .when()
        .create()
        .sync("--info", "name1=val1", "--info", "name2=val2")
        .then()
        .expect(sync("Synced"))
        .application(
            app ->
                assertThat(Tree.items(app.at("status", "operationState", "operation", "info")))
                    .containsExactlyInAnyOrder(
                        ObjectTree.of("name", "name1", "value", "val1"),
                        ObjectTree.of("name", "name2", "value", "val2")));
  }

  @EverywhereTest
  void the_history_keeps_as_many_deployments_as_it_may(Place place) {
    given("config-map")
        .in(place)
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), history(1))
        .when()
        .set("--revision-history-limit", "1")
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), history(1));
  }

  @EverywhereTest
  void a_manifest_that_replaces_says_so(Place place) {
    given("config-map")
        .in(place)
        .when()
        .create()
        .sync("--replace")
        .then()
        .expect(sync("Synced"), result("ConfigMap my-map", "Synced", "configmap/my-map created"))
        .when()
        .sync("--replace")
        .then()
        .expect(sync("Synced"), result("ConfigMap my-map", "Synced", "configmap/my-map replaced"));
  }

  @EverywhereTest
  @Scenarios.NeedsWorkloads
  void a_failing_hook_is_tried_again_as_often_as_asked(Place place) {
    given("hook")
        .in(place)
        .files(
            f ->
                f.patch(
                        "hook/hook.yaml",
                        "[{op: replace, path: /metadata/annotations, value: {argocd.argoproj.io/hook: PreSync}}]")
                    .patch(
                        "hook/hook.yaml",
                        "[{op: replace, path: /spec/containers/0/command, value: ['false']}]"))
        .when()
        .create()
        .failing()
        .sync("--retry-limit=1", "--retry-backoff-duration=1s")
        .then()
        .expect(operation("Failed"), operationMessage("retried 1 times"));
  }

  @EverywhereTest
  @Scenarios.OnRealServer
  void an_immutable_secret_is_changed_by_force_only(Place place) {
    given("secrets")
        .in(place)
        .files(
            f ->
                f.write(
                    "secrets/secrets.yaml",
                    """
                    apiVersion: v1
                    kind: Secret
                    metadata:
                      name: test-secret
                    immutable: true
                    data:
                      new-field: dGVzdA==
                    """))
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"))
        .when()
        .commits(
            f ->
                f.patch(
                    "secrets/secrets.yaml", "[{op: add, path: /data/new-field, value: dGVzdDI=}]"))
        .failing()
        .sync()
        .then()
        .expect(
            operation("Failed"),
            sync("OutOfSync"),
            resultCount(1),
            result("Secret test-secret", "SyncFailed", "Secret \"test-secret\" is invalid"))
        .when()
        .sync("--force")
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"));
  }

  @ParameterizedTest
  @CsvSource({
    "crd, --server-side, same",
    "crd, --server-side, changed",
    "builtin, , changed",
    "builtin, --server-side, same",
    "builtin, --server-side, big",
    "builtin, --server-side, big-changed"
  })
  void a_second_sync_finds_nothing_or_what_changed(String folder, String flag, String what) {
    var big = what.startsWith("big");
    var flags = flag == null ? new String[0] : new String[] {flag};
    var file = "multi-sync/" + folder + (folder.equals("crd") ? "/crd.yaml" : "/cm.yaml");
    given("multi-sync/" + folder)
        .files(f -> f.write(file, ofItsOwn(f.read(file))))
        .files(f -> f.patch(file, big ? annotate("a".repeat(250_000)) : annotate("first")))
        .when()
        .create()
        .sync(flags)
        .then()
        .expect(operation("Succeeded"), sync("Synced"))
        .when()
        .commits(f -> f.patch(file, what.endsWith("changed") ? annotate("second") : "[]"))
        .sync(flags)
        .then()
        .expect(operation("Succeeded"), sync("Synced"));
  }

  /** A kind of the cluster is there once: other scenarios have the one of the test data. */
  private static String ofItsOwn(String text) {
    return text.replace("dummies", "toldies").replace("dummy", "toldy").replace("Dummy", "Toldy");
  }

  private static String annotate(String value) {
    return "[{op: add, path: /metadata/annotations, value: {told: " + value + "}}]";
  }

  @Test
  void a_retry_goes_on_with_what_was_committed_meanwhile() {
    given("guestbook")
        .when()
        .createWith(
            """
            syncPolicy:
              retry: {limit: -1, refresh: true, backoff: {duration: 1s, maxDuration: 1s, factor: 1}}
            """)
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"))
        .when()
        .commits(f -> f.patch(DEPLOYMENT, BAD_LIMIT))
        .sync("--async")
        .refresh()
        .then()
        .expect(operation("Running"), sync("OutOfSync"), retried(1))
        .when()
        .commits(
            f ->
                f.patch(DEPLOYMENT, "[{op: replace, path: /spec/revisionHistoryLimit, value: 42}]"))
        .refresh()
        .then()
        .expect(operation("Succeeded"), sync("Synced"));
  }

  @EverywhereTest
  void a_folder_is_synced_instead_of_git_and_git_again(Place place) {
    given("guestbook")
        .files(f -> f.testdata("guestbook_local"))
        .in(place)
        .when()
        .create()
        .sync()
        .app("manifests")
        .then()
        .expect(prints("containerPort: 80"), prints("argocd-e2e-container:0.2"))
        .when()
        .does(s -> syncFolder(s, "guestbook_local").exits(0))
        .then()
        .expect(sync("Synced"))
        .when()
        .app("manifests")
        .then()
        .expect(prints("containerPort: 81"), prints("argocd-e2e-container:0.3"))
        .when()
        .sync()
        .app("manifests")
        .then()
        .expect(sync("Synced"), prints("containerPort: 80"), prints("argocd-e2e-container:0.2"));
  }

  private static io.syncline.acceptance.Outcome syncFolder(
      Scenario s, String folder, String... flags) {
    var words =
        new java.util.ArrayList<>(
            java.util.List.of("app", "sync", s.qualified(), "--timeout", "60"));
    Path files = s.repository().files();
    words.addAll(
        java.util.List.of(
            "--local", files.resolve(folder).toString(), "--local-repo-root", files.toString()));
    words.addAll(java.util.List.of(flags));
    return s.run(words);
  }

  @EverywhereTest
  void a_chart_in_a_folder_is_synced(Place place) {
    given("helm")
        .in(place)
        .when()
        .create()
        .does(s -> syncFolder(s, "helm").exits(0))
        .then()
        .expect(operation("Succeeded"), exists("v1/ConfigMap", "my-map"));
  }

  @EverywhereTest
  void an_automatic_application_takes_no_folder_but_to_try(Place place) {
    given("guestbook")
        .files(f -> f.testdata("guestbook_local"))
        .in(place)
        .when()
        .create()
        .sync()
        .set("--sync-policy", "automated")
        .refresh()
        .does(
            s ->
                assertThat(syncFolder(s, "guestbook_local").exits(20).err())
                    .contains(
                        "cannot use local sync when Automatic Sync Policy is enabled unless for dry run"))
        .does(
            s -> {
              var before = s.existing();
              syncFolder(s, "guestbook_local", "--dry-run").exits(0);
              assertThat(s.existing().at("spec")).isEqualTo(before.at("spec"));
              assertThat(s.kube().text("apps/v1/Deployment", s.namespace(), "guestbook-ui", "spec"))
                  .doesNotContain("81");
            })
        .then()
        .expect(sync("Synced"));
  }

  @EverywhereTest
  void a_new_commit_is_found_by_a_refresh(Place place) {
    given("config-map")
        .in(place)
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"), s -> revision(s, s.repository().head()))
        .when()
        .commits(
            f ->
                f.patch(
                    "config-map/config-map.yaml", "[{op: replace, path: /data/foo, value: hello}]"))
        .refresh()
        .then()
        .expect(sync("OutOfSync"), s -> revision(s, s.repository().head()));
  }

  private static void revision(Scenario s, String commit) {
    field(commit, "status", "sync", "revision").check(s);
  }
}
