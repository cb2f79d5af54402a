package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters of Helm, Kustomize and Jsonnet, as commands set them and clusters show them. */
@Scenarios
class ToolsTest {
  private static Expectation parameters(String block, String name, String... pairs) {
    return s ->
        assertThat(Tree.items(s.existing().at("spec", "source", "helm", block)))
            .extracting(p -> Tree.text(p, "name") + "=" + Tree.text(p, name))
            .containsExactly(pairs);
  }

  private static Expectation value(String key, String value) {
    return s ->
        assertThat(s.kube().text("v1/ConfigMap", s.namespace(), "my-map", "data", key))
            .as("my-map: " + key)
            .isEqualTo(value);
  }

  @Test
  void values_files_parameters_and_files_are_set_by_name() {
    given("helm")
        .files(f -> f.write("helm/foo.yml", ""))
        .when()
        .create()
        .set("--values", "foo.yml")
        .then()
        .application(
            app ->
                assertThat(app.at("spec", "source", "helm", "valueFiles"))
                    .isEqualTo(List.of("foo.yml")))
        .when()
        .set("--helm-set", "foo=bar", "--helm-set", "foo=baz")
        .set("--helm-set", "app=$ARGOCD_APP_NAME")
        .then()
        .expect(parameters("parameters", "value", "foo=baz", "app=$ARGOCD_APP_NAME"))
        .when()
        .set("--helm-set-file", "foo=foo.yml", "--helm-set-file", "foo=values.yaml")
        .then()
        .expect(parameters("fileParameters", "path", "foo=values.yaml"));
  }

  @Test
  void literal_values_are_set_from_a_file_here_and_unset() {
    var given = given("helm");
    given
        .when()
        .create()
        .set("--values-literal-file", given.scenario().repository().files() + "/helm/baz.yaml")
        .then()
        .application(
            app ->
                assertThat(app.text("spec", "source", "helm", "values").strip()).isEqualTo("a: b"))
        .when()
        .app("unset", "--values-literal")
        .then()
        .application(app -> assertThat(app.at("spec", "source", "helm")).isNull());
  }

  @Test
  void parameters_may_name_the_application() {
    given("helm-values")
        .when()
        .create()
        .set("--helm-set", "foo=$ARGOCD_APP_NAME")
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), s -> value("foo", s.name()).check(s));
  }

  @Test
  void patterns_of_values_files_take_all_that_match_the_last_one_counting_most() {
    given("helm-glob-values")
        .when()
        .create()
        .set("--values", "envs/**/*.yaml")
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), value("foo", "c-value"));
  }

  @Test
  void a_pattern_that_matches_nothing_is_told_unless_it_may() {
    given("helm-glob-values")
        .when()
        .create()
        .set("--values", "nonexistent/*.yaml", "--validate=false")
        .then()
        .expect(
            condition(
                "ComparisonError", "values file glob \"nonexistent/*.yaml\" matched no files"));
    given("helm-glob-values")
        .when()
        .create()
        .set("--values", "nonexistent/*.yaml", "--ignore-missing-value-files")
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"));
  }

  @Test
  void another_release_namespace_moves_what_uses_it() {
    given("helm-namespace")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"))
        .when()
        .set("--helm-namespace", "does-not-exist")
        .then()
        .expect(sync("OutOfSync"));
  }

  @Test
  void a_chart_may_stand_in_a_hidden_folder() {
    given()
        .at(".hidden-helm")
        .files(
            f ->
                f.write(".hidden-helm/Chart.yaml", "{apiVersion: v2, version: 1.0.0, name: helm}\n")
                    .write(
                        ".hidden-helm/templates/map.yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: my-map},"
                            + " data: {foo: bar}}\n")
                    .write(".hidden-helm/foo.yaml", ""))
        .when()
        .create()
        .set("--values", "foo.yaml")
        .sync()
        .then()
        .expect(operation("Succeeded"), health("Healthy"), sync("Synced"));
  }

  @Test
  void generated_objects_of_the_past_stay_when_they_are_extraneous_and_not_pruned() {
    given("kustomize-cm-gen")
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), resourceCount(1))
        .when()
        .commits(
            f ->
                f.patch(
                    "kustomize-cm-gen/kustomization.yaml",
                    "[{op: replace, path: /configMapGenerator/0/literals/0, value: foo=baz}]"))
        .hardRefresh()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"), resourceCount(2));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void names_are_changed_by_prefix_suffix_and_labels_are_added() {
    given("guestbook")
        .flags("--nameprefix", "k2-", "--namesuffix", "-deploy1")
        .when()
        .create()
        .then()
        .expect(sync("OutOfSync"), resourceSync("Deployment k2-guestbook-ui-deploy1", "OutOfSync"))
        .when()
        .patch(
            "[{op: replace, path: /spec/source/kustomize/namePrefix, value: k2-patched-},"
                + " {op: add, path: /spec/source/kustomize/commonLabels, value: {patched-by: argo-cd}}]")
        .then()
        .expect(resourceSync("Deployment k2-patched-guestbook-ui-deploy1", "OutOfSync"))
        .when()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            health("Healthy"),
            s -> {
              for (var kind : List.of("v1/Service", "apps/v1/Deployment")) {
                assertThat(
                        s.kube()
                            .existing(kind, s.namespace(), "k2-patched-guestbook-ui-deploy1")
                            .label("patched-by"))
                    .contains("argo-cd");
              }
            });
  }

  @Test
  @Scenarios.NeedsWorkloads
  void replicas_are_set_and_unset_by_name() {
    given("guestbook")
        .when()
        .create()
        .set("--kustomize-replica", "guestbook-ui=2")
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            health("Healthy"),
            s ->
                assertThat(
                        s.kube()
                            .existing("apps/v1/Deployment", s.namespace(), "guestbook-ui")
                            .at("spec", "replicas"))
                    .isEqualTo(2L))
        .when()
        .app("unset", "--kustomize-replica", "guestbook-ui")
        .then()
        .application(app -> assertThat(app.at("spec", "source", "kustomize")).isNull());
  }

  @Test
  void jsonnet_takes_arguments_and_external_variables() {
    given()
        .at("jsonnet-tla")
        .files(
            f ->
                f.write(
                    "jsonnet-tla/map.jsonnet",
                    """
                    function(name, replicas) {
                      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'my-map' },
                      data: { foo: name, bar: std.toString(replicas) },
                    }
                    """))
        .flags("--jsonnet-tla-str", "name=testing-tla", "--jsonnet-tla-code", "replicas=0")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"), value("foo", "testing-tla"), value("bar", "0"));
    given()
        .at("jsonnet-ext-var")
        .files(
            f ->
                f.write(
                    "jsonnet-ext-var/map.jsonnet",
                    """
                    {
                      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'my-map' },
                      data: { foo: std.extVar('foo'), bar: std.extVar('bar') },
                    }
                    """))
        .flags(
            "--jsonnet-ext-var-str",
            "foo=$ARGOCD_APP_NAME",
            "--jsonnet-ext-var-code",
            "bar='$ARGOCD_APP_NAME'")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            s -> value("foo", s.name()).check(s),
            s -> value("bar", s.name()).check(s));
  }

  @Test
  void an_annotated_tag_counts_as_the_commit_it_names() {
    given("guestbook")
        .files(
            f -> {
              f.commit();
              f.git("tag", "-a", "annotated-tag", "-m", "told");
            })
        .flags("--revision", "annotated-tag")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            sync("Synced"),
            s ->
                assertThat(s.existing().text("status", "sync", "revision"))
                    .isEqualTo(s.repository().head()));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void tags_are_chosen_by_range_among_those_with_the_prefix() {
    given("deployment")
        .files(
            f -> {
              f.commit();
              f.git("tag", "component-a/v0.1.0");
              f.git("tag", "v9.9.9");
            })
        .flags("--revision", "v0.1.*", "--tag-prefix", "component-a/")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            sync("Synced"),
            field("component-a/", "spec", "source", "tagPrefix"),
            s ->
                assertThat(s.existing().text("status", "sync", "revision"))
                    .isEqualTo(s.repository().head()))
        .when()
        .commits(
            f ->
                f.patch(
                    "deployment/deployment.yaml",
                    "[{op: replace, path: /metadata/name, value: new-app}]"))
        .does(s -> s.repository().git("tag", "component-a/v0.1.2"))
        .hardRefresh()
        .sync()
        .then()
        .expect(sync("Synced"), exists("apps/v1/Deployment", "new-app"));
  }

  @Test
  void a_version_with_a_leading_zero_is_the_tag_of_that_name() {
    given("deployment")
        .files(
            f -> {
              f.commit();
              f.git("tag", "0.1.0");
              f.write("deployment/later.yaml", "nonsense").commit();
            })
        .flags("--revision", "0.1.0")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            sync("Synced"),
            s ->
                assertThat(s.existing().text("status", "sync", "revision"))
                    .isEqualTo(s.repository().git("rev-parse", "0.1.0")));
  }

  @Test
  void one_commit_of_a_history_is_enough() {
    var given =
        given("deployment")
            .files(f -> f.commit().write("deployment/README.md", "more history").commit());
    var servers = Servers.of(given.scenario());
    var bare = given.scenario().repository().bare();
    var url = servers.https(bare.resolveSibling("")).url(String.valueOf(bare.getFileName()));
    servers.add(
        url,
        "--username",
        Servers.USER,
        "--password",
        Servers.PASSWORD,
        "--insecure-skip-server-verification",
        "--depth",
        "1");
    given
        .at(url, "deployment")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"))
        .when()
        .commits(
            f ->
                f.patch(
                    "deployment/deployment.yaml",
                    "[{op: add, path: /metadata/labels, value: {foo: bar}}]"))
        .refresh()
        .then()
        .expect(sync("OutOfSync"))
        .when()
        .sync()
        .then()
        .expect(sync("Synced"));
  }
}
