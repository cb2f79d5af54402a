package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What projects permit, and projects changed by command. */
@Scenarios
class ProjectScenariosTest {
  private static final String ALL =
      "sourceRepos: ['*']\ndestinations: [{namespace: '*', server: '*'}]\n";

  @EverywhereTest
  void a_repository_that_is_not_permitted_is_refused(Place place) {
    given("two-nice-pods")
        .in(place)
        .ownProject(
            "{sourceRepos: ['https://elsewhere'], destinations: [{namespace: '*', server: '*'}]}")
        .when()
        .failing()
        .create()
        .then()
        .expect(complains("is not permitted in project"), gone());
  }

  @Test
  void a_namespace_that_is_ruled_out_is_refused() {
    given("two-nice-pods")
        .ownProject(
            "{sourceRepos: ['*'], destinations: [{namespace: '*', server: '*'}, {namespace: '!dest-*', server: '*'}]}")
        .when()
        .failing()
        .create()
        .then()
        .expect(complains("do not match any of the allowed destinations in project"), gone());
  }

  @EverywhereTest
  void a_project_that_is_not_there_is_refused(Place place) {
    given("guestbook")
        .in(place)
        .project("does-not-exist")
        .when()
        .failing()
        .create()
        .then()
        .expect(complains("does-not-exist"), gone());
  }

  @Test
  void a_namespace_nobody_named_holds_no_applications() {
    given("guestbook")
        .inNamespace("default")
        .ownProject(ALL + "sourceNamespaces: [default]\n")
        .when()
        .failing()
        .create()
        .then()
        .expect(gone(), complains("namespace 'default' is not permitted"));
    given("guestbook").inNamespace("forbidden").when().failing().create().then().expect(gone());
  }

  @EverywhereTest
  void an_application_the_project_no_longer_permits_shows_nothing_and_deletes_nothing(Place place) {
    given("guestbook")
        .in(place)
        .ownProject(ALL)
        .when()
        .create()
        .sync()
        .then()
        .expect(exists("apps/v1/Deployment", "guestbook-ui"))
        .when()
        .does(
            s ->
                s.project(
                    "{sourceRepos: ['https://elsewhere'], destinations: [{namespace: nowhere, server: '*'}]}"))
        .refresh()
        .then()
        .expect(
            condition("InvalidSpecError", "is not permitted in project"),
            condition("InvalidSpecError", "do not match any of the allowed destinations"),
            s -> assertThat(Tree.items(Tree.at(s.answer("/resource-tree"), "nodes"))).isEmpty())
        .when()
        .delete()
        .then()
        .expect(exists("apps/v1/Deployment", "guestbook-ui"));
  }

  @Test
  void resources_that_are_not_permitted_are_neither_judged_nor_deleted() {
    given("guestbook")
        .with(
            s -> {
              s.project(
                  "{sourceRepos: ['*'], destinations: [{namespace: "
                      + s.namespace()
                      + ", server: '*'}], namespaceResourceBlacklist: [{group: '', kind: Service}]}");
              s.kube()
                  .create(
                      "{apiVersion: v1, kind: Service, metadata: {name: guestbook-ui, namespace: "
                          + s.namespace()
                          + ", annotations: {argocd.argoproj.io/tracking-id: '"
                          + s.name()
                          + ":/Service:"
                          + s.namespace()
                          + "/guestbook-ui'}}, spec: {ports: [{port: 80}], selector: {app: guestbook-ui}}}");
            })
        .projectOfItsName()
        .when()
        .create()
        .refresh()
        .then()
        .expect(
            sync("OutOfSync"),
            resourceSync("Service guestbook-ui", "Unknown"),
            resourceSync("Deployment guestbook-ui", "OutOfSync"))
        .when()
        .delete()
        .then()
        .expect(gone(), exists("v1/Service", "guestbook-ui"));
  }

  @EverywhereTest
  void orphans_are_told_unless_they_are_ignored(Place place) {
    given("guestbook")
        .in(place)
        .ownProject(ALL + "orphanedResources: {warn: true}\n")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"), noCondition("OrphanedResourceWarning"))
        .when()
        .does(
            s ->
                s.kube()
                    .create(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: orphaned-configmap, namespace: "
                            + s.namespace()
                            + "}}"))
        .refresh()
        .then()
        .expect(condition("OrphanedResourceWarning", "Application has 1 orphaned resources"))
        .when()
        .app("resources")
        .then()
        .expect(prints("orphaned-configmap"))
        .when()
        .does(
            s ->
                s.project(
                    ALL
                        + "orphanedResources: {warn: true, ignore: [{group: Test, kind: ConfigMap}]}\n"))
        .refresh()
        .then()
        .expect(condition("OrphanedResourceWarning", "Application has 1 orphaned resources"))
        .when()
        .does(
            s -> s.project(ALL + "orphanedResources: {warn: true, ignore: [{kind: ConfigMap}]}\n"))
        .refresh()
        .then()
        .expect(sync("Synced"), noCondition("OrphanedResourceWarning"))
        .when()
        .app("resources")
        .then()
        .expect(doesNotPrint("orphaned-configmap"));
  }

  private static String create(Scenario s, String... more) {
    var words = new java.util.ArrayList<>(List.of("proj", "create", "proj-" + s.name()));
    words.addAll(List.of(more));
    s.run(words).exits(0);
    return "proj-" + s.name();
  }

  private static Manifest project(Scenario s) {
    return s.kube()
        .existing("argoproj.io/v1alpha1/AppProject", Installation.NAMESPACE, "proj-" + s.name());
  }

  @Test
  void projects_are_changed_by_command() {
    given()
        .when()
        .does(
            s -> {
              var name = create(s, "--src", "https://github.com/argoproj/argo-cd.git");
              s.run(
                      List.of(
                          "proj",
                          "set",
                          name,
                          "--description",
                          "updated description",
                          "-d",
                          "https://192.168.99.100:8443,default",
                          "-d",
                          "https://192.168.99.100:8443,service",
                          "--orphaned-resources-warn=false"))
                  .exits(0);
              assertThat(project(s).at("spec"))
                  .isEqualTo(
                      Yaml.parse(
                          """
                          description: updated description
                          sourceRepos: ['https://github.com/argoproj/argo-cd.git']
                          destinations:
                          - {server: 'https://192.168.99.100:8443', namespace: default}
                          - {server: 'https://192.168.99.100:8443', namespace: service}
                          orphanedResources: {warn: false}
                          """));
              s.run(List.of("proj", "add-destination", name, "in-cluster", "test1", "--name"))
                  .exits(0);
              assertThat(Tree.items(project(s).at("spec", "destinations")).getLast())
                  .isEqualTo(Yaml.parse("{name: in-cluster, namespace: test1}"));
              s.run(
                      List.of(
                          "proj", "remove-source", name, "https://github.com/argoproj/argo-cd.git"))
                  .exits(0);
              assertThat(Tree.items(project(s).at("spec", "sourceRepos"))).isEmpty();
              assertThat(
                      s.run(
                              List.of(
                                  "proj",
                                  "remove-orphaned-ignore",
                                  name,
                                  "group",
                                  "kind",
                                  "--name",
                                  "name"))
                          .exits(1)
                          .err())
                  .contains("does not exist");
            });
  }

  @Test
  void a_global_project_that_does_not_fit_changes_nothing() {
    given("guestbook")
        .setting(
            "globalProjects",
            "- labelSelector: {matchExpressions: [{key: opt, operator: In, values: [never]}]}\n  projectName: told-globally\n")
        .when()
        .does(
            s ->
                create(
                    s,
                    "--description",
                    "Test description",
                    "-d",
                    Scenario.HERE + ",*",
                    "-s",
                    "*",
                    "--orphaned-resources"))
        .create()
        .sync("--resource", "apps:Deployment:guestbook-ui")
        .sync("--resource", ":Service:guestbook-ui")
        .then()
        .expect(sync("Synced"));
  }
}
