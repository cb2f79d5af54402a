package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import org.junit.jupiter.api.Test;

/** Options of applications and resources: pruning, validation, namespaces. */
@Scenarios
class SyncOptionScenariosTest {
  private static final String POD = "two-nice-pods/pod-1.yaml";

  private static String annotated(String name, String value) {
    return "[{op: add, path: /metadata/annotations, value: {argocd.argoproj.io/"
        + name
        + ": "
        + value
        + "}}]";
  }

  private static String options(String... options) {
    return "[{op: add, path: /spec/syncPolicy, value: {syncOptions: ["
        + String.join(", ", options)
        + "]}}]";
  }

  @EverywhereTest
  void a_resource_that_is_not_to_be_pruned_stays(Place place) {
    staysUnpruned(
        given("two-nice-pods")
            .in(place)
            .files(f -> f.patch(POD, annotated("sync-options", "Prune=false")))
            .when()
            .create());
  }

  @Test
  void nothing_is_pruned_where_the_application_says_so() {
    staysUnpruned(given("two-nice-pods").when().create().patch(options("Prune=false")));
  }

  @Test
  void what_the_resource_says_counts_before_what_the_application_says() {
    staysUnpruned(
        given("two-nice-pods")
            .files(f -> f.patch(POD, annotated("sync-options", "Prune=false")))
            .when()
            .create()
            .patch(options("Prune=true")));
  }

  private static void staysUnpruned(When created) {
    created
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"))
        .when()
        .commits(f -> f.remove(POD))
        .hardRefresh()
        .trying()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("OutOfSync"),
            resourceSync("Pod pod-1", "OutOfSync"),
            exists("v1/Pod", "pod-1"));
  }

  @EverywhereTest
  void what_is_extraneous_may_be_ignored(Place place) {
    given("two-nice-pods")
        .in(place)
        .withoutPruning()
        .files(f -> f.patch(POD, annotated("compare-options", "IgnoreExtraneous")))
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"))
        .when()
        .commits(f -> f.remove(POD))
        .hardRefresh()
        .then()
        .expect(
            sync("Synced"),
            resourceCount(2),
            resourceSync("Pod pod-1", "OutOfSync"),
            resourceSync("Pod pod-2", "Synced"))
        .when()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"));
  }

  @EverywhereTest
  @Scenarios.OnRealServer
  void a_type_that_is_wrong_is_refused_with_validation_and_without(Place place) {
    given("crd-validation")
        .in(place)
        .when()
        .create()
        .failing()
        .sync()
        .then()
        .expect(complainsMatching("error validating data|of type int32"))
        .when()
        .commits(
            f ->
                f.patch(
                    "crd-validation/deployment.yaml", annotated("sync-options", "Validate=false")))
        .failing()
        .sync()
        .then()
        .expect(complains("cannot be handled as a Deployment"));
  }

  @Test
  void a_namespace_of_git_becomes_a_managed_one_without_being_pruned() {
    var folder = "guestbook-with-plain-namespace-manifest/";
    given("guestbook-with-plain-namespace-manifest")
        .with(
            s ->
                s.repository()
                    .patch(
                        folder + "guestbook-ui-namespace.yaml",
                        "[{op: replace, path: /metadata/name, value: " + s.namespace() + "}]"))
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"))
        .when()
        .patch(
            "[{op: add, path: /spec/syncPolicy, value: {syncOptions: [CreateNamespace=true,"
                + " PrunePropagationPolicy=foreground], managedNamespaceMetadata: {labels: {foo: bar}}}}]")
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            field("bar", "spec", "syncPolicy", "managedNamespaceMetadata", "labels", "foo"))
        .when()
        .commits(f -> f.remove(folder + "guestbook-ui-namespace.yaml"))
        .hardRefresh()
        .sync()
        .await("--sync", "--timeout", "60")
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            s ->
                assertThat(s.kube().existing("v1/Namespace", "", s.namespace()).label("foo"))
                    .contains("bar"));
  }

  @EverywhereTest
  @Scenarios.NeedsWorkloads
  void a_namespace_is_made_when_asked_and_stays(Place place) {
    given("guestbook")
        .in(place)
        .when()
        .create("--sync-option", "CreateNamespace=true")
        .does(
            s -> {
              assertThat(s.kube().get("v1/Namespace", "", "new-" + s.name())).isEmpty();
              s.run(
                      java.util.List.of(
                          "app", "set", s.qualified(), "--dest-namespace", "new-" + s.name()))
                  .exits(0);
            })
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            s -> resourceHealth("Deployment new-" + s.name() + "/guestbook-ui", "Healthy").check(s),
            s -> resourceSync("Deployment new-" + s.name() + "/guestbook-ui", "Synced").check(s))
        .when()
        .delete()
        .then()
        .expect(
            gone(),
            s -> assertThat(s.kube().get("v1/Namespace", "", "new-" + s.name())).isPresent());
  }

  @EverywhereTest
  @Scenarios.OnRealServer
  void a_namespace_gets_the_labels_and_annotations_it_is_to_have(Place place) {
    given("guestbook")
        .in(place)
        .with(
            s -> {
              s.namespace("made-" + s.name());
              s.kube()
                  .create(
                      "{apiVersion: v1, kind: Namespace, metadata: {name: made-"
                          + s.name()
                          + ", labels: {test: 'true'}, annotations: {mine: keep}}}");
            })
        .when()
        .createWith(
            """
            syncPolicy:
              syncOptions: [CreateNamespace=true]
              managedNamespaceMetadata: {labels: {foo: bar}, annotations: {bar: bat}}
            """)
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), s -> namespace(s, "bar", "bat"))
        .when()
        .patch(
            "[{op: replace, path: /spec/syncPolicy/managedNamespaceMetadata, value: {labels:"
                + " {new: label}, annotations: {new: annotation}}}]")
        .sync()
        .then()
        .expect(
            sync("Synced"),
            s -> namespace(s, "", ""),
            s ->
                assertThat(s.kube().existing("v1/Namespace", "", s.namespace()).labels())
                    .containsEntry("new", "label")
                    .containsEntry("test", "true"));
  }

  private static void namespace(Scenario s, String foo, String bar) {
    var namespace = s.kube().existing("v1/Namespace", "", s.namespace());
    assertThat(namespace.label("foo").orElse("")).isEqualTo(foo);
    assertThat(namespace.annotation("bar").orElse("")).isEqualTo(bar);
    assertThat(namespace.annotation("mine")).contains("keep");
  }

  @EverywhereTest
  @Scenarios.NeedsWorkloads
  void a_namespace_in_git_wins_over_the_managed_one(Place place) {
    var namespace = "guestbook-ui-with-namespace-manifest";
    given("guestbook-with-namespace-manifest")
        .in(place)
        .destinationNamespace(namespace)
        .when()
        .createWith(
            """
            syncPolicy:
              syncOptions: [CreateNamespace=true]
              managedNamespaceMetadata: {labels: {foo: bar, abc: "123"}, annotations: {bar: bat}}
            """)
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            resourceHealth("Deployment " + namespace + "/guestbook-ui", "Healthy"),
            resourceSync("Deployment " + namespace + "/guestbook-ui", "Synced"),
            s ->
                assertThat(s.kube().existing("v1/Namespace", "", namespace).labels())
                    .containsEntry("test", "true")
                    .doesNotContainKey("abc"))
        .when()
        .delete()
        .then()
        .expect(gone(), s -> assertThat(s.kube().get("v1/Namespace", "", namespace)).isEmpty());
  }

  @EverywhereTest
  void a_cluster_object_needs_no_destination_namespace(Place place) {
    given()
        .in(place)
        .files(
            f ->
                f.write(
                    "global/role.yaml",
                    "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: told-"
                        + place.name().toLowerCase(java.util.Locale.ROOT)
                        + "}, rules: []}\n"))
        .at("global")
        .withoutDestinationNamespace()
        .when()
        .create()
        .refresh()
        .then()
        .expect(there(), noConditions());
  }

  @EverywhereTest
  void objects_of_namespaces_need_one(Place place) {
    given("guestbook")
        .in(place)
        .withoutDestinationNamespace()
        .when()
        .create()
        .refresh()
        .then()
        .application(SyncOptionScenariosTest::twoInvalid);
  }

  @Test
  void objects_that_say_no_namespace_need_one_though_others_do() {
    given("guestbook-with-namespace")
        .withoutDestinationNamespace()
        .when()
        .create()
        .refresh()
        .then()
        .application(SyncOptionScenariosTest::twoInvalid);
  }

  private static void twoInvalid(io.syncline.model.object.Manifest app) {
    assertThat(Tree.items(app.at("status", "conditions")))
        .hasSize(2)
        .allMatch(c -> Tree.text(c, "type").equals("InvalidSpecError"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_resource_is_chosen_in_all_namespaces_or_in_one() {
    selected(false);
    selected(true);
  }

  private static void selected(boolean withNamespace) {
    given("guestbook-with-namespace")
        .with(
            s -> {
              s.kube().namespace("other-" + s.name());
              for (var file : new String[] {"guestbook-ui-deployment-ns", "guestbook-ui-svc-ns"}) {
                s.repository()
                    .patch(
                        "guestbook-with-namespace/" + file + ".yaml",
                        "[{op: replace, path: /metadata/namespace, value: other-"
                            + s.name()
                            + "}]");
              }
            })
        .when()
        .create()
        .refresh()
        .does(
            s ->
                s.run(
                        java.util.List.of(
                            "app",
                            "sync",
                            s.qualified(),
                            "--timeout",
                            "60",
                            "--resource",
                            "apps:Deployment:"
                                + (withNamespace ? "other-" + s.name() + "/" : "")
                                + "guestbook-ui"))
                    .exits(0))
        .then()
        .expect(
            operation("Succeeded"),
            sync("OutOfSync"),
            s -> resourceSync("Deployment other-" + s.name() + "/guestbook-ui", "Synced").check(s),
            s ->
                resourceHealth("Deployment other-" + s.name() + "/guestbook-ui", "Healthy")
                    .check(s),
            s ->
                resourceSync(
                        "Deployment " + s.namespace() + "/guestbook-ui",
                        withNamespace ? "OutOfSync" : "Synced")
                    .check(s),
            s ->
                resourceHealth(
                        "Deployment " + s.namespace() + "/guestbook-ui",
                        withNamespace ? "Missing" : "Healthy")
                    .check(s));
  }
}
