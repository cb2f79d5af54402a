package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.testservers.OciServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Charts and artifacts from Helm repositories and registries, and what charts depend on. */
@Scenarios
class ChartScenariosTest {
  private static final String REGISTRY = "localhost:5000";
  private static final List<String> PLAIN =
      List.of("--type", "helm", "--enable-oci", "--insecure-oci-force-http");

  private static String[] words(List<String> some, String... more) {
    var all = new ArrayList<>(some);
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  private static final Expectation[] WELL = {
    operation("Succeeded"), health("Healthy"), sync("Synced"), exists("v1/ConfigMap", "my-map")
  };

  /** An Application over the chart of the test data. */
  private static ObjectTree declared(Scenario s, String helm) {
    return Yaml.parseObject(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: %s}
        spec:
          project: default
          source: {repoURL: "%s", path: helm, targetRevision: HEAD%s}
          destination: {server: "%s", namespace: %s}
        """
            .formatted(s.name(), s.repository().url(), helm, Scenario.HERE, s.namespace()));
  }

  @Test
  void a_declared_chart_is_synced() {
    var given = given("helm");
    given.when().applies(declared(given.scenario(), "")).sync().then().expect(WELL);
  }

  @Test
  void a_declared_chart_with_values_that_are_not_there_says_so() {
    var given = given("helm");
    given
        .when()
        .applies(declared(given.scenario(), ", helm: {valueFiles: [does-not-exist-values.yaml]}"))
        .then()
        .expect(
            health("Healthy"),
            sync("Unknown"),
            condition("ComparisonError", "does-not-exist-values.yaml: no such file or directory"));
  }

  @Test
  void a_dependency_comes_from_a_repository_known_by_name() {
    var given = given("helm-with-dependencies");
    var servers = Servers.of(given.scenario());
    var charts = servers.charts(false);
    servers.believeAuthority();
    servers.add(
        charts.url("/helm-repo"),
        words(
            List.of("--type", "helm", "--name", "custom-repo"),
            "--username",
            Servers.USER,
            "--password",
            Servers.PASSWORD));
    given
        .flags("--helm-pass-credentials")
        .when()
        .create("--helm-version", "v3")
        .sync()
        .then()
        .expect(WELL);
    assertThat(charts.asked("/charts/helm-1.0.0.tgz")).isNotEmpty();
  }

  @Test
  void a_dependency_from_where_the_project_does_not_permit_gets_no_login() {
    var first = given("helm-oci-with-dependencies");
    var servers = Servers.of(first.scenario());
    var registry = servers.guardedRegistry();
    servers.believeAuthority();
    registry.pushTo(
        "myrepo/helm-values", "1.0.0", OciServer.CHART, Servers.packed("helm-values", "", ""));
    servers.addLogin(
        registry.http.host(),
        "--type",
        "helm",
        "--enable-oci",
        "--username",
        Servers.USER,
        "--password",
        Servers.PASSWORD);
    var own = "{sourceRepos: [\"%s\"], destinations: [{server: '*', namespace: '*'}]}";
    first
        .files(
            f -> f.replace("helm-oci-with-dependencies/Chart.yaml", REGISTRY, registry.http.host()))
        .ownProject(own.formatted(first.scenario().repository().url()))
        .when()
        .failing()
        .create()
        .then()
        .expect(
            complains(
                "helm repos "
                    + registry.http.host()
                    + "/myrepo are not permitted in project '"
                    + first.scenario().name()
                    + "'"));
    var second = given("helm-with-multiple-dependencies-permission-denied");
    var charts = Servers.of(second.scenario()).charts(false);
    Servers.of(second.scenario()).believeAuthority();
    Servers.of(second.scenario())
        .addLogin(
            charts.url("/"),
            "--type",
            "helm",
            "--username",
            Servers.USER,
            "--password",
            Servers.PASSWORD);
    second
        .files(
            f ->
                f.replace(
                    "helm-with-multiple-dependencies-permission-denied/Chart.yaml",
                    "https://localhost:9443/argo-e2e/testdata.git/helm-repo",
                    charts.url("/helm-repo")))
        .ownProject(own.formatted(second.scenario().repository().url()))
        .flags("--helm-pass-credentials")
        .when()
        .failing()
        .create()
        .then()
        .expect(
            complains(
                "helm repos "
                    + charts.url("/helm-repo/local")
                    + ", "
                    + charts.url("/helm-repo/local2")
                    + " are not permitted in project '"
                    + second.scenario().name()
                    + "'"));
    assertThat(charts.asked()).allSatisfy(a -> assertThat(a.header("authorization")).isEmpty());
  }

  @Test
  void a_chart_comes_from_a_registry_by_version_or_range() {
    for (var revision : List.of("1.0.0", ">=1.0.0")) {
      var given = given();
      var servers = Servers.of(given.scenario());
      var registry = servers.registry();
      registry.pushTo(
          "myrepo/helm-values", "1.0.0", OciServer.CHART, Servers.packed("helm-values", "", ""));
      var url = registry.http.host() + "/myrepo";
      servers.add(url, words(PLAIN, "--name", "testrepo"));
      given
          .chart(url, "helm-values", revision)
          .when()
          .create()
          .sync()
          .then()
          .expect(WELL)
          .expect(field("1.0.0", "status", "sync", "revision"));
    }
  }

  @Test
  void a_chart_in_git_depends_on_one_of_a_registry() {
    var given = given("helm-oci-with-dependencies");
    var servers = Servers.of(given.scenario());
    var registry = servers.registry();
    registry.pushTo(
        "myrepo/helm-values", "1.0.0", OciServer.CHART, Servers.packed("helm-values", "", ""));
    servers.add(registry.http.host() + "/myrepo", words(PLAIN, "--name", "testrepo"));
    given
        .files(
            f -> f.replace("helm-oci-with-dependencies/Chart.yaml", REGISTRY, registry.http.host()))
        .when()
        .create()
        .sync()
        .then()
        .expect(WELL);
  }

  @Test
  void what_is_said_of_all_below_a_registry_serves_a_chart_in_git() {
    var given = given("helm-oci-with-dependencies");
    var servers = Servers.of(given.scenario());
    var registry = servers.registry();
    registry.pushTo(
        "myrepo/helm-values", "1.0.0", OciServer.CHART, Servers.packed("helm-values", "", ""));
    servers.addLogin(registry.http.host(), words(PLAIN));
    given
        .files(
            f -> f.replace("helm-oci-with-dependencies/Chart.yaml", REGISTRY, registry.http.host()))
        .when()
        .create()
        .sync()
        .then()
        .expect(WELL);
  }

  @Test
  void what_is_said_of_all_below_a_registry_serves_a_chart_of_it_and_its_dependencies() {
    var given = given();
    var servers = Servers.of(given.scenario());
    var registry = servers.registry();
    registry.pushTo(
        "myrepo/helm-values", "1.0.0", OciServer.CHART, Servers.packed("helm-values", "", ""));
    registry.pushTo(
        "myrepo/helm-oci-with-dependencies",
        "1.0.0",
        OciServer.CHART,
        Servers.packed("helm-oci-with-dependencies", REGISTRY, registry.http.host()));
    servers.addLogin(registry.http.host(), words(PLAIN));
    given
        .chart(registry.http.host() + "/myrepo", "helm-oci-with-dependencies", "1.0.0")
        .when()
        .create()
        .sync()
        .then()
        .expect(WELL);
  }

  @Test
  void an_artifact_may_hold_a_chart_with_dependencies() {
    var given = given();
    var servers = Servers.of(given.scenario());
    var registry = servers.registry();
    registry.pushTo(
        "myrepo/helm-values", "1.0.0", OciServer.CHART, Servers.packed("helm-values", "", ""));
    registry.pushTo(
        "helm-oci-with-dependencies",
        "1.0.0",
        OciServer.FILES,
        Servers.files("helm-oci-with-dependencies", REGISTRY, registry.http.host()));
    var url = "oci://" + registry.http.host() + "/helm-oci-with-dependencies";
    servers.add(url, "--type", "oci", "--name", "artifact", "--insecure-oci-force-http");
    servers.addLogin(registry.http.host(), words(PLAIN));
    given.at(url, ".").flags("--revision", "1.0.0").when().create().sync().then().expect(WELL);
  }

  @Test
  void an_artifact_may_hold_a_chart_whose_dependency_needs_a_login_of_its_own() {
    var given = given();
    var servers = Servers.of(given.scenario());
    var authed = servers.registry().guardedBy(Servers.USER + ":" + Servers.PASSWORD);
    authed.pushTo(
        "myrepo/helm-values", "1.0.0", OciServer.CHART, Servers.packed("helm-values", "", ""));
    var registry = servers.registry();
    registry.pushTo(
        "helm-oci-authed-with-dependencies",
        "1.0.0",
        OciServer.FILES,
        Servers.files("helm-oci-authed-with-dependencies", "localhost:5001", authed.http.host()));
    var url = "oci://" + registry.http.host() + "/helm-oci-authed-with-dependencies";
    servers.add(url, "--type", "oci", "--name", "artifact", "--insecure-oci-force-http");
    servers.add(
        "oci://" + authed.http.host() + "/myrepo/helm-values",
        "--type",
        "oci",
        "--name",
        "helm-values",
        "--insecure-oci-force-http",
        "--username",
        Servers.USER,
        "--password",
        Servers.PASSWORD);
    given.at(url, ".").flags("--revision", "1.0.0").when().create().sync().then().expect(WELL);
  }

  @Test
  void a_chart_of_a_repository_is_compared_with_a_folder() {
    var given = given();
    var servers = Servers.of(given.scenario());
    var charts = servers.charts(false);
    servers.believeAuthority();
    servers.add(
        charts.url("/helm-repo"),
        "--type",
        "helm",
        "--name",
        "custom-repo",
        "--username",
        Servers.USER,
        "--password",
        Servers.PASSWORD);
    var folder = Testdata.folder("helm").toString();
    given
        .chart(charts.url("/helm-repo"), "helm", "1.0.0")
        .when()
        .create()
        .sync()
        .then()
        .expect(WELL)
        .when()
        .app("diff", "--local", folder, "--server-side-generate", "--exit-code=false")
        .then()
        .expect(printsNothing())
        .when()
        .app(
            "diff",
            "--server-side-diff",
            "--local",
            folder,
            "--server-side-generate",
            "--exit-code=false")
        .then()
        .expect(printsNothing());
  }
}
