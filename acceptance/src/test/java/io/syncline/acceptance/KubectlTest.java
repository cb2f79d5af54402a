package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Point 4: the real kubectl, and what the product does about changes made with it. */
class KubectlTest {
  private static final String NAMESPACE = "inventory-system";

  private final Demo demo = Demo.shared();
  private final Kubectl kubectl = demo.kubectl();

  @Test
  void applications_show_sync_and_health() {
    var table = kubectl.run("get", "applications", "-n", "argocd").exits(0);
    assertThat(table.head()).containsExactly("NAME", "SYNC STATUS", "HEALTH STATUS");
    assertThat(table.row("inventory-system-staging")).hasSize(3);
    assertThat(kubectl.text("get", "app", "k8s-blog-dev", "-n", "argocd", "-o", "wide"))
        .contains("REVISION", WorkTree.git(demo.repository("blog"), "rev-parse", "develop"));
    assertThat(kubectl.text("get", "appprojects", "-n", "argocd", "-o", "name"))
        .contains("appproject.argoproj.io/callcenter-ai", "appproject.argoproj.io/default");
  }

  @Test
  void get_describe_logs_and_rollout_status_tell_about_a_deployment() {
    var table = kubectl.run("get", "deployments", "-n", NAMESPACE).exits(0);
    assertThat(table.head()).containsExactly("NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE");
    assertThat(table.row("product-service").subList(1, 4)).containsExactly("1/1", "1", "1");
    assertThat(kubectl.run("get", "pods", "-n", NAMESPACE).exits(0).head())
        .containsExactly("NAME", "READY", "STATUS", "RESTARTS", "AGE");
    assertThat(kubectl.text("describe", "deployment", "product-service", "-n", NAMESPACE))
        .containsPattern("Replicas:\\s+1 desired \\| 1 updated \\| 1 total \\| 1 available")
        .containsPattern("NewReplicaSet:\\s+product-service-")
        .contains("ScalingReplicaSet");
    assertThat(kubectl.text("logs", "deployment/product-service", "-n", NAMESPACE))
        .contains("product-service");
    assertThat(
            kubectl.text(
                "rollout",
                "status",
                "deployment/product-service",
                "-n",
                NAMESPACE,
                "--timeout=60s"))
        .isEqualTo("deployment \"product-service\" successfully rolled out");
  }

  @Test
  void apply_on_the_client_creates_configures_and_leaves_alone() {
    var first = map("by-client", "one");
    assertThat(kubectl.input(first, "apply", "-f", "-").exits(0).text())
        .isEqualTo("configmap/by-client created");
    assertThat(kubectl.input(first, "apply", "-f", "-").exits(0).text())
        .isEqualTo("configmap/by-client unchanged");
    assertThat(kubectl.input(map("by-client", "two"), "apply", "-f", "-").exits(0).text())
        .isEqualTo("configmap/by-client configured");
    assertThat(Tree.text(kubectl.object("configmap", "default", "by-client"), "data", "key"))
        .isEqualTo("two");
    assertThat(kubectl.text("delete", "configmap", "by-client"))
        .isEqualTo("configmap \"by-client\" deleted");
    assertThat(kubectl.run("get", "configmap", "by-client").exits(1).err()).contains("NotFound");
  }

  @Test
  void apply_on_the_server_knows_who_owns_a_field() {
    var words = List.of("apply", "--server-side", "-f", "-", "--field-manager");
    assertThat(apply(words, "ada", "one").exits(0).text())
        .isEqualTo("configmap/by-server serverside-applied");
    assertThat(apply(words, "bob", "two").exits(1).err())
        .contains("conflict with \"ada\"")
        .contains(".data.key");
    apply(words, "bob", "two", "--force-conflicts").exits(0);
    assertThat(Tree.text(kubectl.object("configmap", "default", "by-server"), "data", "key"))
        .isEqualTo("two");
    kubectl.text("delete", "configmap", "by-server");
  }

  private Outcome apply(List<String> words, String manager, String value, String... more) {
    var all = new java.util.ArrayList<>(words);
    all.add(manager);
    all.addAll(List.of(more));
    return kubectl.input(map("by-server", value), all.toArray(String[]::new));
  }

  private static String map(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\n  namespace: default\ndata:\n  key: %s\n"
        .formatted(name, value);
  }

  @Test
  void a_wrong_manifest_is_refused_with_the_field() {
    var wrong =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: wrong, namespace: default}\nspec: {replica: 1}\n";
    assertThat(kubectl.input(wrong, "apply", "-f", "-").exits(1).err()).contains("spec.replica");
  }

  @Test
  void a_deleted_deployment_comes_back() {
    var before =
        Tree.text(kubectl.object("deployment", NAMESPACE, "user-service"), "metadata", "uid");
    kubectl.text("delete", "deployment", "user-service", "-n", NAMESPACE);
    Eventually.holds(
        () -> {
          var again = kubectl.object("deployment", NAMESPACE, "user-service");
          assertThat(Tree.text(again, "metadata", "uid")).isNotEqualTo(before);
          assertThat(Tree.number(again, 0, "status", "readyReplicas")).isEqualTo(1);
        });
    kubectl.awaitState("inventory-system-staging", "Synced Healthy");
  }

  @Test
  void a_scaled_deployment_is_scaled_back() {
    var before =
        Tree.number(
            kubectl.object("deployment", NAMESPACE, "notification-service"),
            0,
            "metadata",
            "generation");
    kubectl.text("scale", "deployment", "notification-service", "-n", NAMESPACE, "--replicas=3");
    Eventually.holds(
        () -> {
          var healed = kubectl.object("deployment", NAMESPACE, "notification-service");
          assertThat(Tree.number(healed, 0, "metadata", "generation"))
              .isGreaterThanOrEqualTo(before + 2);
          assertThat(Tree.number(healed, 0, "spec", "replicas")).isEqualTo(1);
          assertThat(Tree.number(healed, 0, "status", "replicas")).isEqualTo(1);
        });
  }

  @Test
  void a_rollout_undone_by_hand_is_redone() {
    var target = demo.repository("inventory") + "//k8s/base/services/order-service/deployment.yaml";
    var image = "ghcr.io/inventory-system/order-service:";
    for (var tag : List.of("sha-aaaaaaa", "sha-bbbbbbb")) {
      Product.run("image", "set", target, image + tag, "--branch", "main", "--commit", "--push")
          .exits(0);
      kubectl.awaitImage(NAMESPACE, "order-service", image + tag);
    }
    kubectl.awaitState("inventory-system-staging", "Synced Healthy");
    assertThat(
            kubectl
                .text("rollout", "history", "deployment/order-service", "-n", NAMESPACE)
                .lines()
                .filter(l -> l.matches("\\d+ .*")))
        .hasSizeGreaterThanOrEqualTo(3);
    var before =
        Tree.number(
            kubectl.object("deployment", NAMESPACE, "order-service"), 0, "metadata", "generation");

    assertThat(kubectl.text("rollout", "undo", "deployment/order-service", "-n", NAMESPACE))
        .contains("rolled back");

    Eventually.holds(
        () ->
            assertThat(
                    Tree.number(
                        kubectl.object("deployment", NAMESPACE, "order-service"),
                        0,
                        "metadata",
                        "generation"))
                .isGreaterThanOrEqualTo(before + 2));
    kubectl.awaitImage(NAMESPACE, "order-service", image + "sha-bbbbbbb");
    kubectl.awaitState("inventory-system-staging", "Synced Healthy");
  }

  @Test
  void automation_removed_by_a_json_patch_stops() {
    var app = "callcenter-ai-staging";
    var image = "{.spec.template.spec.containers[0].image}";
    var old =
        kubectl.text(
            "get",
            "deployment",
            "agent-service",
            "-n",
            "callcenter-staging",
            "-o",
            "jsonpath=" + image);
    kubectl.text(
        "patch",
        "application",
        app,
        "-n",
        "argocd",
        "--type=json",
        "-p",
        "[{\"op\":\"remove\",\"path\":\"/spec/syncPolicy/automated\"}]");
    var clone = WorkTree.clone(demo.repository("callcenter"), "staging");
    var file = "infrastructure/k8s/overlays/staging/kustomization.yaml";
    clone
        .write(file, clone.read(file).replaceAll("newTag: \\S+", "newTag: v9.9.9"))
        .commit("Nobody deploys this");
    clone.push();

    kubectl.awaitState(app, "OutOfSync Healthy");
    kubectl.text(
        "annotate", "application", app, "-n", "argocd", "argocd.argoproj.io/refresh=normal");
    Eventually.holds(
        () ->
            assertThat(
                    Tree.text(
                        kubectl.object("application", "argocd", app),
                        "metadata",
                        "annotations",
                        "argocd.argoproj.io/refresh"))
                .isEmpty());
    assertThat(kubectl.state(app)).isEqualTo("OutOfSync Healthy");
    assertThat(
            kubectl.text(
                "get",
                "deployment",
                "agent-service",
                "-n",
                "callcenter-staging",
                "-o",
                "jsonpath=" + image))
        .isEqualTo(old);

    kubectl.text(
        "patch",
        "application",
        app,
        "-n",
        "argocd",
        "--type=json",
        "-p",
        "[{\"op\":\"add\",\"path\":\"/spec/syncPolicy/automated\",\"value\":{\"prune\":true,\"selfHeal\":true}}]");
    kubectl.awaitState(app, "Synced Healthy");
  }
}
