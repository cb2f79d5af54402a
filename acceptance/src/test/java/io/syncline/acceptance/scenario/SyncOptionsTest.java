package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;

import org.junit.jupiter.api.Test;

/** Options of syncs and of single objects. */
@Scenarios
class SyncOptionsTest {
  private static Given inNewNamespace() {
    return given("guestbook").with(s -> s.kube().delete("v1/Namespace", "", s.namespace()));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_missing_namespace_is_made_when_that_is_asked_for() {
    inNewNamespace()
        .when()
        .createWith("{syncPolicy: {syncOptions: [CreateNamespace=true]}}")
        .then()
        .expect(sync("OutOfSync"))
        .when()
        .sync()
        .then()
        .expect(sync("Synced"), health("Healthy"), operation("Succeeded"), resultCount(3));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_namespace_is_made_for_objects_applied_on_the_server_too() {
    inNewNamespace()
        .flags("--sync-option", "CreateNamespace=true", "--sync-option", "ServerSideApply=true")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            health("Healthy"),
            resourceSync("Deployment guestbook-ui", "Synced"),
            resourceHealth("Deployment guestbook-ui", "Healthy"),
            resourceSync("Service guestbook-ui", "Synced"),
            resourceHealth("Service guestbook-ui", "Healthy"));
  }

  @Test
  void an_unknown_field_fails_unless_the_object_says_not_to_validate() {
    given("sync-options-validate-false")
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"));
    given("sync-options-validate-false")
        .files(
            f ->
                f.patch(
                    "sync-options-validate-false/invalid-cm.yaml",
                    "[{op: remove, path: /metadata/annotations}]"))
        .when()
        .create()
        .failing()
        .sync()
        .then()
        .expect(operation("Failed"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void only_what_is_out_of_sync_is_applied_when_that_is_asked_for() {
    given("guestbook")
        .when()
        .createWith("{syncPolicy: {syncOptions: [ApplyOutOfSyncOnly=true]}}")
        .sync()
        .commits(
            f ->
                f.patch(
                    "guestbook/guestbook-ui-deployment.yaml",
                    "[{op: replace, path: /spec/replicas, value: 1}]"))
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            resultCount(1),
            result("Deployment guestbook-ui", "Synced", "deployment.apps/guestbook-ui configured"));
  }

  @Test
  void an_object_that_hooks_skip_is_not_compared() {
    given("guestbook")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"))
        .when()
        .commits(
            f ->
                f.patch(
                    "guestbook/guestbook-ui-deployment.yaml",
                    "[{op: add, path: /metadata/annotations, value: {argocd.argoproj.io/hook:"
                        + " Skip}}, {op: replace, path: /spec/replicas, value: 1}]"))
        .refresh()
        .then()
        .expect(sync("Synced"))
        .when()
        .commits(
            f ->
                f.patch(
                    "guestbook/guestbook-ui-deployment.yaml",
                    "[{op: remove, path: /metadata/annotations}]"))
        .refresh()
        .then()
        .expect(sync("OutOfSync"));
  }
}
