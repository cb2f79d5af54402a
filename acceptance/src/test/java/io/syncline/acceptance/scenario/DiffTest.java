package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code app diff} shows, and what it must not show. */
@Scenarios
class DiffTest {
  @ParameterizedTest
  @ValueSource(strings = {"--exit-code=false", "--server-side-diff"})
  void hooks_are_not_part_of_the_difference(String how) {
    given("hook")
        .when()
        .create()
        .trying()
        .app("diff", how)
        .then()
        .expect(prints("name: pod"), doesNotPrint("name: hook"));
  }

  @ParameterizedTest
  @CsvSource({"duplicated-resources, false", "duplicated-resources, true", "crd-creation, false"})
  @Scenarios.OnRealServer
  void what_was_synced_does_not_differ_however_it_is_asked(String folder, boolean elsewhere) {
    var synced =
        given(folder)
            .in(elsewhere ? Place.THEIRS : Place.OURS)
            .when()
            .create()
            .sync()
            .then()
            .expect(operation("Succeeded"), sync("Synced"));
    var scenario = synced.scenario();
    var revision = scenario.existing().text("status", "sync", "revision");
    var root = scenario.repository().files().toString();
    for (var words :
        new String[][] {
          {"--exit-code=true"},
          {"--revision", revision},
          {"--server-side-diff"},
          {"--local", root, "--server-side-generate"},
          {"--local", root + "/" + folder, "--local-repo-root", root}
        }) {
      synced.when().app("diff", words).then().expect(printsNothing());
    }
  }

  @Test
  void local_files_and_the_server_s_own_diff_go_together_only_when_the_server_renders() {
    given("guestbook")
        .when()
        .create()
        .failing()
        .app("diff", "--server-side-diff", "--local", "testdata")
        .then()
        .expect(complains("--server-side-diff with --local requires --server-side-generate"));
  }

  @Test
  @Scenarios.OnRealServer
  void secrets_are_shown_as_plus_signs_and_never_as_they_are() {
    var synced = given("secrets").when().create().sync().then().expect(sync("Synced"));
    var scenario = synced.scenario();
    for (var answer : new String[] {"/managed-resources", "/manifests", "/resource-tree"}) {
      assertThat(Json.write(scenario.answer(answer)))
          .as(answer)
          .doesNotContain("stringData")
          .doesNotContain("test-username")
          .doesNotContain("dGVzdC11c2VybmFtZQ")
          .doesNotContain("test-password")
          .doesNotContain("dGVzdC1wYXNzd29yZA");
    }
    synced
        .when()
        .failing()
        .app(
            "patch-resource",
            "--resource-name",
            "test-secret",
            "--kind",
            "Secret",
            "--patch",
            "{\"op\": \"add\", \"path\": \"/data\", \"value\": \"hello\"}'",
            "--patch-type",
            "application/json-patch+json")
        .then()
        .expect(
            complains("failed to patch Secret " + scenario.namespace() + "/test-secret"),
            s -> assertThat(s.last().err()).doesNotContain("username").doesNotContain("password"))
        .when()
        .kube(
            k ->
                k.patch(
                    "v1/Secret",
                    scenario.namespace(),
                    "test-secret",
                    "[{op: remove, path: /data/username}, {op: add, path: /stringData, value:"
                        + " {password: foo}}]"))
        .refresh()
        .then()
        .expect(sync("OutOfSync"))
        .when()
        .failing()
        .app("diff")
        .then()
        .expect(prints("username: ++++++++"), prints("password: ++++++++++++"))
        .when()
        .edits(
            app ->
                app.with(
                    io.syncline.model.yaml.Yaml.parse("[{kind: Secret, jsonPointers: [/data]}]"),
                    "spec",
                    "ignoreDifferences"))
        .refresh()
        .then()
        .expect(sync("Synced"))
        .when()
        .app("diff")
        .then()
        .expect(printsNothing());
  }

  @Test
  void the_server_s_own_diff_hides_secrets_too() {
    var synced = given("secrets").when().create().sync().then().expect(sync("Synced"));
    var scenario = synced.scenario();
    synced
        .when()
        .kube(
            k ->
                k.patch(
                    "v1/Secret",
                    scenario.namespace(),
                    "test-secret",
                    "[{op: replace, path: /data/password, value: c3VwZXItc2VjcmV0}]"))
        .app(
            "patch",
            "--patch",
            "{\"metadata\":{\"annotations\":{\"argocd.argoproj.io/compare-options\":"
                + "\"IncludeMutationWebhook=true\"}}}",
            "--type",
            "merge");
    var items =
        Tree.items(Tree.at(scenario.answer("/server-side-diff"), "items")).stream()
            .filter(i -> Tree.text(i, "name").equals("test-secret"))
            .toList();
    assertThat(items).hasSize(1);
    for (var state : new String[] {"liveState", "targetState"}) {
      var secret = Json.parse(Tree.text(items.getFirst(), state));
      assertThat(Tree.object(Tree.at(secret, "data")).values())
          .as(state)
          .isNotEmpty()
          .allSatisfy(v -> assertThat(String.valueOf(v)).matches("\\++"));
    }
    assertThat(Json.write(items)).doesNotContain("c3VwZXItc2VjcmV0").doesNotContain("dGVzdC1");
    synced
        .when()
        .failing()
        .app("diff", "--server-side-diff")
        .then()
        .expect(prints("password: ++++++++"), prints("password: ++++++++++++"));
  }

  @Test
  void quantities_in_custom_kinds_count_as_such_once_the_settings_say_so() {
    given("crd-creation")
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"))
        .when()
        .does(
            s ->
                s.kube()
                    .merge(
                        "argoproj.io/v1alpha1/Dummy",
                        s.namespace(),
                        "dummy-crd-instance",
                        "{spec: {cpu: '2'}}"))
        .refresh()
        .then()
        .expect(sync("OutOfSync"))
        .when()
        .setting(
            "resource.customizations.knownTypeFields.argoproj.io_Dummy",
            "[{field: spec, type: core/v1/ResourceList}]")
        .refresh()
        .then()
        .expect(sync("Synced"));
  }
}
