package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Tree;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Point 1: one command brings everything up, and stopping and starting again loses nothing. */
class DemoTest {
  private static final Set<String> PRODUCTION =
      Set.of(
          "callcenter-ai-prod",
          "inventory-system-production",
          "k8s-blog-prod",
          "mlops-sentiment-production");

  private final Demo demo = Demo.shared();

  @Test
  void automated_applications_converge_and_production_waits_for_a_person() {
    assertThat(demo.statesAtReady()).hasSize(14);
    demo.statesAtReady()
        .forEach(
            (name, state) ->
                assertThat(state)
                    .as(name)
                    .isEqualTo(PRODUCTION.contains(name) ? "OutOfSync Missing" : "Synced Healthy"));
  }

  @Test
  void the_data_folder_holds_what_people_need_to_get_in() throws Exception {
    assertThat(demo.data()).isDirectoryContaining("glob:**/ready");
    assertThat(demo.adminPassword()).hasSizeGreaterThanOrEqualTo(12).doesNotContain(" ");
    assertThat(Files.getPosixFilePermissions(demo.data().resolve("admin-password"))).hasSize(2);
    assertThat(Files.getPosixFilePermissions(demo.data().resolve("cli.yaml"))).hasSize(2);
    for (var name : List.of("techtorque", "inventory", "blog", "callcenter", "sentiment")) {
      assertThat(WorkTree.git(demo.repository(name), "rev-parse", "--is-bare-repository"))
          .isEqualTo("true");
    }
    assertThat(branches("techtorque")).contains("main", "dev");
    assertThat(branches("blog")).contains("main", "develop", "staging");
  }

  private Set<String> branches(String repository) {
    return WorkTree.git(
            demo.repository(repository), "for-each-ref", "--format=%(refname:short)", "refs/heads")
        .lines()
        .collect(Collectors.toSet());
  }

  @Test
  void the_output_names_page_login_kubeconfig_and_three_things_to_try() {
    assertThat(demo.firstOutput())
        .contains("10 applications synced and healthy, 4 waiting for a person")
        .contains(demo.url())
        .contains("admin / " + demo.adminPassword())
        .contains("KUBECONFIG=" + demo.data().resolve("kubeconfig"))
        .contains("--config " + demo.data().resolve("cli.yaml"))
        .containsPattern("(?m)^\\s+1\\. ")
        .containsPattern("(?m)^\\s+2\\. ")
        .containsPattern("(?m)^\\s+3\\. ");
  }

  @Test
  void a_stopped_demo_leaves_no_trace_of_running_and_goes_on_where_it_was() throws Exception {
    var kubectl = demo.kubectl();
    kubectl.text("create", "configmap", "kept", "-n", "default", "--from-literal=answer=42");
    var before = demo.kubectl().object("deployment", "inventory-system", "user-service");

    assertThat(demo.process().terminate()).isIn(0, 143);
    assertThat(demo.process().printed())
        .contains("syncline: stopped")
        .doesNotContain("with a problem");
    assertThat(demo.data().resolve("ready")).doesNotExist();
    try (var channel = FileChannel.open(demo.data().resolve("lock"), StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      assertThat(lock).isNotNull();
    }

    demo.start();
    assertThat(Tree.text(kubectl.object("configmap", "default", "kept"), "data", "answer"))
        .isEqualTo("42");
    var after = kubectl.object("deployment", "inventory-system", "user-service");
    assertThat(Tree.text(after, "metadata", "uid")).isEqualTo(Tree.text(before, "metadata", "uid"));
    assertThat(demo.states()).containsEntry("inventory-system-staging", "Synced Healthy");
    demo.cli("app", "list").exits(0);
    kubectl.text("delete", "configmap", "kept", "-n", "default");
  }

  @Test
  void a_killed_demo_starts_again_with_every_acknowledged_write() {
    var kubectl = demo.kubectl();
    kubectl.text("create", "configmap", "last-words", "-n", "default", "--from-literal=said=yes");
    demo.process().kill();
    assertThat(demo.data().resolve("ready")).exists();

    Demo.shared();
    assertThat(Tree.text(kubectl.object("configmap", "default", "last-words"), "data", "said"))
        .isEqualTo("yes");
    kubectl.text("delete", "configmap", "last-words", "-n", "default");
  }
}
