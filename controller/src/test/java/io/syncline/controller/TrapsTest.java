package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Behaviour that surprises, and that people's setups have come to rely on (semantics 33). */
final class TrapsTest extends Example {
  private static final String GATE =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: gate, annotations: {argocd.argoproj.io/hook: PreSync}}
      spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: main, image: "shop/job:1", command: ["true"]}]}}}
      """;

  private static final String UNREADY = "sim.syncline.io/unready";

  private void sync(String name, ObjectTree sync) {
    sync(name, sync, ObjectTree.EMPTY);
  }

  /** As the API stores it: with the source and the commit of the moment. */
  private void sync(String name, ObjectTree sync, ObjectTree retry) {
    var app = world.app(name);
    var pinned =
        sync.with("source", app.spec().get("source")).with("revision", World.revision(app));
    world.edit(name, m -> m.with(ObjectTree.of("sync", pinned, "retry", retry), "operation"));
  }

  private void openGate() {
    var gate = world.get("batch/v1", "Job", "shop", "gate").orElseThrow();
    world.apply(gate.with(false, "spec", "suspend").json());
  }

  private void touchGate() {
    var gate = world.get("batch/v1", "Job", "shop", "gate").orElseThrow();
    world.apply(
        gate.with(String.valueOf(System.nanoTime()), "metadata", "annotations", "touched").json());
  }

  private static String unready(String name) {
    return deployment(name, 1, "shop/web:1")
        .replace(
            "metadata: {labels:", "metadata: {annotations: {" + UNREADY + ": 'true'}, labels:");
  }

  private static String message(Application app) {
    return Tree.text(app.status(), "operationState", "message");
  }

  private static boolean outOfSync(Application app) {
    return Tree.text(app.status(), "sync", "status").equals("OutOfSync");
  }

  private static List<String> results(Application app) {
    return Tree.items(Tree.at(app.status(), "operationState", "syncResult", "resources")).stream()
        .filter(r -> !Tree.text(r, "kind").equals("Namespace"))
        .map(
            r ->
                Tree.text(r, "kind") + " " + Tree.text(r, "namespace") + "/" + Tree.text(r, "name"))
        .sorted()
        .toList();
  }

  private boolean exists(String kind, String name) {
    return world.get(kind.equals("Job") ? "batch/v1" : "v1", kind, "shop", name).isPresent();
  }

  @Test
  void a_hook_for_failures_does_not_make_the_last_wave_wait_for_health() {
    git.write("web/web.yaml", unready("web"));
    git.write("web/sorry.yaml", job("sorry", "argocd.argoproj.io/hook: SyncFail"));
    git.commit("one");

    application("web", "web", AUTOMATED);

    var app = world.until("web", a -> World.phase(a).equals("Succeeded"));
    assertThat(Tree.text(app.status(), "health", "status")).isNotEqualTo("Healthy");
    assertThat(exists("Job", "sorry")).isFalse();
  }

  @Test
  void a_hook_after_the_sync_waits_for_the_health_of_every_wave() {
    git.write("web/web.yaml", unready("web"));
    git.write("web/after.yaml", job("after", "argocd.argoproj.io/hook: PostSync"));
    git.commit("one");
    application("web", "web", AUTOMATED);

    world.until(
        "web", a -> message(a).contains("waiting for healthy state of apps/Deployment/web"));
    assertThat(exists("Job", "after")).isFalse();
    var web = world.get("apps/v1", "Deployment", "shop", "web").orElseThrow();
    world.apply(web.without("spec", "template", "metadata", "annotations", UNREADY).json());

    world.until("web", a -> World.phase(a).equals("Succeeded"));
    assertThat(exists("Job", "after")).isTrue();
  }

  @Test
  void a_chosen_resource_without_namespace_is_meant_in_all_and_hooks_do_not_run() {
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: other}}");
    git.write("web/a.yaml", configMap("a", "one"));
    git.write("web/b.yaml", configMap("b", "one"));
    git.write(
        "web/there.yaml", configMap("b", "one").replace("name: b", "name: b, namespace: other"));
    git.write("web/before.yaml", job("before", "argocd.argoproj.io/hook: PreSync"));
    git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", TrapsTest::outOfSync);

    sync(
        "web",
        ObjectTree.of("resources", List.of(ObjectTree.of("kind", "ConfigMap", "name", "b"))));

    var app = world.until("web", a -> World.phase(a).equals("Succeeded"));
    assertThat(results(app)).containsExactly("ConfigMap other/b", "ConfigMap shop/b");
    assertThat(exists("Job", "before")).isFalse();
    assertThat(Tree.items(app.status().get("history"))).isEmpty();
  }

  @Test
  void healing_an_object_takes_its_namesakes_of_other_namespaces_along() {
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: other}}");
    git.write("web/a.yaml", configMap("a", "one") + "---\n" + configMap("b", "one"));
    git.write(
        "web/there.yaml", configMap("a", "one").replace("name: a", "name: a, namespace: other"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);

    var a = world.get("v1", "ConfigMap", "shop", "a").orElseThrow();
    world.apply(a.with("drifted", "data", "key").json());

    var app = world.until("web", w -> World.settled(w) && results(w).size() == 2);
    assertThat(results(app)).containsExactly("ConfigMap other/a", "ConfigMap shop/a");
    assertThat(world.get("v1", "ConfigMap", "shop", "a").orElseThrow().text("data", "key"))
        .isEqualTo("one");
  }

  @Test
  void an_operation_that_a_window_caught_can_be_terminated() {
    git.write("web/gate.yaml", GATE).write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", TrapsTest::outOfSync);
    sync("web", ObjectTree.EMPTY);
    world.until("the gate", () -> exists("Job", "gate"));

    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: default, namespace: argocd}
        spec:
          sourceRepos: ["*"]
          destinations: [{server: "*", namespace: "*"}]
          clusterResourceWhitelist: [{group: "*", kind: "*"}]
          syncWindows: [{kind: deny, schedule: "* * * * *", duration: 24h, applications: ["*"]}]
        """);
    // Each change of the gate is a step of the operation: one of them sees the window.
    var caught =
        world.until(
            "web",
            a -> {
              touchGate();
              return message(a).equals("Sync operation blocked by sync window");
            });
    openGate();
    assertThat(World.phase(caught)).isEqualTo("Running");
    world.edit("web", m -> m.with("Terminating", "status", "operationState", "phase"));

    var app = world.until("web", a -> a.operation().isEmpty());
    assertThat(World.phase(app)).isEqualTo("Failed");
    assertThat(message(app)).isEqualTo("Operation terminated");
    assertThat(exists("ConfigMap", "a")).isFalse();
  }

  @Test
  void a_retry_keeps_its_commit_and_is_not_interrupted_by_another() {
    var bad =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {selector: {matchLabels: {app: one}}, template: {metadata: {labels: {app: two}}, spec: {containers: [{name: main, image: "x:1"}]}}}
        """;
    git.write("web/web.yaml", bad);
    var first = git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", TrapsTest::outOfSync);
    var retry = ObjectTree.of("limit", 2, "backoff", ObjectTree.of("duration", "1s"));
    sync("web", ObjectTree.EMPTY, retry);
    world.until("web", a -> Tree.number(a.status(), 0, "operationState", "retryCount") == 1);

    git.write("web/web.yaml", deployment("web", 1, "shop/web:1"));
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());
    world.until("web", a -> World.revision(a).equals(second));

    var app = world.until("web", a -> a.operation().isEmpty());
    assertThat(World.phase(app)).isEqualTo("Failed");
    assertThat(Tree.text(app.status(), "operationState", "syncResult", "revision"))
        .isEqualTo(first);
  }

  @Test
  void a_rollback_runs_no_hooks() {
    git.write("web/before.yaml", job("before", "argocd.argoproj.io/hook: PreSync"));
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", TrapsTest::outOfSync);

    sync("web", ObjectTree.of("syncStrategy", ObjectTree.of("apply", ObjectTree.EMPTY)));

    var app = world.until("web", World::settled);
    assertThat(results(app)).containsExactly("ConfigMap shop/a");
    assertThat(exists("Job", "before")).isFalse();
    assertThat(Tree.items(app.status().get("history"))).hasSize(1);
  }

  @Test
  void the_last_of_two_applications_that_syncs_an_object_owns_it_and_both_are_warned() {
    git.write("web/a.yaml", configMap("a", "web")).write("api/a.yaml", configMap("a", "api"));
    git.commit("one");
    application("web", "web", MANUAL);
    application("api", "api", MANUAL);
    world.until("web", TrapsTest::outOfSync);
    world.until("api", TrapsTest::outOfSync);

    sync("web", ObjectTree.EMPTY);
    world.until("web", World::settled);
    world.edit(
        "api", m -> m.with("normal", "metadata", "annotations", "argocd.argoproj.io/refresh"));
    world.until("api", a -> World.conditions(a).contains("SharedResourceWarning"));
    sync("api", ObjectTree.EMPTY);
    world.until("api", World::settled);

    world.until("web", a -> outOfSync(a) && World.conditions(a).contains("SharedResourceWarning"));
    var live = world.get("v1", "ConfigMap", "shop", "a").orElseThrow();
    assertThat(live.text("data", "key")).isEqualTo("api");
    assertThat(live.annotation("argocd.argoproj.io/tracking-id").orElseThrow()).startsWith("api:");
  }

  @Test
  void a_definition_and_an_object_of_its_kind_come_in_one_sync() {
    git.write(
        "web/kind.yaml",
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: traps.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {kind: Trap, plural: traps}
          versions:
          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
        """);
    git.write("web/trap.yaml", "{apiVersion: example.com/v1, kind: Trap, metadata: {name: one}}");
    git.commit("one");

    application("web", "web", AUTOMATED);

    world.until("web", World::settled);
    assertThat(world.get("example.com/v1", "Trap", "shop", "one")).isPresent();
  }

  @Test
  void helm_tests_are_rendered_and_never_applied_and_weights_are_waves() {
    git.write("web/Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0}\n");
    git.write("web/templates/a.yaml", configMap("a", "one"));
    git.write(
        "web/templates/second.yaml",
        job("second", "helm.sh/hook: pre-install, helm.sh/hook-weight: '5'"));
    git.write("web/templates/first.yaml", job("first", "helm.sh/hook: pre-upgrade"));
    git.write("web/templates/test.yaml", job("probe", "helm.sh/hook: test"));
    git.commit("one");
    application("web", "web", AUTOMATED);

    var app = world.until("web", World::settled);

    assertThat(results(app))
        .containsExactly("ConfigMap shop/a", "Job shop/first", "Job shop/second");
    assertThat(world.controller().inspection().renderNow(app, "").manifests())
        .extracting(m -> m.name())
        .contains("probe");
    assertThat(exists("Job", "probe")).isFalse();
    var first = world.get("batch/v1", "Job", "shop", "first").orElseThrow();
    var second = world.get("batch/v1", "Job", "shop", "second").orElseThrow();
    assertThat(Long.parseLong(first.resourceVersion()))
        .isLessThan(Long.parseLong(second.resourceVersion()));
  }

  @Test
  void what_a_running_operation_syncs_is_not_changed_by_the_spec() {
    git.write("web/gate.yaml", GATE).write("web/a.yaml", configMap("a", "one"));
    git.write("api/b.yaml", configMap("b", "one"));
    git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", TrapsTest::outOfSync);
    sync("web", ObjectTree.EMPTY);
    world.until("the gate", () -> exists("Job", "gate"));

    world.edit("web", m -> m.with("api", "spec", "source", "path"));
    openGate();

    var app = world.until("web", a -> a.operation().isEmpty());
    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(Tree.text(app.status(), "operationState", "syncResult", "source", "path"))
        .isEqualTo("web");
    assertThat(exists("ConfigMap", "a")).isTrue();
    assertThat(exists("ConfigMap", "b")).isFalse();
  }
}
