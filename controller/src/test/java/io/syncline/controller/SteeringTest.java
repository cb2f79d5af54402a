package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.explain.Explanation;
import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** People's say in automation, against a cluster and a repository. */
final class SteeringTest extends Example {
  private void annotate(String app, String annotation, String value) {
    world.edit(app, m -> m.with(value, "metadata", "annotations", annotation));
  }

  private String explained(String app) {
    return world.controller().inspection().explain("argocd", app).orElseThrow().sentences().stream()
        .map(Explanation.Sentence::text)
        .collect(Collectors.joining("\n"));
  }

  private static boolean has(Application app, String condition) {
    return Tree.items(app.status().get("conditions")).stream()
        .anyMatch(c -> Tree.text(c, "type").equals(condition));
  }

  private static boolean outOfSync(Application app) {
    return Tree.text(app.status(), "sync", "status").equals("OutOfSync");
  }

  private void ask(String app, ObjectTree operation) {
    world.edit(app, m -> m.with(operation, "operation"));
  }

  private static ObjectTree note(String name, String value) {
    return ObjectTree.of("name", name, "value", value);
  }

  private String value(String name) {
    return world.get("v1", "ConfigMap", "shop", name).map(m -> m.text("data", "key")).orElse("");
  }

  @Test
  void what_is_held_is_neither_healed_nor_updated_until_it_is_released() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    annotate("web", "syncline.io/hold", "{\"reason\":\"incident 7\"}");
    world.until("web", a -> has(a, "HeldWarning"));

    var drifted = world.get("v1", "ConfigMap", "shop", "a").orElseThrow();
    world.apply(drifted.with("by hand", "data", "key").json());
    world.until("web", SteeringTest::outOfSync);
    assertThat(explained("web"))
        .contains(
            "ConfigMap shop/a differs: data.key is \"by hand\" and would become \"one\".",
            "Automatic sync waits: automatic sync is held: incident 7.");
    git.write("web/a.yaml", configMap("a", "two"));
    var second = git.commit("Make it two");
    world.controller().sourceChanged(git.url());
    world.until("web", a -> World.revision(a).equals(second));
    assertThat(value("a")).isEqualTo("by hand");
    assertThat(explained("web"))
        .contains("Make it two) changed what it is made from: web/a.yaml.", "Deployed last was ");

    ask("web", ObjectTree.of("sync", ObjectTree.EMPTY));
    var refused = world.until("web", a -> World.phase(a).equals("Error"));
    assertThat(Tree.text(refused.status(), "operationState", "message")).contains("is held");
    ask(
        "web",
        ObjectTree.of(
            "sync", ObjectTree.EMPTY, "info", List.of(note("syncline.io/override-hold", "true"))));
    world.until("web", a -> World.phase(a).equals("Succeeded") && World.settled(a));
    assertThat(value("a")).isEqualTo("two");

    world.apply(
        world
            .get("v1", "ConfigMap", "shop", "a")
            .orElseThrow()
            .with("again", "data", "key")
            .json());
    world.until("web", SteeringTest::outOfSync);
    world.edit("web", m -> m.without("metadata", "annotations", "syncline.io/hold"));
    world.until("web", a -> World.settled(a) && !has(a, "HeldWarning"));
    assertThat(value("a")).isEqualTo("two");
  }

  @Test
  void an_application_follows_the_one_it_depends_on() {
    git.write("db/db.yaml", configMap("db", "one"));
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    world.apply(
        applicationYaml("web", "web", AUTOMATED, "[]")
            .replace(
                "namespace: argocd}",
                "namespace: argocd, annotations: {syncline.io/depends-on: db}}"));
    world.until("web", a -> has(a, "DependencyWarning"));
    assertThat(explained("web"))
        .contains("it waits for other applications: argocd/db does not exist");

    application("db", "db", MANUAL);
    world.until("db", SteeringTest::outOfSync);
    world.until(
        "web to wait for the sync", () -> explained("web").contains("argocd/db is OutOfSync"));
    assertThat(value("a")).isEmpty();

    ask("db", ObjectTree.of("sync", ObjectTree.EMPTY));
    world.until("web", a -> World.settled(a) && !has(a, "DependencyWarning"));
    assertThat(value("a")).isEqualTo("one");
  }

  @Test
  void a_sync_that_would_destroy_too_much_waits_for_a_confirmation() {
    for (var i = 0; i < 6; i++) {
      git.write("web/" + i + ".yaml", configMap("c" + i, "one"));
    }
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    annotate("web", "syncline.io/destruction-guard", "on");
    for (var i = 0; i < 4; i++) {
      git.delete("web/" + i + ".yaml");
    }
    git.commit("two");
    world.controller().sourceChanged(git.url());

    var waiting =
        world.until(
            "web",
            a ->
                Tree.text(a.status(), "operationState", "message")
                    .startsWith("waiting for a confirmation"));
    assertThat(Tree.text(waiting.status(), "operationState", "message"))
        .contains("it would delete 4 of");
    assertThat(value("c0")).isEqualTo("one");

    annotate(
        "web", "argocd.argoproj.io/deletion-approved", Instant.now().plusSeconds(1).toString());
    world.until("web", World::settled);
    assertThat(value("c0")).isEmpty();
    assertThat(value("c5")).isEqualTo("one");
  }

  @Test
  void a_sync_bound_to_a_plan_is_refused_when_it_would_do_something_else() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", SteeringTest::outOfSync);
    var operation = ObjectTree.of("sync", ObjectTree.of("prune", true));
    var plan = world.controller().inspection().preview(world.app("web"), operation);
    var bound = operation.with("info", List.of(note("syncline.io/plan", plan.digest())));
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    world.apply(configMap("a", "by hand").replace("{name: a,", "{name: a, namespace: shop,"));

    ask("web", bound);
    var refused = world.until("web", a -> World.phase(a).equals("Error"));
    assertThat(Tree.text(refused.status(), "operationState", "message"))
        .contains("plan " + plan.digest() + " does not hold any more: ")
        .contains("/a was changed in the cluster");
    assertThat(value("a")).isEqualTo("by hand");

    var fresh = world.controller().inspection().preview(world.app("web"), operation);
    ask("web", operation.with("info", List.of(note("syncline.io/plan", fresh.digest()))));
    world.until("web", a -> World.phase(a).equals("Succeeded"));
    assertThat(value("a")).isEqualTo("one");
  }

  @Test
  void a_newer_commit_ends_a_sync_that_is_stuck_where_that_is_wished() {
    git.write(
        "web/job.yaml",
        job("check", "argocd.argoproj.io/hook: PreSync")
            .replace(
                "    spec: {restart",
                "    metadata: {annotations: {sim.syncline.io/run-for: 100h}}\n    spec: {restart"));
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    world.apply(
        applicationYaml("web", "web", AUTOMATED, "[]")
            .replace(
                "namespace: argocd}",
                "namespace: argocd, annotations: {syncline.io/supersede: always}}"));
    world.until("the hook", () -> world.get("batch/v1", "Job", "shop", "check").isPresent());

    git.delete("web/job.yaml");
    git.write("web/a.yaml", configMap("a", "two"));
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());

    world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
    assertThat(value("a")).isEqualTo("two");
  }

  @Test
  void knows_which_files_feed_which_application() {
    git.write("web/a.yaml", configMap("a", "one")).write("db/db.yaml", configMap("db", "one"));
    git.commit("one");
    application("web", "web", MANUAL);
    application("db", "db", MANUAL);
    var web = world.until("web", SteeringTest::outOfSync);
    var db = world.until("db", SteeringTest::outOfSync);

    var controller = world.controller();
    assertThat(controller.inspection().applicationsOf(git.url()))
        .extracting(Application::name)
        .containsExactlyInAnyOrder("db", "web");
    assertThat(controller.inspection().feeds(web, git.url(), "web/a.yaml")).isTrue();
    assertThat(controller.inspection().feeds(web, git.url(), "web/gone.yaml")).isTrue();
    assertThat(controller.inspection().feeds(web, git.url(), "db/db.yaml")).isFalse();
    assertThat(controller.inspection().feeds(db, git.url(), "db/db.yaml")).isTrue();
    assertThat(controller.inspection().feeds(db, "https://elsewhere.example/x.git", "db/db.yaml"))
        .isFalse();
  }
}
