package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import org.junit.jupiter.api.Test;

/** How objects are known to belong to an application, and what settings make of kinds. */
@Scenarios
class TrackingTest {
  private static final String METHOD = "application.resourceTrackingMethod";
  private static final String LABEL = "app.kubernetes.io/instance";

  private static void configMap(Scenario s, String name, String metadata) {
    s.kube()
        .create(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: "
                + name
                + ", namespace: "
                + s.namespace()
                + ", "
                + metadata
                + "}}");
  }

  private static String tracked(Scenario s, String id) {
    return "annotations: {argocd.argoproj.io/tracking-id: '" + s.name() + ":" + id + "'}";
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_deployment_carries_what_the_method_says() {
    given("deployment")
        .setting(METHOD, "annotation")
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"))
        .when()
        .app("manifests")
        .then()
        .expect(
            s ->
                prints(
                        "argocd.argoproj.io/tracking-id: "
                            + s.name()
                            + ":apps/Deployment:"
                            + s.namespace()
                            + "/nginx-deployment")
                    .check(s));
    given("deployment")
        .setting(METHOD, "label")
        .when()
        .create()
        .sync()
        .then()
        .when()
        .app("diff", "--exit-code=false")
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"))
        .when()
        .app("manifests")
        .then()
        .expect(s -> prints(LABEL + ": " + s.name()).check(s), doesNotPrint("tracking-id"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void without_a_method_annotations_are_used_and_an_image_can_change() {
    given("deployment")
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"))
        .when()
        .app("manifests")
        .then()
        .expect(prints("argocd.argoproj.io/tracking-id: "))
        .when()
        .commits(
            f ->
                f.patch(
                    "deployment/deployment.yaml",
                    "[{op: replace, path: /spec/template/spec/containers/0/image, value: 'nginx:1.17.4-alpine'}]"))
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void the_label_that_counts_can_be_another() {
    given("deployment")
        .setting(METHOD, "label")
        .when()
        .create()
        .sync()
        .refresh()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"))
        .when()
        .does(s -> configMap(s, "other-configmap", "labels: {" + LABEL + ": " + s.name() + "}"))
        .then()
        .expect(sync("OutOfSync"), health("Healthy"))
        .when()
        .does(s -> s.kube().delete("v1/ConfigMap", s.namespace(), "other-configmap"))
        .then()
        .expect(sync("Synced"), health("Healthy"))
        .when()
        .setting("application.instanceLabelKey", "argocd.tracking")
        .sync()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"))
        .when()
        .does(s -> configMap(s, "other-configmap", "labels: {argocd.tracking: " + s.name() + "}"))
        .then()
        .expect(sync("OutOfSync"), health("Healthy"))
        .when()
        .does(s -> s.kube().delete("v1/ConfigMap", s.namespace(), "other-configmap"))
        .then()
        .expect(sync("Synced"), health("Healthy"))
        .when()
        .does(s -> configMap(s, "other-configmap", "labels: {" + LABEL + ": " + s.name() + "}"))
        .refresh()
        .then()
        .expect(sync("Synced"), health("Healthy"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_copied_annotation_does_not_make_an_object_ours() {
    given("deployment")
        .setting(METHOD, "annotation")
        .when()
        .create()
        .sync()
        .refresh()
        .then()
        .expect(operation("Succeeded"), sync("Synced"), health("Healthy"))
        .when()
        .does(
            s ->
                configMap(
                    s,
                    "extra-configmap",
                    tracked(s, "apps/Deployment:" + s.namespace() + "/guestbook-cm")))
        .refresh()
        .then()
        .expect(sync("Synced"), health("Healthy"))
        .when()
        .sync()
        .then()
        .expect(exists("v1/ConfigMap", "extra-configmap"))
        .when()
        .does(
            s ->
                configMap(
                    s,
                    "other-configmap",
                    tracked(s, "/ConfigMap:" + s.namespace() + "/other-configmap")))
        .refresh()
        .then()
        .expect(sync("OutOfSync"), health("Healthy"))
        .when()
        .sync()
        .then()
        .expect(absent("v1/ConfigMap", "other-configmap"), sync("Synced"))
        .when()
        .does(
            s ->
                role(
                    s,
                    "told-copied",
                    "rbac.authorization.k8s.io/ClusterRole:" + s.namespace() + "/another"))
        .refresh()
        .then()
        .expect(sync("Synced"))
        .when()
        .does(
            s ->
                role(
                    s,
                    "told-ours",
                    "rbac.authorization.k8s.io/ClusterRole:" + s.namespace() + "/told-ours"))
        .refresh()
        .then()
        .expect(sync("OutOfSync"))
        .when()
        .sync()
        .then()
        .expect(
            sync("Synced"),
            s ->
                assertThat(
                        s.kube().get("rbac.authorization.k8s.io/v1/ClusterRole", "", "told-ours"))
                    .isEmpty());
  }

  private static void role(Scenario s, String name, String id) {
    s.kube()
        .create(
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, rules: [], metadata: {name: "
                + name
                + ", "
                + tracked(s, id)
                + "}}");
    s.afterwards(() -> s.kube().delete("rbac.authorization.k8s.io/v1/ClusterRole", "", name));
  }

  @Test
  void an_installation_leaves_alone_what_another_one_has() {
    given("guestbook")
        .setting(METHOD, "annotation")
        .withoutPruning()
        .with(
            s ->
                configMap(
                    s,
                    "test-configmap",
                    tracked(s, "/ConfigMap:" + s.namespace() + "/test-configmap")))
        .when()
        .create()
        .trying()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("OutOfSync"),
            resourceSync("ConfigMap test-configmap", "OutOfSync"))
        .when()
        .setting("installationID", "test")
        .sync()
        .then()
        .expect(
            sync("Synced"),
            resourceCount(2),
            s ->
                assertThat(
                        s.kube()
                            .existing("v1/Service", s.namespace(), "guestbook-ui")
                            .annotation("argocd.argoproj.io/installation-id"))
                    .contains("test"),
            s ->
                assertThat(
                        s.kube()
                            .existing("apps/v1/Deployment", s.namespace(), "guestbook-ui")
                            .annotation("argocd.argoproj.io/installation-id"))
                    .contains("test"));
  }

  @EverywhereTest
  void a_tool_that_is_switched_off_renders_nothing(Place place) {
    given("guestbook")
        .in(place)
        .when()
        .create()
        .hardRefresh()
        .then()
        .expect(field("Kustomize", "status", "sourceType"))
        .when()
        .setting("kustomize.enable", "false")
        .hardRefresh()
        .then()
        .expect(field("Directory", "status", "sourceType"));
  }

  @EverywhereTest
  void a_kind_that_is_excluded_is_told(Place place) {
    given("guestbook")
        .in(place)
        .setting("resource.exclusions", "- kinds: [Deployment]\n")
        .when()
        .create()
        .trying()
        .sync()
        .refresh()
        .then()
        .expect(
            condition(
                "ExcludedResourceWarning",
                "Resource apps/Deployment guestbook-ui is excluded in the settings"));
  }

  @EverywhereTest
  @Scenarios.OnRealServer
  void differences_are_ignored_by_path_and_by_owner(Place place) {
    given("guestbook")
        .in(place)
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"))
        .when()
        .does(
            s ->
                s.kube()
                    .patch(
                        "apps/v1/Deployment",
                        s.namespace(),
                        "guestbook-ui",
                        "[{op: replace, path: /spec/template/spec/containers/0/image, value: test}]"))
        .refresh()
        .then()
        .expect(sync("OutOfSync"))
        .when()
        .does(s -> diff(s).exits(1))
        .then()
        .expect(
            s -> prints("===== apps/Deployment " + s.namespace() + "/guestbook-ui ======").check(s))
        .when()
        .setting(
            "resource.customizations.ignoreDifferences.apps_Deployment",
            "jsonPointers: [/spec/template/spec/containers/0/image]\n")
        .refresh()
        .then()
        .expect(sync("Synced"))
        .when()
        .app("diff")
        .then()
        .expect(printsNothing());
  }

  private static io.syncline.acceptance.Outcome diff(Scenario s) {
    var files = s.repository().files();
    return s.run(
        java.util.List.of(
            "app",
            "diff",
            s.qualified(),
            "--local-repo-root",
            files.toString(),
            "--local",
            files.resolve("guestbook").toString()));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void an_action_changes_an_object_or_makes_one() {
    given("guestbook")
        .setting(
            "resource.customizations",
            """
            apps/Deployment:
              actions: |
                discovery.lua: |
                  return { sample = {} }
                definitions:
                - name: sample
                  action.lua: |
                    obj.metadata.labels.sample = 'test'
                    return obj
            """)
        .files(
            f ->
                f.patch(
                    "guestbook/guestbook-ui-deployment.yaml",
                    "[{op: add, path: /metadata/labels, value: {told: actions}}]"))
        .when()
        .create()
        .sync()
        .cli("app", "list")
        .does(
            s -> {
              assertThat(
                      s.run(
                              java.util.List.of(
                                  "app", "actions", "list", s.qualified(), "--kind", "Deployment"))
                          .exits(0)
                          .out())
                  .contains("sample");
              s.run(
                      java.util.List.of(
                          "app", "actions", "run", s.qualified(), "sample", "--kind", "Deployment"))
                  .exits(0);
            })
        .then()
        .expect(
            s ->
                assertThat(
                        s.kube()
                            .existing("apps/v1/Deployment", s.namespace(), "guestbook-ui")
                            .label("sample"))
                    .contains("test"));
  }

  @Test
  void an_action_may_change_its_object_and_make_another_one() {
    given("resource-actions")
        .setting(
            "resource.customizations",
            """
            batch/CronJob:
              actions: |
                discovery.lua: |
                  return { sample = {} }
                definitions:
                - name: sample
                  action.lua: |
                    local function copy(value)
                      if type(value) ~= "table" then
                        return value
                      end
                      local other = {}
                      for k, v in pairs(value) do
                        other[k] = copy(v)
                      end
                      return other
                    end
                    local job = {apiVersion = "batch/v1", kind = "Job", metadata = {}, spec = {}}
                    job.metadata.name = obj.metadata.name .. "-123"
                    job.metadata.namespace = obj.metadata.namespace
                    job.metadata.ownerReferences = {{
                      apiVersion = obj.apiVersion, kind = obj.kind,
                      name = obj.metadata.name, uid = obj.metadata.uid
                    }}
                    job.spec.suspend = false
                    job.spec.template = {}
                    job.spec.template.spec = copy(obj.spec.jobTemplate.spec.template.spec)
                    if obj.metadata.labels == nil then
                      obj.metadata.labels = {}
                    end
                    obj.metadata.labels["aKey"] = 'aValue'
                    local made = {operation = "create", resource = job}
                    local changed = {operation = "patch", resource = obj}
                    return {made, changed}
            """)
        .ownProject(
            """
            sourceRepos: ['*']
            destinations: [{namespace: '*', server: '*'}]
            namespaceResourceWhitelist: [{group: batch, kind: Job}, {group: batch, kind: CronJob}]
            """)
        .when()
        .create()
        .sync()
        .await("--timeout", "60")
        .does(
            s -> {
              var query =
                  "&namespace="
                      + s.namespace()
                      + "&resourceName=hello&group=batch&kind=CronJob&version=v1";
              var answer = s.installation().api("GET", s.path("/resource/actions") + query, null);
              assertThat(Tree.items(Tree.at(answer.json(), "actions")))
                  .extracting(a -> Tree.text(a, "name") + " " + Tree.flag(a, "disabled"))
                  .containsExactly("sample false");
              s.run(
                      java.util.List.of(
                          "app", "actions", "run", s.qualified(), "sample", "--kind", "CronJob"))
                  .exits(0);
            })
        .then()
        .expect(
            exists("batch/v1/Job", "hello-123"),
            s ->
                assertThat(
                        s.kube().existing("batch/v1/CronJob", s.namespace(), "hello").label("aKey"))
                    .contains("aValue"));
  }

  @EverywhereTest
  void an_action_may_write_status_whether_it_is_a_subresource_or_not(Place place) {
    var update =
        """
            discovery.lua: |
              actions = {}
              actions["update-spec"] = {["disabled"] = false}
              actions["update-status"] = {["disabled"] = false}
              actions["update-both"] = {["disabled"] = false}
              return actions
            definitions:
            - name: update-both
              action.lua: |
                obj.spec = {}
                obj.spec.foo = "update-both"
                obj.status = {}
                obj.status.bar = "update-both"
                return obj
            - name: update-spec
              action.lua: |
                obj.spec = {}
                obj.spec.foo = "update-spec"
                return obj
            - name: update-status
              action.lua: |
                obj.status = {}
                obj.status.bar = "update-status"
                return obj
        """
            .indent(2);
    var scenario =
        given("crd-subresource")
            .in(place)
            .setting(
                "resource.customizations",
                "argoproj.io/StatusSubResource:\n  actions: |\n"
                    + update
                    + "argoproj.io/NonStatusSubResource:\n  actions: |\n"
                    + update)
            .when()
            .create()
            .sync()
            .then()
            .expect(operation("Succeeded"), sync("Synced"))
            .when()
            .refresh();
    for (var kind : new String[] {"StatusSubResource", "NonStatusSubResource"}) {
      for (var action : new String[] {"update-both", "update-spec", "update-status"}) {
        scenario
            .does(
                s ->
                    s.run(
                            java.util.List.of(
                                "app", "actions", "run", s.qualified(), action, "--kind", kind))
                        .exits(0))
            .then()
            .expect(
                s -> {
                  var name =
                      kind.equals("StatusSubResource")
                          ? "status-subresource"
                          : "non-status-subresource";
                  var object =
                      s.kube().existing("argoproj.io/v1alpha1/" + kind, s.namespace(), name);
                  if (!action.equals("update-status")) {
                    assertThat(object.text("spec", "foo")).isEqualTo(action);
                  }
                  if (!action.equals("update-spec")) {
                    assertThat(object.text("status", "bar")).isEqualTo(action);
                  }
                });
      }
    }
  }

  @Test
  @Scenarios.NeedsWorkloads
  void objects_in_two_namespaces_stand_below_the_cluster_role_that_owns_them() {
    given("cross-namespace-ownership")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"))
        .when()
        .does(
            s -> {
              s.kube().namespace("far-" + s.name());
              var role =
                  s.kube()
                      .existing(
                          "rbac.authorization.k8s.io/v1/ClusterRole", "", "test-cluster-role");
              for (var namespace : new String[] {s.namespace(), "far-" + s.name()}) {
                s.kube()
                    .create(
                        "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, rules: [], metadata: {name: owned, namespace: "
                            + namespace
                            + ", ownerReferences: [{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, name: test-cluster-role, uid: "
                            + role.uid()
                            + "}]}}");
              }
            })
        .hardRefresh()
        .then()
        .expect(
            s -> {
              var roles =
                  Tree.items(Tree.at(s.answer("/resource-tree"), "nodes")).stream()
                      .filter(n -> Tree.text(n, "kind").equals("Role"))
                      .toList();
              assertThat(roles)
                  .hasSize(2)
                  .allMatch(
                      n ->
                          Tree.text(
                                  Tree.items(((ObjectTree) n).get("parentRefs")).getFirst(), "name")
                              .equals("test-cluster-role"));
            })
        .when()
        .delete()
        .then()
        .expect(gone());
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_hook_may_be_an_object_of_the_cluster() {
    given("cluster-role-hook")
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), health("Healthy"), sync("Synced"));
  }

  @Test
  void config_maps_added_with_automatic_sync_are_waited_for() {
    given("config-map")
        .when()
        .create()
        .sync()
        .set("--sync-policy", "automated")
        .commits(
            f -> {
              for (var name : new String[] {"other", "yet-another"}) {
                f.write(
                    "config-map/" + name + "-configmap.yaml",
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: "
                        + name
                        + "-map, annotations: {argocd.argoproj.io/sync-wave: '"
                        + (name.equals("other") ? 1 : 2)
                        + "'}}, data: {foo2: bar2}}\n");
              }
              f.patch(
                  "config-map/kustomization.yaml",
                  "[{op: add, path: /resources/-, value: other-configmap.yaml}, {op: add, path: /resources/-, value: yet-another-configmap.yaml}]");
            })
        .refresh()
        .await("--timeout", "60")
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            health("Healthy"),
            resourceSync("ConfigMap other-map", "Synced"),
            resourceSync("ConfigMap yet-another-map", "Synced"));
  }

  @Test
  void a_kind_that_is_served_later_is_found() {
    given("aggregated-apiserver")
        .when()
        .create()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            resourceSync("ConfigMap aggregated-apiserver-canary", "Synced"))
        .when()
        .does(TrackingTest::serveFlunders)
        .commits(
            f ->
                f.write(
                    "aggregated-apiserver/flunder.yaml",
                    "{apiVersion: wardle.example.com/v1alpha1, kind: Flunder,"
                        + " metadata: {name: e2e-flunder}}\n"))
        .refresh()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            resourceSync("Flunder e2e-flunder", "Synced"),
            exists("wardle.example.com/v1alpha1/Flunder", "e2e-flunder"));
  }

  /** The embedded cluster serves no API of others, so the kind comes by a definition. */
  private static void serveFlunders(Scenario s) {
    s.kube()
        .create(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: flunders.wardle.example.com}
            spec:
              group: wardle.example.com
              names: {kind: Flunder, listKind: FlunderList, plural: flunders, singular: flunder}
              scope: Namespaced
              versions:
              - name: v1alpha1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object}}
            """);
    s.afterwards(
        () ->
            s.kube()
                .delete(
                    "apiextensions.k8s.io/v1/CustomResourceDefinition",
                    "",
                    "flunders.wardle.example.com"));
  }
}
