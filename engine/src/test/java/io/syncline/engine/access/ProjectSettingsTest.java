package io.syncline.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.application.Application;
import io.syncline.model.application.Destination;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectSettingsTest {
  private static final Destination CLUSTER = new Destination("https://one", "one", "");

  private static Project project(String name, String labels, String spec) {
    return new Project(
        new Manifest(
            Yaml.parseObject(
                "{metadata: {name: %s, labels: %s}, spec: %s}".formatted(name, labels, spec))));
  }

  private static Application into(String namespace) {
    return new Application(
        new Manifest(
            Yaml.parseObject(
                "{metadata: {name: web, namespace: argocd}, spec: {destination: {namespace: '%s'}}}"
                    .formatted(namespace))));
  }

  @ParameterizedTest
  @CsvSource({
    "shop,  system:serviceaccount:shop:deployer",
    "team-a, system:serviceaccount:ops:teams",
    "other, system:serviceaccount:other:any",
    "'',    system:serviceaccount:argocd:any"
  })
  void the_first_entry_that_matches_names_the_account(String namespace, String user) {
    var project =
        project(
            "p",
            "{}",
            "{destinationServiceAccounts: ["
                + "{server: 'https://two', namespace: '*', defaultServiceAccount: never},"
                + "{server: 'https://*', namespace: shop, defaultServiceAccount: deployer},"
                + "{server: 'https://*', namespace: 'team-*', defaultServiceAccount: 'ops:teams'},"
                + "{server: '*', namespace: '*', defaultServiceAccount: any}]}");

    assertThat(DestinationAccount.of(project, into(namespace), CLUSTER)).isEqualTo(user);
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', no matching service account found for destination server https://one and namespace shop",
    "'{destinationServiceAccounts: [{server: ''*'', namespace: ''*'', defaultServiceAccount: ''a*''}]}',"
        + " default service account contains invalid chars 'a*'"
  })
  void without_an_account_nothing_is_written(String spec, String message) {
    assertThatThrownBy(() -> DestinationAccount.of(project("p", "{}", spec), into("shop"), CLUSTER))
        .isInstanceOf(DestinationAccount.NoAccountException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'{matchLabels: {tier: gold}}', true",
    "'{matchLabels: {tier: silver}}', false",
    "'{matchExpressions: [{key: tier, operator: In, values: [gold, silver]}]}', true",
    "'{matchExpressions: [{key: tier, operator: NotIn, values: [gold]}]}', false",
    "'{matchExpressions: [{key: tier, operator: Exists}]}', true",
    "'{matchExpressions: [{key: team, operator: DoesNotExist}]}', true",
    "'{matchExpressions: [{key: tier, operator: Nonsense}]}', false",
    "'{}', true"
  })
  void a_global_project_adds_to_those_its_selector_matches(String selector, boolean adds) {
    var own = project("own", "{tier: gold}", "{sourceRepos: [a], syncWindows: [{kind: deny}]}");
    var global =
        project("global", "{}", "{sourceRepos: [b], clusterResourceBlacklist: [{kind: Secret}]}");
    var entries =
        Tree.items(
            Yaml.parseObject("{e: [{labelSelector: %s, projectName: global}]}".formatted(selector))
                .get("e"));
    var all = Map.of("global", global, "own", own);

    var merged =
        GlobalProjects.merged(
            own, GlobalProjects.of(own, entries, n -> Optional.ofNullable(all.get(n))));

    assertThat(merged.sourceRepos().contains("b")).isEqualTo(adds);
    assertThat(merged.sourceRepos()).contains("a");
    assertThat(merged.kinds("clusterResourceBlacklist").isPresent()).isEqualTo(adds);
    assertThat(merged.syncWindows()).hasSize(1);
    assertThat(GlobalProjects.of(global, entries, n -> Optional.ofNullable(all.get(n)))).isEmpty();
  }
}
