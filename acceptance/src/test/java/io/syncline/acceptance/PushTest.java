package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Point 2: what is pushed runs, whoever pushed it and however the server hears of it. */
class PushTest {
  private static final String IMAGE = "ghcr.io/techtorque-2025/";

  private final Demo demo = Demo.shared();

  @Test
  void image_set_changes_one_line_and_the_pods_run_it() {
    var bare = demo.repository("techtorque");
    var path = "k8s/services/timelogging-service-deployment.yaml";
    var image = IMAGE + "timelogging-service:dev-1234567";

    var outcome =
        Product.run(
                "image", "set", bare + "//" + path, image, "--branch", "dev", "--commit", "--push")
            .exits(0);

    var head = WorkTree.git(bare, "rev-parse", "dev");
    assertThat(outcome.out()).contains(path + ":20: ").contains(image).contains(head);
    assertThat(WorkTree.git(bare, "diff", "--numstat", "dev~1", "dev")).isEqualTo("1\t1\t" + path);
    assertThat(WorkTree.git(bare, "diff", "-U0", "dev~1", "dev"))
        .contains("-          image: " + IMAGE + "timelogging-service:dev-4be07aa  # set by CI")
        .contains("+          image: " + image + "  # set by CI");
    demo.kubectl().awaitImage("dev", "timelogging-service", image);
    demo.cli("app", "wait", "techtorque-services-dev", "--contains", head, "--timeout", "60")
        .exits(0);
  }

  @Test
  void image_set_names_the_line_it_left_alone_when_nothing_changes() {
    var bare = demo.repository("techtorque");
    var target = bare + "//k8s/services/agent-bot-deployment.yaml";
    var image = IMAGE + "agent-bot:dev-same";
    Product.run("image", "set", target, image, "--branch", "dev", "--commit", "--push").exits(0);
    var head = WorkTree.git(bare, "rev-parse", "dev");

    var again =
        Product.run("image", "set", target, image, "--branch", "dev", "--commit", "--push")
            .exits(0);

    assertThat(again.out()).contains("(unchanged)");
    assertThat(WorkTree.git(bare, "rev-parse", "dev")).isEqualTo(head);
  }

  @Test
  void an_image_that_is_not_there_is_refused_with_the_file() {
    var target = demo.repository("techtorque") + "//k8s/services/api-gateway-deployment.yaml";
    var outcome =
        Product.run(
                "image", "set", target, "nobody/knows:1", "--branch", "dev", "--commit", "--push")
            .exits(1);
    assertThat(outcome.err())
        .contains("nobody/knows")
        .contains("k8s/services/api-gateway-deployment.yaml");
  }

  @Test
  void a_tag_edited_by_hand_and_pushed_runs() {
    var clone = WorkTree.clone(demo.repository("blog"), "develop");
    clone
        .replace("helm/microservices-app/values-dev.yaml", "develop-a1b2c3d", "develop-0c0ffee")
        .commit("Try the new build");
    clone.push();
    demo.kubectl()
        .awaitImage("dev", "backend", "ghcr.io/example/k8s-blog-platform/backend:develop-0c0ffee");
    demo.kubectl()
        .awaitImage(
            "dev", "frontend", "ghcr.io/example/k8s-blog-platform/frontend:develop-0c0ffee");
    demo.kubectl().awaitState("k8s-blog-dev", "Synced Healthy");
  }

  @Test
  void five_pushes_in_a_row_run_one_after_the_other() {
    var clone = WorkTree.clone(demo.repository("techtorque"), "dev");
    var path = "k8s/services/vehicle-service-deployment.yaml";
    var kubectl = demo.kubectl();
    var times = new ArrayList<Long>();
    for (var round = 1; round <= 5; round++) {
      // Other tests push to this branch too.
      clone.git("pull", "-q", "--rebase");
      var image = IMAGE + "vehicle-service:round-" + round;
      clone
          .write(path, clone.read(path).replaceFirst("image: \\S+", "image: " + image))
          .commit("Round " + round);
      var begin = System.nanoTime();
      clone.push();
      Eventually.holds(
          Duration.ofSeconds(30),
          () -> assertThat(kubectl.runningImages("dev", "vehicle-service")).contains(image));
      times.add((System.nanoTime() - begin) / 1_000_000);
    }
    System.out.println("push to running pod, as kubectl sees it (ms): " + times);
  }

  @Test
  void without_a_webhook_polling_finds_the_push() throws IOException {
    var bare = demo.repository("callcenter");
    var hook = bare.resolve("hooks/post-receive");
    var aside = bare.resolve("hooks/post-receive.aside");
    Files.move(hook, aside, StandardCopyOption.ATOMIC_MOVE);
    try {
      var clone = WorkTree.clone(bare, "develop");
      clone
          .replace(
              "infrastructure/k8s/overlays/dev/kustomization.yaml", "v1.2.0-dev.4", "v1.2.0-dev.5")
          .commit("Nobody calls");
      clone.push();
      Eventually.holds(
          () ->
              assertThat(
                      demo.kubectl()
                          .text(
                              "get",
                              "deployment",
                              "agent-service",
                              "-n",
                              "callcenter-dev",
                              "-o",
                              "jsonpath={..image}"))
                  .endsWith(":v1.2.0-dev.5"));
      demo.kubectl().awaitState("callcenter-ai-dev", "Synced Healthy");
    } finally {
      Files.move(aside, hook, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
