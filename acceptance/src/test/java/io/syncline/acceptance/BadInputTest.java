package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in one application is said there, and nowhere else anything stops. */
class BadInputTest {
  private static final Demo DEMO = Demo.shared();
  private static final Path BARE = DEMO.repository("broken");

  /**
   * One mistake.
   *
   * @param name what is broken, and the name of the Application
   * @param path folder of the source
   * @param revision its target revision
   * @param said texts the condition must contain
   */
  record Mistake(String name, String path, String revision, List<String> said) {
    @Override
    public String toString() {
      return name;
    }

    String manifest() {
      return Demo.application(name, BARE, path, "broken")
          .replace("targetRevision: main", "targetRevision: " + revision);
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake(
            "broken-kustomization",
            "kustomization",
            "main",
            List.of("ComparisonError", "kustomization/kustomization.yaml", "missing.yaml")),
        new Mistake(
            "broken-kustomization-field",
            "kustomization-field",
            "main",
            List.of("ComparisonError", "kustomization-field/kustomization.yaml", "'image'")),
        new Mistake(
            "broken-kustomization-yaml",
            "kustomization-yaml",
            "main",
            List.of("ComparisonError", "kustomization-yaml/kustomization.yaml:3", "expected")),
        new Mistake(
            "broken-chart",
            "chart",
            "main",
            List.of(
                "ComparisonError", "chart/templates/map.yaml:6", "\"nosuchfunction\" not defined")),
        new Mistake(
            "broken-yaml",
            "yaml",
            "main",
            List.of("ComparisonError", "yaml/map.yaml:5", "expected")),
        new Mistake(
            "broken-path",
            "nowhere",
            "main",
            List.of(
                "ComparisonError", "nowhere: app path does not exist", "expected: a directory")),
        new Mistake(
            "broken-revision",
            "good",
            "no-such-branch",
            List.of("ComparisonError", "'no-such-branch'", "hint: check the spelling")));
  }

  @BeforeAll
  static void push_the_mistakes() {
    var map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n";
    var tree =
        WorkTree.create(BARE)
            .write("good/map.yaml", map)
            .write("kustomization/kustomization.yaml", "resources:\n  - missing.yaml\n")
            .write(
                "kustomization-field/kustomization.yaml",
                "resources:\n  - map.yaml\nimage:\n  - name: a\n")
            .write("kustomization-field/map.yaml", map)
            .write("kustomization-yaml/kustomization.yaml", "resources:\n  - [a\nimages: {\n")
            .write("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 0.1.0\n")
            .write(
                "chart/templates/map.yaml", map + "data:\n  a: {{ .Values.a | nosuchfunction }}\n")
            .write("yaml/map.yaml", map + " bad: [1\n");
    tree.commit("All that can go wrong");
    tree.push();
  }

  @AfterAll
  static void take_them_away() {
    DEMO.kubectl()
        .text("delete", "applications", "-n", "argocd", "-l", "test=bad-input", "--wait=false");
  }

  private static void apply(String manifest) {
    DEMO.apply(
        manifest.replaceFirst(
            "  namespace: argocd\n", "  namespace: argocd\n  labels: {test: bad-input}\n"));
  }

  private static void awaitCondition(String application, List<String> said) {
    Eventually.holds(
        () ->
            assertThat(DEMO.kubectl().conditions(application))
                .as(application)
                .anySatisfy(c -> assertThat(c).contains(said)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void is_said_in_a_condition(Mistake mistake) {
    apply(mistake.manifest());
    awaitCondition(mistake.name(), mistake.said());
    assertThat(DEMO.kubectl().state(mistake.name())).startsWith("Unknown");
  }

  @Test
  void a_destination_the_project_forbids_is_named() {
    apply(
        Demo.application(
                "broken-destination",
                DEMO.repository("techtorque"),
                "k8s/services",
                "inventory-system")
            .replace("project: default", "project: techtorque")
            .replace(
                DEMO.repository("techtorque").toString(),
                "https://git.syncline.example/techtorque.git"));
    awaitCondition(
        "broken-destination",
        List.of(
            "InvalidSpecError",
            "'inventory-system'",
            "do not match any of the allowed destinations in project 'techtorque'"));
    assertThat(
            DEMO.kubectl().run("get", "deployment", "api-gateway", "-n", "inventory-system").code())
        .isEqualTo(1);
  }

  @Test
  void others_go_on_and_a_mended_one_recovers() {
    apply(Demo.application("broken-then-mended", BARE, "mended", "broken"));
    awaitCondition("broken-then-mended", List.of("mended: app path does not exist"));
    DEMO.kubectl().awaitState("inventory-system-staging", "Synced Healthy");

    var tree = WorkTree.clone(BARE, "main");
    tree.write("mended/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mended\n")
        .commit("Mend it");
    tree.push();

    DEMO.kubectl().awaitState("broken-then-mended", "Synced Healthy");
    assertThat(DEMO.kubectl().conditions("broken-then-mended")).isEmpty();
    DEMO.kubectl().text("get", "configmap", "mended", "-n", "broken");
    assertThat(DEMO.process().alive()).isTrue();
  }
}
