package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OperationsTest extends Example {
  private void sync(String name, ObjectTree sync) {
    world.edit(name, m -> m.with(ObjectTree.of("sync", sync), "operation"));
  }

  private static List<String> results(Application app) {
    return Tree.items(Tree.at(app.status(), "operationState", "syncResult", "resources")).stream()
        .map(
            r ->
                Tree.text(r, "syncPhase")
                    + " "
                    + Tree.text(r, "kind")
                    + "/"
                    + Tree.text(r, "name")
                    + " "
                    + Tree.text(r, "hookPhase"))
        .toList();
  }

  @Test
  void runs_hooks_around_the_sync_and_waits_for_them() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.write("web/before.yaml", job("before", "argocd.argoproj.io/hook: PreSync"));
    git.write("web/after.yaml", job("after", "argocd.argoproj.io/hook: PostSync"));
    git.commit("one");

    application("web", "web", AUTOMATED);

    var app = world.until("web", World::settled);
    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(results(app))
        .containsSubsequence(
            "PreSync Job/before Succeeded",
            "Sync ConfigMap/a Succeeded",
            "PostSync Job/after Succeeded");
  }

  @Test
  void applies_waves_in_order_and_waits_for_health_between_them() {
    git.write("web/web.yaml", deployment("web", 1, "shop/web:1"));
    git.write(
        "web/later.yaml",
        annotated("ConfigMap", "later", "argocd.argoproj.io/sync-wave: \"1\"", "x"));
    git.commit("one");

    application("web", "web", AUTOMATED);

    world.until("later wave", () -> world.get("v1", "ConfigMap", "shop", "later").isPresent());
    var web = world.get("apps/v1", "Deployment", "shop", "web").orElseThrow();
    assertThat(Tree.number(web.root(), 0, "status", "availableReplicas")).isEqualTo(1);
    world.until("web", World::settled);
  }

  @Test
  void keeps_history_and_goes_back_to_what_was_deployed() {
    git.write("web/a.yaml", configMap("a", "one"));
    var first = git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", a -> World.revision(a).equals(first));
    sync("web", ObjectTree.EMPTY);
    world.until("web", World::settled);
    git.write("web/a.yaml", configMap("a", "two"));
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());
    world.until("web", a -> World.revision(a).equals(second));
    sync("web", ObjectTree.EMPTY);
    var deployed =
        world.until(
            "web", a -> World.settled(a) && Tree.items(a.status().get("history")).size() == 2);
    var entry = Tree.object(Tree.items(deployed.status().get("history")).getFirst());
    assertThat(Tree.text(entry, "revision")).isEqualTo(first);

    sync(
        "web",
        ObjectTree.of(
            "revision", first,
            "source", entry.get("source"),
            "syncStrategy", ObjectTree.of("apply", ObjectTree.EMPTY)));

    var back =
        world.until(
            "web",
            a -> a.operation().isEmpty() && Tree.items(a.status().get("history")).size() == 3);
    assertThat(world.get("v1", "ConfigMap", "shop", "a").orElseThrow().text("data", "key"))
        .isEqualTo("one");
    assertThat(Tree.number(Tree.items(back.status().get("history")).getLast(), -1, "id"))
        .isEqualTo(2);
    world.until("web", a -> Tree.text(a.status(), "sync", "status").equals("OutOfSync"));
  }

  @Test
  void goes_on_with_an_operation_after_a_restart() {
    git.write("web/web.yaml", deployment("web", 1, "shop/never:1"));
    git.write(
        "web/a.yaml", annotated("ConfigMap", "a", "argocd.argoproj.io/sync-wave: \"1\"", "x"));
    git.write(
        "web/gate.yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: gate, annotations: {argocd.argoproj.io/hook: PreSync}}
        spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: main, image: "shop/job:1", command: ["true"]}]}}}
        """);
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", a -> results(a).contains("PreSync Job/gate Running"));

    world.restart();
    var gate = world.get("batch/v1", "Job", "shop", "gate").orElseThrow();
    world.apply(gate.with(false, "spec", "suspend").json());

    var app = world.until("web", World::settled);
    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isPresent();
    assertThat(world.get("batch/v1", "Job", "shop", "gate").orElseThrow().uid())
        .isEqualTo(gate.uid());
  }

  @Test
  void ends_an_operation_when_told_to() {
    git.write(
        "web/gate.yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: gate, annotations: {argocd.argoproj.io/hook: PreSync}}
        spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: main, image: "shop/job:1"}]}}}
        """);
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", a -> Tree.text(a.status(), "sync", "status").equals("OutOfSync"));
    sync("web", ObjectTree.EMPTY);
    world.until("web", a -> results(a).contains("PreSync Job/gate Running"));

    world.edit("web", m -> m.with("Terminating", "status", "operationState", "phase"));

    var app = world.until("web", a -> a.operation().isEmpty());
    assertThat(World.phase(app)).isEqualTo("Failed");
    assertThat(Tree.text(app.status(), "operationState", "message"))
        .isEqualTo("Operation terminated");
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isEmpty();
  }

  @Test
  void tries_again_as_often_as_asked_and_says_so() {
    git.write(
        "web/bad.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: bad}
        spec: {selector: {matchLabels: {app: one}}, template: {metadata: {labels: {app: two}}, spec: {containers: [{name: main, image: "x:1"}]}}}
        """);
    git.commit("one");
    application(
        "web",
        "web",
        "{automated: {}, syncOptions: [CreateNamespace=true], retry: {limit: 1, backoff: {duration: 1s}}}");

    var app = world.until("web", a -> World.phase(a).equals("Failed"));
    assertThat(Tree.number(app.status(), 0, "operationState", "retryCount")).isEqualTo(1);
    assertThat(Tree.text(app.status(), "operationState", "message"))
        .contains("retried 1 times")
        .contains("bad");
    var told = world.until("web", a -> World.conditions(a).contains("SyncError"));
    assertThat(World.conditions(told)).contains("Failed last sync attempt");
  }

  @Test
  void syncs_only_what_was_asked_for() {
    git.write("web/a.yaml", configMap("a", "one")).write("web/b.yaml", configMap("b", "one"));
    git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", a -> Tree.text(a.status(), "sync", "status").equals("OutOfSync"));

    sync(
        "web",
        ObjectTree.of("resources", List.of(ObjectTree.of("kind", "ConfigMap", "name", "b"))));

    var app =
        world.until("web", a -> a.operation().isEmpty() && World.phase(a).equals("Succeeded"));
    assertThat(world.get("v1", "ConfigMap", "shop", "b")).isPresent();
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isEmpty();
    assertThat(Tree.items(app.status().get("history"))).isEmpty();
  }

  @Test
  void applies_on_the_server_when_asked_to() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application(
        "web", "web", "{automated: {}, syncOptions: [CreateNamespace=true, ServerSideApply=true]}");

    world.until("web", World::settled);

    var live = world.get("v1", "ConfigMap", "shop", "a").orElseThrow();
    assertThat(live.annotation("kubectl.kubernetes.io/last-applied-configuration")).isEmpty();
    assertThat(Tree.items(live.at("metadata", "managedFields")))
        .anySatisfy(
            f -> {
              assertThat(Tree.text(f, "manager")).isEqualTo("argocd-controller");
              assertThat(Tree.text(f, "operation")).isEqualTo("Apply");
            });
  }
}
