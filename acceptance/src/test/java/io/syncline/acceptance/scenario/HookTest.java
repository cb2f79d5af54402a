package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks: when they run, how they fail, when they go. */
@Scenarios
class HookTest {
  private static Given hook(String... annotations) {
    var wanted = new StringBuilder("{");
    for (var i = 0; i < annotations.length; i += 2) {
      wanted.append(annotations[i]).append(": '").append(annotations[i + 1]).append("', ");
    }
    return given("hook")
        .files(
            f ->
                f.patch(
                    "hook/hook.yaml",
                    "[{op: replace, path: /metadata/annotations, value: " + wanted + "}}]"));
  }

  private static Given failing(Given given) {
    return given.files(
        f ->
            f.patch(
                "hook/hook.yaml",
                "[{op: replace, path: /spec/containers/0/command/0, value: 'false'}]"));
  }

  private static Expectation hookResult(String phase, String type, String hookPhase) {
    return s ->
        assertThat(results(s))
            .filteredOn(r -> Tree.text(r, "name").equals("hook"))
            .singleElement()
            .satisfies(
                r -> {
                  assertThat(Tree.text(r, "syncPhase")).isEqualTo(phase);
                  assertThat(Tree.text(r, "hookType")).isEqualTo(type);
                  assertThat(Tree.text(r, "hookPhase")).isEqualTo(hookPhase);
                });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sync", "PostSync"})
  @Scenarios.NeedsWorkloads
  void a_hook_runs_in_its_phase_and_the_application_is_healthy_without_it(String phase) {
    hook("argocd.argoproj.io/hook", phase)
        .when()
        .create()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            resourceSync("Pod pod", "Synced"),
            resourceHealth("Pod pod", "Healthy"),
            resultCount(2),
            result("Pod hook", "Synced", "pod/hook created"),
            hookResult(phase, phase, "Succeeded"),
            exists("v1/Pod", "hook"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sync", "PostSync"})
  @Scenarios.NeedsWorkloads
  void a_hook_that_fails_fails_the_operation_and_not_what_was_applied(String phase) {
    failing(hook("argocd.argoproj.io/hook", phase))
        .when()
        .create()
        .failing()
        .sync()
        .then()
        .expect(
            operation("Failed"),
            sync("Synced"),
            resultCount(2),
            hookResult(phase, phase, "Failed"),
            resourceSync("Pod pod", "Synced"),
            exists("v1/Pod", "hook"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_failed_operation_runs_the_hooks_for_failures() {
    failing(hook("argocd.argoproj.io/hook", "PostSync"))
        .files(
            f ->
                f.write(
                    "hook/sync-fail-hook.yaml",
                    """
                    apiVersion: v1
                    kind: Pod
                    metadata:
                      name: sync-fail-hook
                      annotations: {argocd.argoproj.io/hook: SyncFail}
                    spec:
                      restartPolicy: Never
                      containers: [{name: main, image: example.com/tool:1, command: ["true"]}]
                    """))
        .when()
        .create()
        .failing()
        .sync()
        .then()
        .expect(
            operation("Failed"),
            result("Pod sync-fail-hook", "Synced", "pod/sync-fail-hook created"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_deployment_that_is_not_ready_yet_does_not_hold_a_hook_of_its_wave() {
    given("hook-and-deployment")
        .files(
            f ->
                f.patch(
                    "hook-and-deployment/" + deploymentOf(f),
                    "[{op: add, path: /spec/template/metadata/annotations,"
                        + " value: {sim.syncline.io/unready: 'true'}}]"))
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Progressing"));
  }

  private static String deploymentOf(Repository files) {
    var folder = files.files().resolve("hook-and-deployment").toFile();
    for (var name : folder.list()) {
      if (files.read("hook-and-deployment/" + name).contains("kind: Deployment")) {
        return name;
      }
    }
    throw new AssertionError("no Deployment in hook-and-deployment");
  }

  @ParameterizedTest
  @CsvSource({
    "HookSucceeded, true, Succeeded, false",
    "HookSucceeded, false, Failed, true",
    "HookFailed, true, Succeeded, true",
    "HookFailed, false, Failed, false"
  })
  @Scenarios.NeedsWorkloads
  void a_hook_goes_or_stays_as_its_delete_policy_says(
      String policy, String command, String phase, boolean stays) {
    hook("argocd.argoproj.io/hook", "Sync", "argocd.argoproj.io/hook-delete-policy", policy)
        .files(
            f ->
                f.patch(
                    "hook/hook.yaml",
                    "[{op: replace, path: /spec/containers/0/command/0, value: '"
                        + command
                        + "'}]"))
        .when()
        .create()
        .trying()
        .sync()
        .then()
        .expect(
            operation(phase),
            resultCount(2),
            stays ? exists("v1/Pod", "hook") : absent("v1/Pod", "hook"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_hook_of_the_last_time_is_replaced_before_it_runs_again() {
    var first =
        hook(
                "argocd.argoproj.io/hook",
                "Sync",
                "argocd.argoproj.io/hook-delete-policy",
                "BeforeHookCreation")
            .when()
            .create()
            .sync()
            .then()
            .expect(
                operation("Succeeded"),
                sync("Synced"),
                health("Healthy"),
                exists("v1/Pod", "hook"));
    var scenario = first.scenario();
    var before = scenario.kube().text("v1/Pod", scenario.namespace(), "hook", "metadata", "uid");
    first.when().sync().then().expect(operation("Succeeded"), resultCount(2));
    assertThat(scenario.kube().text("v1/Pod", scenario.namespace(), "hook", "metadata", "uid"))
        .isNotEmpty()
        .isNotEqualTo(before);
  }

  @Test
  void what_is_no_hook_needs_a_name() {
    given("hook")
        .files(f -> f.patch("hook/pod.yaml", "[{op: remove, path: /metadata/name}]"))
        .when()
        .create()
        .failing()
        .sync()
        .then()
        .expect(operation("Error"), condition("InvalidSpecError", "Pod has no metadata.name"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_hook_without_a_name_gets_one_for_each_phase() {
    hook("argocd.argoproj.io/hook", "PreSync,PostSync")
        .files(f -> f.patch("hook/hook.yaml", "[{op: remove, path: /metadata/name}]"))
        .when()
        .create()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            s ->
                assertThat(results(s))
                    .extracting(r -> Tree.text(r, "name"))
                    .satisfiesExactly(
                        a -> assertThat(a).contains("presync"),
                        b -> assertThat(b).isEqualTo("pod"),
                        c -> assertThat(c).contains("postsync")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PreSync", "Sync"})
  @Scenarios.NeedsWorkloads
  void a_hook_that_others_delete_when_it_is_done_has_run(String phase) {
    given("hook-resource-deleted-externally")
        .files(
            f ->
                f.patch(
                    "hook-resource-deleted-externally/hook.yaml",
                    "[{op: replace, path: /metadata/annotations,"
                        + " value: {argocd.argoproj.io/hook: "
                        + phase
                        + "}}]"))
        .when()
        .create()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            resourceSync("Pod pod", "Synced"),
            resourceHealth("Pod pod", "Healthy"),
            resultCount(2),
            hookResult(phase, phase, "Succeeded"));
  }

  private static String running(String name, String policy, String command) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s
      annotations:
        argocd.argoproj.io/hook: PreSync
        argocd.argoproj.io/hook-delete-policy: %s
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: example.com/tool:1, command: %s}]
    """
        .formatted(name, policy, command);
  }

  @Test
  @Scenarios.NeedsWorkloads
  void terminating_ends_running_hooks_and_leaves_the_results_of_others() {
    given("hook")
        .files(
            f -> {
              for (var policy :
                  new String[] {"HookSucceeded", "BeforeHookCreation", "HookFailed"}) {
                var name = policy.toLowerCase(java.util.Locale.ROOT);
                f.write(
                    "hook/running-" + name + ".yaml",
                    running("running-" + name, policy, "[sleep, '300']"));
                f.write(
                    "hook/complete-" + name + ".yaml",
                    running("complete-" + name, policy, "['true']"));
              }
            })
        .when()
        .create()
        .sync("--async")
        .then()
        .expect(
            operation("Running"),
            resultCount(6),
            result("Pod running-hooksucceeded", "Synced", ""),
            s ->
                assertThat(results(s))
                    .filteredOn(r -> Tree.text(r, "name").startsWith("complete-"))
                    .extracting(r -> Tree.text(r, "hookPhase"))
                    .containsOnly("Succeeded"))
        .when()
        .terminate()
        .then()
        .expect(
            operation("Failed"),
            s ->
                assertThat(results(s))
                    .filteredOn(r -> Tree.text(r, "name").startsWith("running-"))
                    .extracting(r -> Tree.text(r, "hookPhase"))
                    .containsOnly("Failed"),
            s ->
                assertThat(results(s))
                    .filteredOn(r -> Tree.text(r, "name").startsWith("complete-"))
                    .extracting(r -> Tree.text(r, "hookPhase"))
                    .containsOnly("Succeeded"),
            absent("v1/Pod", "running-hooksucceeded"),
            absent("v1/Pod", "running-hookfailed"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void hooks_before_a_deletion_run_before_anything_goes() {
    given("pre-delete-hook")
        .files(f -> f.replace("pre-delete-hook/hook.yaml", "sleep\"\n        - \"3\"", "true\""))
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"), exists("v1/ConfigMap", "guestbook-ui"), absent("v1/Pod", "hook"))
        .when()
        .delete()
        .then()
        .expect(gone(), absent("v1/ConfigMap", "guestbook-ui"), absent("v1/Pod", "hook"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_failed_hook_before_a_deletion_stops_it_until_git_mends_the_hook() {
    given("pre-delete-hook")
        .files(f -> f.replace("pre-delete-hook/hook.yaml", "sleep\"\n        - \"3\"", "false\""))
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"))
        .when()
        .deleteWithoutCascade()
        .then()
        .expect(condition("DeletionError", ""))
        .when()
        .commits(f -> f.replace("pre-delete-hook/hook.yaml", "\"false\"", "\"true\""))
        .trying()
        .refresh()
        .then()
        .expect(gone());
  }
}
