package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import org.junit.jupiter.api.Test;

/** Applications made, shown, changed and deleted by command and API. */
@Scenarios
class ApplicationScenariosTest {
  @EverywhereTest
  void a_created_application_is_listed_and_only_upsert_changes_it(Place place) {
    given("guestbook")
        .in(place)
        .destinationName("in-cluster")
        .when()
        .create()
        .then()
        .expect(sync("OutOfSync"), event("ResourceCreated", "create"))
        .application(
            app -> {
              assertThat(app.text("spec", "source", "path")).isEqualTo("guestbook");
              assertThat(app.text("spec", "destination", "name")).isEqualTo("in-cluster");
            })
        .when()
        .cli("app", "list")
        .then()
        .expect(s -> prints(s.name()).check(s))
        .when()
        .create()
        .failing()
        .create("--revision", "other")
        .failing()
        .create("--dest-namespace", "elsewhere")
        .then()
        .expect(
            complains("existing application spec is different, use upsert flag to force update"))
        .when()
        .edits(app -> app.with("label", "metadata", "labels", "test"))
        .create("--upsert", "--revision", "master")
        .then()
        .expect(
            field("label", "metadata", "labels", "test"),
            field("master", "spec", "source", "targetRevision"));
  }

  @Test
  void labels_choose_applications() {
    given("config-map")
        .when()
        .create("-l", "id=told")
        .cli("app", "list", "-l", "id=told")
        .then()
        .expect(s -> prints(s.name()).check(s))
        .when()
        .cli("app", "list", "-l", "id=rubbish")
        .then()
        .expect(s -> doesNotPrint(s.name()).check(s))
        .when()
        .failing()
        .cli("app", "sync", "-l", "id=rubbish")
        .then()
        .expect(complains("No matching apps found for filter: selector id=rubbish"))
        .when()
        .cli("app", "sync", "-l", "id=told")
        .then()
        .expect(sync("Synced"));
  }

  @Test
  void one_object_of_an_application_is_shown() {
    given("guestbook")
        .when()
        .create()
        .sync()
        .app("get-resource", "--kind", "Service", "--resource-name", "guestbook-ui")
        .then()
        .expect(prints("guestbook-ui"))
        .when()
        .app("get-resource", "--kind", "Deployment", "--group", "apps")
        .then()
        .expect(prints("guestbook-ui"))
        .when()
        .app("get-resource", "--kind", "Service", "--group", "")
        .then()
        .expect(prints("guestbook-ui"))
        .when()
        .app("get-resource", "--kind", "Service", "--resource-name", "bad-guestbook-ui")
        .then()
        .expect(doesNotPrint("guestbook-ui"))
        .when()
        .app("get-resource", "--kind", "Service", "--group", "badgroup")
        .then()
        .expect(doesNotPrint("guestbook-ui"));
  }

  @Test
  void an_application_is_patched_over_http() {
    given("guestbook")
        .when()
        .create()
        .sync()
        .does(
            s ->
                assertThat(
                        s.installation()
                            .api(
                                "PATCH",
                                s.path(),
                                ObjectTree.of(
                                    "name",
                                    s.name(),
                                    "patchType",
                                    "merge",
                                    "patch",
                                    "{\"metadata\":{\"labels\":{\"test\":\"patch\"},\"annotations\":{\"test\":\"patch\"}}}"))
                            .status())
                    .isEqualTo(200))
        .then()
        .expect(
            field("patch", "metadata", "labels", "test"),
            field("patch", "metadata", "annotations", "test"));
  }

  @EverywhereTest
  @Scenarios.OnRealServer
  void a_deleted_application_is_gone(Place place) {
    given("guestbook")
        .in(place)
        .when()
        .create()
        .then()
        .expect(sync("OutOfSync"))
        .when()
        .delete()
        .then()
        .expect(gone(), event("ResourceDeleted", "delete"))
        .when()
        .cli("app", "list", "-o", "name")
        .then()
        .expect(s -> doesNotPrint("/" + s.name() + "\n").check(s));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_rollback_goes_back_and_is_remembered() {
    given("guestbook")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"))
        .when()
        .commits(
            f ->
                f.patch(
                    "guestbook/guestbook-ui-deployment.yaml",
                    "[{op: replace, path: /spec/revisionHistoryLimit, value: 4}]"))
        .refresh()
        .sync()
        .app("rollback", "0", "--timeout", "60")
        .then()
        .expect(
            event("OperationStarted", "rollback"),
            operation("Succeeded"),
            resultCount(2),
            history(3));
  }

  @EverywhereTest
  void a_folder_that_is_not_there_needs_no_validation(Place place) {
    given()
        .in(place)
        .at("baddir")
        .when()
        .failing()
        .create()
        .then()
        .expect(complains("baddir"))
        .when()
        .create("--validate=false")
        .create("--upsert", "--validate=false", "--path", "baddir2")
        .failing()
        .set("--path", "baddir3")
        .set("--path", "baddir3", "--validate=false")
        .then()
        .expect(field("baddir3", "spec", "source", "path"));
  }

  @EverywhereTest
  void a_manifest_in_part_is_completed_by_flags(Place place) {
    given("helm-values")
        .in(place)
        .when()
        .does(
            s -> {
              var partial =
                  Yaml.parseObject(
                      """
                      metadata:
                        labels: {labels.local/from-file: file, labels.local/from-args: file}
                        annotations: {annotations.local/from-file: file}
                        finalizers: [resources-finalizer.argocd.argoproj.io]
                      spec:
                        syncPolicy: {automated: {prune: true}}
                      """);
              s.repository().commit();
              s.run(
                      java.util.List.of(
                          "app",
                          "create",
                          s.qualified(),
                          "--file",
                          s.write(Yaml.write(partial)).toString(),
                          "--repo",
                          s.repository().url(),
                          "--path",
                          "helm-values",
                          "-l",
                          "labels.local/from-args=args",
                          "--helm-set",
                          "foo=foo",
                          "--dest-server",
                          Scenario.HERE,
                          "--dest-namespace",
                          s.namespace()))
                  .exits(0);
            })
        .then()
        .expect(sync("Synced"), noConditions())
        .application(
            app -> {
              assertThat(app.labels())
                  .containsEntry("labels.local/from-file", "file")
                  .containsEntry("labels.local/from-args", "args");
              assertThat(app.annotation("annotations.local/from-file")).contains("file");
              assertThat(app.finalizers())
                  .containsExactly("resources-finalizer.argocd.argoproj.io");
              assertThat(app.at("spec", "source", "helm", "parameters"))
                  .isEqualTo(Yaml.parse("[{name: foo, value: foo}]"));
            });
  }

  @EverywhereTest
  @Scenarios.NeedsWorkloads
  void logs_are_those_of_the_pods_below_what_is_named(Place place) {
    given("guestbook-logs")
        .in(place)
        .when()
        .create()
        .sync()
        .then()
        .expect(health("Healthy"))
        .when()
        .app("logs", "--kind", "Deployment", "--group", "", "--name", "guestbook-ui")
        .then()
        .expect(s -> assertThat(s.last().out()).isNotBlank())
        .when()
        .app("logs", "--kind", "Pod")
        .then()
        .expect(s -> assertThat(s.last().out()).isNotBlank())
        .when()
        .app("logs", "--kind", "Service")
        .then()
        .expect(printsNothing());
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_sync_shows_rows_of_hooks_and_objects() {
    given("hook")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            s -> prints("Pod " + s.namespace() + " pod Synced").check(s),
            s ->
                prints("Pod " + s.namespace() + " hook Succeeded Synced Sync pod/hook created")
                    .check(s),
            operation("Succeeded"))
        .when()
        .cli("app", "list")
        .then()
        .expect(s -> prints(s.name()).check(s), prints("Manual"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_declared_application_is_synced() {
    given("guestbook")
        .when()
        .does(s -> s.declare("guestbook"))
        .then()
        .expect(health("Missing"), sync("OutOfSync"))
        .when()
        .sync()
        .then()
        .expect(operation("Succeeded"), health("Healthy"), sync("Synced"));
  }

  @Test
  void a_declared_application_of_a_wrong_path_says_so_and_can_be_deleted() {
    given("guestbook")
        .when()
        .does(s -> s.declare("garbage"))
        .then()
        .expect(sync("Unknown"), condition("ComparisonError", "garbage: app path does not exist"))
        .when()
        .deleteWithoutCascade()
        .then()
        .expect(gone());
  }

  @Test
  @Scenarios.NeedsWorkloads
  void an_application_stuck_in_a_sync_is_deleted_once_the_sync_ends() {
    given("hook-custom-health")
        .files(f -> f.testdata("guestbook"))
        .setting(
            "resource.customizations",
            "ConfigMap:\n  health.lua: |\n    return { status = 'Progressing' }\n")
        .when()
        .create()
        .sync("--async")
        .then()
        .expect(operation("Running"), sync("OutOfSync"))
        .when()
        .delete()
        .then()
        .expect(operation("Running"))
        .when()
        .terminate()
        .then()
        .expect(gone());
  }

  @Test
  void a_command_may_be_a_program_of_somebody_else() {
    given()
        .with(
            s -> {
              var folder = s.installation().programs();
              s.program(folder, "argocd-myplugin", "#!/bin/sh\necho Hello from myplugin\n");
              s.program(
                  folder,
                  "argocd-error-plugin",
                  "#!/bin/sh\ncase \"$1\" in success) exit 0;; error1) exit 1;; error2) exit 2;; *) exit 3;; esac\n");
            })
        .when()
        .cli("myplugin")
        .then()
        .expect(prints("Hello from myplugin"))
        .when()
        .cli("error-plugin", "success")
        .does(
            s -> {
              s.run(java.util.List.of("error-plugin", "error1")).exits(1);
              s.run(java.util.List.of("error-plugin", "error2")).exits(2);
              s.run(java.util.List.of("error-plugin", "unknown")).exits(3);
            });
  }

  @Test
  void a_waiting_command_waits_for_suspension() {
    given("hook-and-deployment")
        .setting(
            "resource.customizations",
            """
            batch/Job:
              health.lua: |
                return { status = 'Running' }
            apps/Deployment:
              health.lua: |
                return { status = 'Suspended' }
            """)
        .when()
        .create()
        .sync("--async")
        .then()
        .expect(operation("Running"))
        .when()
        .await("--suspended", "--timeout", "30");
  }

  @Test
  void the_destination_that_disappeared_is_told() {
    given("guestbook")
        .kube(
            k ->
                k.create(
                    """
                    apiVersion: v1
                    kind: Secret
                    metadata:
                      name: cluster-told-away
                      namespace: argocd
                      labels: {argocd.argoproj.io/secret-type: cluster}
                    stringData: {name: temp-cluster, server: "https://kubernetes.default.svc", config: "{}"}
                    """))
        .destinationName("temp-cluster")
        .when()
        .trying()
        .create()
        .trying()
        .sync()
        .kube(k -> k.delete("v1/Secret", Installation.NAMESPACE, "cluster-told-away"))
        .trying()
        .refresh()
        .then()
        .expect(
            health("Unknown"),
            sync("Unknown"),
            condition("InvalidSpecError", "there are no clusters with this name"));
  }

  static String text(Scenario s, String kind, String name, String... field) {
    return Tree.text(s.kube().existing(kind, s.namespace(), name).root(), field);
  }
}
