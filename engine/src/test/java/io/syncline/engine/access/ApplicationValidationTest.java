package io.syncline.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.destination.ClusterBook;
import io.syncline.engine.target.Scope;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.status.Condition;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationValidationTest {
  private static final ClusterBook CLUSTERS =
      ClusterBook.of(
          List.of(
              cluster("https://a.example", "a"),
              cluster("https://b1.example/", "b"),
              cluster("https://b2.example", "b")),
          true);

  private static Manifest cluster(String server, String name) {
    return new Manifest(
        Yaml.parseObject(
            "{metadata: {name: cluster-%s}, stringData: {server: '%s', name: %s}}"
                .formatted(server.replaceAll("\\W+", "-"), server, name)));
  }

  private static final Project PROJECT =
      new Project(
          new Manifest(
              Yaml.parseObject(
                  """
                  metadata: {name: shop}
                  spec:
                    sourceRepos: [https://git.example/*]
                    destinations: [{server: '*', namespace: shop-*}]
                    namespaceResourceBlacklist: [{group: '', kind: ResourceQuota}]
                  """)));

  private static List<String> problems(String spec) {
    var app =
        new Application(
            new Manifest(Yaml.parseObject("{metadata: {name: web}, spec: " + spec + "}")));
    return ApplicationValidation.problems(app, Optional.of(ProjectAccess.of(PROJECT)), CLUSTERS)
        .stream()
        .map(Condition::message)
        .toList();
  }

  @Test
  void accepts_what_the_project_permits() {
    assertThat(
            problems(
                "{source: {repoURL: https://git.example/web.git, path: .},"
                    + " destination: {name: a, namespace: shop-web}}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{server: some, name: other} | can't have both name and server defined",
        "{namespace: shop-web} | Destination server missing from app spec",
        "{name: none} | there are no clusters with this name: none",
        "{name: b} | there are 2 clusters with the same name: b",
        "{name: a, namespace: bank} | do not match any of the allowed destinations",
      })
  void names_what_is_wrong_with_a_destination(String destination, String message) {
    assertThat(
            problems(
                "{source: {repoURL: https://git.example/web, path: .}, destination: "
                    + destination
                    + "}"))
        .singleElement()
        .asString()
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{path: p} | repoURL and either spec.source.path or spec.source.chart are required",
        "{repoURL: https://git.example/web} | spec.source.path or spec.source.chart are required",
        "{repoURL: https://git.example/c, chart: c} | targetRevision is required",
        "{repoURL: https://other.example/web, path: p} | is not permitted in project 'shop'",
      })
  void names_what_is_wrong_with_a_source(String source, String message) {
    assertThat(problems("{source: " + source + ", destination: {name: a, namespace: shop-web}}"))
        .singleElement()
        .asString()
        .contains(message);
  }

  @Test
  void refuses_refs_that_repeat_or_are_no_names() {
    assertThat(
            problems(
                "{sources: [{repoURL: https://git.example/v, ref: values},"
                    + " {repoURL: https://git.example/v, ref: values},"
                    + " {repoURL: https://git.example/w, ref: 'a b'}],"
                    + " destination: {name: a, namespace: shop-web}}"))
        .hasSize(2)
        .anyMatch(m -> m.contains("is used twice"))
        .anyMatch(m -> m.contains("is invalid"));
  }

  @Test
  void says_why_an_object_may_not_be_touched() {
    var access = ProjectAccess.of(PROJECT);
    var cluster = CLUSTERS.destinations().getFirst();

    assertThat(access.refusal(object("ResourceQuota", "shop-a"), Scope.NAMESPACED, cluster))
        .contains("resource :ResourceQuota is not permitted in project shop");
    assertThat(access.refusal(object("Service", "bank"), Scope.NAMESPACED, cluster))
        .contains("namespace bank is not permitted in project 'shop'");
    assertThat(access.refusal(object("Namespace", ""), Scope.CLUSTER, cluster))
        .contains("resource :Namespace is not permitted in project shop");
    assertThat(access.refusal(object("Service", "shop-a"), Scope.NAMESPACED, cluster)).isEmpty();
  }

  private static Manifest object(String kind, String namespace) {
    var object =
        new Manifest(Yaml.parseObject("{apiVersion: v1, kind: " + kind + ", metadata: {name: o}}"));
    return namespace.isEmpty() ? object : object.with(namespace, "metadata", "namespace");
  }
}
