package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Applications made from several sources. */
@Scenarios
class MultipleSourcesTest {
  private static final String AUTOMATED = "syncPolicy: {automated: {}}\n";

  /** The application is there as it was declared, and told of. */
  private static Then created(Given given, String sources) {
    var url = given.scenario().repository().url();
    var declared = Yaml.parseObject("sources:" + sources.replace("HERE", '"' + url + '"'));
    return given
        .when()
        .createWith("source: null\n" + AUTOMATED + Yaml.write(declared))
        .cli("app", "list")
        .then()
        .expect(
            event("ResourceCreated", "create"),
            s -> assertThat(s.last().out()).contains(s.name()),
            s -> assertThat(trees(s)).isEqualTo(declared.get("sources")),
            s ->
                assertThat(s.existing().at("spec", "destination"))
                    .isEqualTo(ObjectTree.of("server", Scenario.HERE, "namespace", s.namespace())));
  }

  private static List<ObjectTree> trees(Scenario s) {
    return new Application(s.existing()).sources().stream().map(ApplicationSource::tree).toList();
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_chart_takes_values_from_another_source() {
    created(
            given("helm-guestbook").files(f -> f.testdata("multiple-source-values")),
            """

            - {repoURL: HERE, ref: values}
            - repoURL: HERE
              targetRevision: HEAD
              path: helm-guestbook
              helm:
                releaseName: helm-guestbook
                valueFiles: [$values/multiple-source-values/values.yaml]
            """)
        .when()
        .await("--timeout", "60")
        .then()
        .expect(
            resourceCount(2),
            resourceSync("Service guestbook-ui", "Synced"),
            resourceSync("Deployment guestbook-ui", "Synced"),
            s ->
                assertThat(
                        s.kube()
                            .existing("apps/v1/Deployment", s.namespace(), "guestbook-ui")
                            .at("spec", "replicas"))
                    .isEqualTo(3L));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void the_last_source_with_an_object_counts() {
    created(
            given("guestbook")
                .files(f -> f.testdata("two-nice-pods").testdata("multiple-source-values"))
                .files(f -> f.remove("multiple-source-values/values.yaml")),
            """

            - {repoURL: HERE, path: guestbook}
            - {repoURL: HERE, path: two-nice-pods}
            - {repoURL: HERE, path: multiple-source-values}
            """)
        .when()
        .await("--timeout", "60")
        .then()
        .expect(
            resourceCount(4),
            resourceSync("Pod pod-1", "Synced"),
            resourceSync("Pod pod-2", "Synced"),
            resourceSync("Deployment guestbook-ui", "Synced"),
            condition("RepeatedResourceWarning", "appeared 2 times"),
            s ->
                assertThat(s.kube().existing("v1/Pod", s.namespace(), "pod-1").label("foo"))
                    .contains("bar"));
  }

  @Test
  void a_source_is_changed_by_its_name() {
    created(
            given("helm-guestbook").files(f -> f.testdata("deployment").testdata("guestbook")),
            """

            - {repoURL: HERE, path: helm-guestbook, name: one}
            - {repoURL: HERE, path: guestbook, name: two}
            """)
        .when()
        .set("--source-name", "two", "--path", "deployment")
        .then()
        .application(
            app ->
                assertThat(new Application(app).sources())
                    .extracting(ApplicationSource::path)
                    .containsExactly("helm-guestbook", "deployment"));
  }
}
