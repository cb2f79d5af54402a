package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SourcesTest extends Example {
  @Test
  void lists_a_repository_once_for_all_its_applications() {
    for (var i = 0; i < 8; i++) {
      git.write("app%d/a.yaml".formatted(i), configMap("a%d".formatted(i), "one"));
    }
    git.commit("one");
    IntStream.range(0, 8).forEach(i -> application("app" + i, "app" + i, AUTOMATED));
    IntStream.range(0, 8).forEach(i -> world.until("app" + i, World::settled));
    var before = world.controller().counters();

    git.write("app3/a.yaml", configMap("a3", "two"));
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());
    IntStream.range(0, 8)
        .forEach(
            i -> world.until("app" + i, a -> World.settled(a) && World.revision(a).equals(second)));

    var after = world.controller().counters();
    assertThat(after.listings() - before.listings()).as("listings for one push").isEqualTo(1);
    assertThat(after.renders() - before.renders())
        .as("renders for one changed folder")
        .isEqualTo(1);
    assertThat(world.get("v1", "ConfigMap", "shop", "a3").orElseThrow().text("data", "key"))
        .isEqualTo("two");
  }

  @Test
  void an_untouched_application_learns_the_new_commit_without_being_compared() {
    git.write("web/a.yaml", configMap("a", "one")).write("api/b.yaml", configMap("b", "one"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    application("api", "api", AUTOMATED);
    world.until("web", World::settled);
    world.until("api", World::settled);
    git.write("docs/readme.md", "of interest to nobody");
    var first = git.commit("two");
    world.controller().sourceChanged(git.url());
    world.until("web", a -> World.revision(a).equals(first));
    world.until("api", a -> World.revision(a).equals(first));
    var before = world.controller().counters();

    git.write("docs/readme.md", "still");
    var second = git.commit("three");
    world.controller().sourceChanged(git.url());
    world.until("web", a -> World.revision(a).equals(second));
    world.until("api", a -> World.revision(a).equals(second));

    assertThat(world.controller().counters().reconciles()).isEqualTo(before.reconciles());
  }

  @Test
  void what_was_only_shown_at_a_commit_does_not_pass_for_compared_there() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    git.write("web/a.yaml", configMap("a", "two"));
    var second = git.commit("two");
    var app = world.until("web", World::settled);
    world.controller().inspection().renderNow(app, second);
    assertThat(world.controller().inspection().renderNow(app, "").revisions()).hasSize(1);

    world.controller().sourceChanged(git.url());

    world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
    assertThat(world.get("v1", "ConfigMap", "shop", "a").orElseThrow().text("data", "key"))
        .isEqualTo("two");
  }

  @Test
  void what_was_only_compared_on_request_with_nothing_does_not_pass_for_compared_there() {
    var secret = "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {key: %s}}\n";
    git.write("web/a.yaml", secret.formatted("one"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    var app = world.until("web", World::settled);
    git.write("web/a.yaml", secret.formatted("two"));
    var second = git.commit("two");
    var hidden = Manifest.of(Tree.object(Yaml.parse(secret.formatted("++++++++"))));
    world.controller().inspection().renderNow(app, List.of(), true);
    assertThat(world.controller().inspection().comparedByServer(app, List.of(hidden))).isEmpty();

    world.controller().sourceChanged(git.url());

    world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
    assertThat(world.get("v1", "Secret", "shop", "s").orElseThrow().text("data", "key"))
        .isEqualTo("dHdv");
  }

  @Test
  void a_change_beside_a_values_file_of_another_source_renders_nothing_anew() {
    git.write("chart/Chart.yaml", "{apiVersion: v2, name: shop, version: 1.0.0}\n")
        .write("chart/templates/a.yaml", configMap("a", "{{ .Values.word }}"))
        .write("env/prod.yaml", "word: one\n")
        .write("env/other.yaml", "word: other\n");
    git.commit("one");
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: shop, namespace: argocd}
        spec:
          project: default
          sources:
          - {repoURL: "%1$s", path: chart, targetRevision: main, helm: {valueFiles: [$v/env/prod.yaml]}}
          - {repoURL: "%1$s", ref: v, targetRevision: main}
          destination: {name: in-cluster, namespace: shop}
          syncPolicy: %2$s
        """
            .formatted(git.url(), AUTOMATED));
    world.until("shop", World::settled);
    var before = world.controller().counters().renders();

    git.write("env/other.yaml", "word: changed\n");
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());
    world.until("shop", a -> commit(a).equals(second));
    assertThat(world.controller().counters().renders()).isEqualTo(before);

    git.write("env/prod.yaml", "word: two\n");
    var third = git.commit("three");
    world.controller().sourceChanged(git.url());
    world.until("shop", a -> commit(a).equals(third) && World.settled(a));
    assertThat(world.controller().counters().renders()).isEqualTo(before + 1);
    assertThat(world.get("v1", "ConfigMap", "shop", "a").orElseThrow().text("data", "key"))
        .isEqualTo("two");
  }

  private static String commit(io.syncline.model.application.Application app) {
    return Tree.text(app.status(), "sync", "revisions", "0");
  }

  @Test
  void files_that_an_application_says_do_not_matter_render_nothing_anew() {
    git.write("web/a.yaml", configMap("a", "one")).write("web/b.yaml", configMap("b", "one"));
    git.commit("one");
    world.apply(
        applicationYaml("web", "web", AUTOMATED, "[]")
            .replace(
                "namespace: argocd}",
                "namespace: argocd, annotations: {argocd.argoproj.io/manifest-generate-paths: a.yaml}}"));
    world.until("web", World::settled);
    var before = world.controller().counters().renders();

    git.write("web/b.yaml", configMap("b", "two"));
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());
    world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
    assertThat(world.controller().counters().renders()).isEqualTo(before);

    git.write("web/a.yaml", configMap("a", "two"));
    var third = git.commit("three");
    world.controller().sourceChanged(git.url());
    world.until("web", a -> World.settled(a) && World.revision(a).equals(third));
    assertThat(world.get("v1", "ConfigMap", "shop", "b").orElseThrow().text("data", "key"))
        .isEqualTo("two");
  }

  @Test
  void answers_a_refresh_request_and_takes_the_annotation_away() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    git.write("web/a.yaml", configMap("a", "two"));
    var second = git.commit("two");

    world.edit(
        "web",
        m ->
            m.with("normal", "metadata", "annotations", "argocd.argoproj.io/refresh")
                .with(
                    "2026-01-01T00:00:00.5Z",
                    "metadata",
                    "annotations",
                    "argocd.argoproj.io/refresh-timestamp"));

    world.until(
        "web",
        a ->
            World.settled(a)
                && World.revision(a).equals(second)
                && a.refreshRequested().isEmpty()
                && a.manifest().annotation("argocd.argoproj.io/refresh-timestamp").isEmpty());
  }

  @Test
  void keeps_fields_it_does_not_know() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    world.apply(
        applicationYaml("web", "web", AUTOMATED, "[]")
            .replace("  syncPolicy:", "  novelty: {keep: me}\n  syncPolicy:"));

    var app = world.until("web", World::settled);

    assertThat(app.spec().get("novelty")).hasToString("{keep=me}");
  }

  @Test
  void renders_several_sources_one_after_the_other_and_reports_each_commit() {
    var one =
        git.write("one/a.yaml", configMap("a", "one"))
            .write("two/b.yaml", configMap("b", "two"))
            .commit("one");
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: both, namespace: argocd}
        spec:
          project: default
          sources:
          - {repoURL: "%1$s", path: one, targetRevision: main}
          - {repoURL: "%1$s", path: two, targetRevision: main}
          - {repoURL: "%1$s", ref: values, targetRevision: main}
          destination: {name: in-cluster, namespace: shop}
          syncPolicy: %2$s
        """
            .formatted(git.url(), AUTOMATED));

    var app = world.until("both", World::settled);

    assertThat(Tree.items(Tree.at(app.status(), "sync", "revisions")))
        .containsExactly(one, one, one);
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isPresent();
    assertThat(world.get("v1", "ConfigMap", "shop", "b")).isPresent();
  }

  @Test
  void waits_for_child_applications() {
    git.write("parent/child.yaml", applicationYaml("child", "child", AUTOMATED, "[]"));
    git.write("child/web.yaml", deployment("web", 1, "shop/web:1"));
    git.commit("one");
    world.apply(
        applicationYaml("parent", "parent", AUTOMATED, "[]")
            .replace("namespace: shop}", "namespace: argocd}"));

    world.until("child", World::settled);
    var parent =
        world.until(
            "parent",
            a ->
                World.settled(a)
                    && Tree.text(a.status(), "resources", "0", "health", "status")
                        .equals("Healthy"));

    assertThat(Tree.flag(parent.status(), "summary", "isAppOfApps")).isTrue();
  }

  @Test
  void leaves_ignored_fields_as_they_are_when_asked_to_respect_them() {
    git.write("web/web.yaml", deployment("web", 1, "shop/web:1"));
    git.commit("one");
    world.apply(
        applicationYaml(
                "web",
                "web",
                "{automated: {selfHeal: true}, syncOptions: [CreateNamespace=true, RespectIgnoreDifferences=true]}",
                "[]")
            + "  ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]\n");
    world.until("web", World::settled);
    var live = world.get("apps/v1", "Deployment", "shop", "web").orElseThrow();
    world.apply(live.with(3, "spec", "replicas").json());

    git.write("web/web.yaml", deployment("web", 1, "shop/web:2"));
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());

    world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
    var now = world.get("apps/v1", "Deployment", "shop", "web").orElseThrow();
    assertThat(Tree.number(now.root(), 0, "spec", "replicas")).isEqualTo(3);
    assertThat(now.json()).contains("shop/web:2");
  }
}
