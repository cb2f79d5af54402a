package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Point 5: going back, in Git and by id. */
class RollbackTest {
  private static final String IMAGE = "ghcr.io/arec1b0/kubesentiment:";

  private final Demo demo = Demo.shared();
  private final Kubectl kubectl = demo.kubectl();

  private void awaitImage(String namespace, String image) {
    Eventually.holds(() -> assertThat(image(namespace)).isEqualTo(image));
  }

  private String image(String namespace) {
    return kubectl.text(
        "get",
        "deployment",
        "mlops-sentiment",
        "-n",
        namespace,
        "-o",
        "jsonpath={.spec.template.spec.containers[0].image}");
  }

  private static WorkTree tag(WorkTree clone, String environment, String tag) {
    var file = "infrastructure/gitops/environments/" + environment + "/values.yaml";
    return clone.write(file, clone.read(file).replaceFirst("tag: \\S+", "tag: \"" + tag + "\""));
  }

  @Test
  void a_reverted_commit_is_rolled_back() {
    var old = image("mlops-sentiment-dev");
    var clone = WorkTree.clone(demo.repository("sentiment"), "develop");
    tag(clone, "development", "develop-bad0bad").commit("Break it");
    clone.push();
    awaitImage("mlops-sentiment-dev", IMAGE + "develop-bad0bad");

    clone.git("revert", "--no-edit", "HEAD");
    clone.push();

    awaitImage("mlops-sentiment-dev", old);
    demo.cli(
            "app",
            "wait",
            "mlops-sentiment-development",
            "--contains",
            clone.git("rev-parse", "HEAD"),
            "--timeout",
            "60")
        .exits(0);
  }

  @Test
  void a_manual_application_goes_back_to_an_id_of_its_history() {
    var app = "mlops-sentiment-production";
    var namespace = "mlops-sentiment";
    demo.cli("app", "sync", app, "--timeout", "60").exits(0);
    var old = image(namespace);
    var first = demo.cli("app", "history", app, "-o", "id").exits(0).lines().getLast();
    var clone = WorkTree.clone(demo.repository("sentiment"), "main");
    tag(clone, "production", "main-0ff1ce0").commit("Next release");
    clone.push();
    kubectl.awaitState(app, "OutOfSync Healthy");
    assertThat(image(namespace)).isEqualTo(old);
    demo.cli("app", "sync", app, "--timeout", "60").exits(0);
    assertThat(image(namespace)).isEqualTo(IMAGE + "main-0ff1ce0");

    var outcome = demo.cli("app", "rollback", app, first, "--timeout", "60").exits(0);

    assertThat(outcome.out()).containsPattern("Phase:\\s+Succeeded");
    awaitImage(namespace, old);
    kubectl.awaitState(app, "OutOfSync Healthy");
    assertThat(demo.cli("app", "history", app, "-o", "id").exits(0).lines())
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(demo.cli("app", "rollback", app, "99").exits(20).err())
        .contains("99")
        .contains("history");
  }

  @Test
  void an_automated_application_refuses_with_a_hint() {
    var outcome = demo.cli("app", "rollback", "techtorque-services-dev", "0").exits(20);
    assertThat(outcome.err())
        .contains("rollback cannot be initiated when auto-sync is enabled")
        .contains("hint: ")
        .contains("app set techtorque-services-dev --sync-policy none");
  }
}
