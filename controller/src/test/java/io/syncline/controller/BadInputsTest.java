package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BadInputsTest extends Example {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          project: default                  | project: missing              | InvalidSpecError | referencing project missing which does not exist
          https://kubernetes.default.svc    | https://elsewhere:6443        | InvalidSpecError | there is no cluster
          path: web                         | path: nowhere                 | ComparisonError  | nowhere: app path does not exist
          targetRevision: main              | targetRevision: v9            | ComparisonError  | v9
          /repo/                            | /missing/                     | ComparisonError  | not found
          path: web                         | path: broken                  | ComparisonError  | broken/bad.yaml:
          path: web                         | path: nameless                | InvalidSpecError | ConfigMap has no metadata.name
          """)
  void says_on_the_application_what_is_wrong_and_leaves_others_alone(
      String right, String wrong, String condition, String text) {
    git.write("web/a.yaml", configMap("a", "x"));
    git.write("broken/bad.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n");
    git.write("nameless/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {}}\n");
    git.commit("one");

    world.apply(applicationYaml("bad", "web", AUTOMATED, "[]").replace(right, wrong));
    application("good", "web", AUTOMATED);

    var bad = world.until("bad", a -> World.conditions(a).contains(condition));
    assertThat(World.conditions(bad)).contains(text);
    assertThat(World.synced(bad)).isFalse();
    assertThat(bad.operation()).isEmpty();
    world.until("good", World::settled);
  }

  @Test
  void recovers_when_the_cause_is_gone() {
    git.write("web/bad.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n");
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", a -> World.conditions(a).contains("ComparisonError"));

    git.delete("web/bad.yaml").write("web/a.yaml", configMap("a", "x"));
    git.commit("two");
    world.controller().sourceChanged(git.url());

    var app = world.until("web", World::settled);
    assertThat(World.conditions(app)).doesNotContain("Error");
  }

  @Test
  void refuses_kinds_a_project_does_not_permit() {
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: narrow, namespace: argocd}
        spec:
          sourceRepos: ["*"]
          destinations: [{server: "*", namespace: shop}]
          namespaceResourceBlacklist: [{group: "", kind: ConfigMap}]
        """);
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    git.write("web/a.yaml", configMap("a", "x"));
    git.commit("one");
    world.apply(
        applicationYaml("web", "web", "{}", "[]").replace("project: default", "project: narrow"));
    world.until("web", a -> World.revision(a).length() == 40);

    world.edit("web", m -> m.with(java.util.Map.of(), "operation", "sync"));

    var app = world.until("web", a -> World.phase(a).equals("Failed"));
    assertThat(app.status().toString())
        .contains("resource :ConfigMap is not permitted in project narrow");
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isEmpty();
  }
}
