package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.Tree;
import io.syncline.server.port.ApplicationDetails;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ActionApiTest {
  private static final String ACTIONS = "/api/v1/applications/shop/resource/actions";
  private static final ResourceKind DEPLOYMENT =
      ResourceKind.of("apps", "v1", "Deployment", "deployments", true);
  private static final ResourceKind JOB = ResourceKind.of("batch", "v1", "Job", "jobs", true);
  private static final ResourceKind EVENT = ResourceKind.of("", "v1", "Event", "events", true);
  private static final ResourceKind CONFIG =
      ResourceKind.of("", "v1", "ConfigMap", "configmaps", true);
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
    installation.create(
        "{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: narrow, namespace:"
            + " argocd}, spec: {sourceRepos: ['*'], destinations: [{server: '*', namespace:"
            + " shop}]}}");
    installation.application("shop", "", "project: narrow");
    installation.create("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    var node =
        List.of(
            node(
                installation.create(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: web, namespace: shop}
                    spec:
                      replicas: 2
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec: {containers: [{name: web, image: 'web:1'}]}
                    """)),
            node(
                installation.create(
                    """
                    apiVersion: batch/v1
                    kind: CronJob
                    metadata: {name: tidy, namespace: shop}
                    spec:
                      schedule: "0 * * * *"
                      jobTemplate:
                        spec:
                          template:
                            spec:
                              restartPolicy: Never
                              containers: [{name: tidy, image: 'tidy:1'}]
                    """)),
            node(
                installation.create(
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: lamp, namespace: shop},"
                        + " data: {on: 'no'}}")));
    installation.details.put("shop", new ApplicationDetails.Detail(node, List.of(), List.of()));
    installation.create(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: argocd-cm, namespace: argocd}
        data:
          resource.customizations.actions.ConfigMap: |
            discovery.lua: |
              return {["switch"] = {displayName = "Switch", params = {{name = "to"}}}, copy = {}}
            definitions:
            - name: switch
              action.lua: |
                obj.data.on = actionParams["to"] or "yes"
                return obj
            - name: copy
              action.lua: |
                local there = {apiVersion = "v1", kind = "ConfigMap",
                  metadata = {name = "copy", namespace = "elsewhere"}}
                return {{operation = "patch", resource = obj}, {operation = "create", resource = there}}
            - name: broken
              action.lua: return obj.nope.x
        """);
  }

  private static ResourceNode node(Manifest live) {
    return new ResourceNode(
        live.key(),
        live.version(),
        live.uid(),
        List.of(),
        live.resourceVersion(),
        List.of(),
        Optional.empty(),
        "",
        List.of());
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  private static Installation.Answer run(String object, String action, String params) {
    return installation.call(
        "POST",
        ACTIONS + "/v2",
        "{"
            + object
            + ",\"action\":\""
            + action
            + "\",\"resourceActionParameters\":"
            + params
            + "}");
  }

  private static final String WEB =
      "\"group\":\"apps\",\"kind\":\"Deployment\",\"namespace\":\"shop\",\"resourceName\":\"web\"";
  private static final String LAMP =
      "\"kind\":\"ConfigMap\",\"namespace\":\"shop\",\"resourceName\":\"lamp\"";

  private static Manifest web() {
    return installation.cluster.get(DEPLOYMENT, "shop", "web").orElseThrow();
  }

  @Test
  void actions_are_listed_as_argocd_lists_them() {
    var answer =
        installation.get(ACTIONS + "?group=apps&kind=Deployment&namespace=shop&resourceName=web");

    assertThat(Tree.items(answer.tree().get("actions")))
        .extracting(a -> Tree.text(a, "name"))
        .containsExactly("restart", "pause", "resume", "scale");
    assertThat(Tree.text(Tree.items(answer.tree().get("actions")).getLast(), "params", "0", "name"))
        .isEqualTo("replicas");
    assertThat(installation.get(ACTIONS + "?kind=ConfigMap&resourceName=lamp").text())
        .contains(
            "{\"name\":\"switch\",\"params\":[{\"name\":\"to\"}],\"displayName\":\"Switch\"}");
  }

  @Test
  void an_action_changes_the_object_and_is_told_as_an_event() {
    assertThat(run(WEB, "scale", "[{\"name\":\"replicas\",\"value\":\"5\"}]").status())
        .isEqualTo(200);
    assertThat(web().at("spec", "replicas")).isEqualTo(5L);

    var old =
        installation.call(
            "POST", ACTIONS + "?group=apps&kind=Deployment&resourceName=web", "\"restart\"");
    assertThat(old.status()).isEqualTo(200);
    assertThat(
            web()
                .text(
                    "spec",
                    "template",
                    "metadata",
                    "annotations",
                    "kubectl.kubernetes.io/restartedAt"))
        .isNotEmpty();

    assertThat(installation.cluster.list(EVENT, Selection.in("argocd")).items())
        .extracting(e -> e.text("reason") + ": " + e.text("message"))
        .contains(
            "ResourceActionRan: admin ran action scale on resource apps/Deployment/web",
            "ResourceActionRan: admin ran action restart on resource apps/Deployment/web");
    assertThat(installation.cluster.list(EVENT, Selection.in("shop")).items())
        .extracting(e -> e.text("message"))
        .contains("admin ran action scale");
  }

  @Test
  void an_action_makes_objects() {
    var tidy =
        "\"group\":\"batch\",\"kind\":\"CronJob\",\"namespace\":\"shop\",\"resourceName\":\"tidy\"";

    assertThat(run(tidy, "create-job", "[]").status()).isEqualTo(200);

    assertThat(installation.cluster.list(JOB, Selection.in("shop")).items())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.name()).startsWith("tidy-");
              assertThat(Tree.text(job.owners().getFirst(), "kind")).isEqualTo("CronJob");
            });
  }

  @Test
  void a_script_of_the_settings_runs_with_parameters() {
    assertThat(run(LAMP, "switch", "[{\"name\":\"to\",\"value\":\"dim\"}]").status())
        .isEqualTo(200);

    assertThat(installation.cluster.get(CONFIG, "shop", "lamp").orElseThrow().text("data", "on"))
        .isEqualTo("dim");
  }

  @Test
  void nothing_is_written_when_a_part_of_an_action_is_not_permitted() {
    var before = installation.cluster.get(CONFIG, "shop", "lamp").orElseThrow();

    var answer = run(LAMP, "copy", "[]");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message())
        .isEqualTo("namespace elsewhere is not permitted in project 'narrow'");
    assertThat(installation.cluster.get(CONFIG, "shop", "lamp")).contains(before);
  }

  @Test
  void what_cannot_be_run_is_told() {
    assertThat(run(WEB, "fly", "[]").message())
        .isEqualTo("action fly is not defined for apps/Deployment (hint: list the actions)");
    assertThat(run(WEB, "scale", "[{\"name\":\"replicas\",\"value\":\"many\"}]").message())
        .isEqualTo("invalid number: many");
    assertThat(run(LAMP, "broken", "[]").message())
        .isEqualTo("broken: <string>:1: attempt to index a non-table object(nil) with key 'x'");
    assertThat(
            run(
                    "\"kind\":\"Secret\",\"namespace\":\"argocd\",\"resourceName\":\"argocd-secret\"",
                    "x",
                    "[]")
                .message())
        .isEqualTo("Secret  argocd-secret not found as part of application shop");
  }

  @Test
  void only_objects_of_the_application_are_reached() {
    var key = new ObjectKey("", "ConfigMap", "argocd", "argocd-cm");

    var answer =
        installation.get(
            ACTIONS
                + "?kind=ConfigMap&namespace="
                + key.namespace()
                + "&resourceName="
                + key.name());

    assertThat(answer.status()).isEqualTo(400);
  }
}
