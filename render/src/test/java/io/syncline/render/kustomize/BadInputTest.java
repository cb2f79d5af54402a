package io.syncline.render.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.MemoryTree;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderProblem;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kustomizations nobody should have written: a problem that says where, soon. */
class BadInputTest {
  private static final String OBJECT =
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n";

  private static RenderResult render(MemoryTree tree) {
    var request = RenderRequest.of("app", new ApplicationSource(ObjectTree.EMPTY), "app", "");
    return Renderers.render(tree, request);
  }

  private static RenderProblem problem(MemoryTree tree) {
    var result = render(tree);
    assertThat(result).isInstanceOf(RenderResult.Failed.class);
    return ((RenderResult.Failed) result).problem();
  }

  /** The problem when only so many steps are permitted. */
  private static RenderProblem problem(MemoryTree tree, long steps) {
    var usual = RenderLimits.DEFAULT;
    var limits =
        new RenderLimits(
            steps,
            usual.outputBytes(),
            usual.fileBytes(),
            usual.files(),
            usual.depth(),
            usual.time());
    var request =
        new RenderRequest(
            "app",
            new ApplicationSource(ObjectTree.EMPTY),
            new RenderRequest.Instance("app", "", "default", ""),
            RenderRequest.Platform.USUAL,
            RenderRequest.Surroundings.NONE,
            limits);
    var result = Renderers.render(tree, request);
    assertThat(result).isInstanceOf(RenderResult.Failed.class);
    return ((RenderResult.Failed) result).problem();
  }

  private static MemoryTree tree(String kustomization) {
    return MemoryTree.of(Map.of("app/kustomization.yaml", kustomization, "app/a.yaml", OBJECT));
  }

  private static String resources(String more) {
    return "resources: [a.yaml]\n" + more;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resources: a.yaml | resources",
        "resources: [1] | resources[0]",
        "resources: [{a: b}] | resources[0]",
        "namePrefix: 5 | namePrefix",
        "namePrefix: [x] | namePrefix",
        "namespace: {a: b} | namespace",
        "commonLabels: [a] | commonLabels",
        "commonLabels: {a: 1} | commonLabels.a",
        "commonAnnotations: {a: true} | commonAnnotations.a",
        "labels: {pairs: {a: b}} | labels",
        "labels: [{pairs: [a]}] | labels[0].pairs",
        "labels: [{pairs: {a: b}, includeSelectors: 'yes'}] | labels[0].includeSelectors",
        "images: {name: x} | images",
        "images: [{name: x, newTag: 1.5}] | images[0].newTag",
        "images: [{name: x, tag: v1}] | images[0].tag",
        "replicas: [{name: x, count: many}] | replicas[0].count",
        "patches: [{patch: {a: b}}] | patches[0].patch",
        "patches: [{target: Deployment, patch: x}] | patches[0].target",
        "patches: [{patch: x, options: {allowNameChange: 1}}] | patches[0].options",
        "configMapGenerator: [{name: x, literals: {a: b}}] | configMapGenerator[0].literals",
        "configMapGenerator: [{name: x, literals: [1]}] | configMapGenerator[0].literals[0]",
        "secretGenerator: [{name: x, type: [a]}] | secretGenerator[0].type",
        "generatorOptions: {disableNameSuffixHash: 1} | generatorOptions.disableNameSuffixHash",
        "replacements: [{source: x}] | replacements[0].source",
        "replacements: [{targets: x}] | replacements[0].targets",
        "vars: [{name: [x]}] | vars[0].name",
        "sortOptions: legacy | sortOptions",
        "buildMetadata: originAnnotations | buildMetadata",
        "components: x | components",
        "crds: {a: b} | crds",
        "openapi: x | openapi",
        "transformers: {a: b} | transformers",
        "nameprefx: x | nameprefx",
      })
  void wrong_type_names_file_line_and_field(String line, String field) {
    var problem = problem(tree("kind: Kustomization\n" + line + "\n"));

    assertThat(problem.file()).isEqualTo("app/kustomization.yaml");
    assertThat(problem.message()).contains("'" + field).contains("(expected: ");
    assertThat(problem.line()).describedAs(problem.text()).isEqualTo(2);
  }

  @Test
  void paths_may_not_leave_the_source() {
    for (var path : List.of("../../x.yaml", "../../../etc/passwd", "/etc/passwd")) {
      assertThat(problem(tree("resources: ['" + path + "\"]\n")).text())
          .contains("x.yaml".equals(path) ? path : "");
      assertThat(
              problem(tree(resources("configMapGenerator: [{name: g, files: ['" + path + "']}]\n")))
                  .text())
          .describedAs(path)
          .isNotEmpty();
    }
    var link = tree("resources: [link.yaml]\n").with("app/link.yaml", "->../../../etc/passwd");
    assertThat(problem(link).text()).contains("leaves the source");
    var absolute = tree("resources: [link.yaml]\n").with("app/link.yaml", "->/etc/passwd");
    assertThat(problem(absolute).text()).contains("app/link.yaml").contains("leaves the source");
    var circle = tree("resources: [l1]\n").with("app/l1", "->l2").with("app/l2", "->l1");
    assertThat(problem(circle).text()).contains("too many levels of symbolic links");
  }

  @Test
  void files_beside_the_folder_may_not_be_read_as_data() {
    var tree =
        tree(resources("configMapGenerator: [{name: g, files: [../secret.txt]}]\n"))
            .with("secret.txt", "hidden");

    assertThat(problem(tree).text()).contains("is not in or below 'app'").doesNotContain("hidden");
  }

  @Test
  void bases_that_lead_back_are_named() {
    var tree =
        tree("resources: [../b]\n")
            .with("b/kustomization.yaml", "resources: [../c]\n")
            .with("c/kustomization.yaml", "resources: [../app]\n");

    assertThat(problem(tree).message()).contains("cycle detected").contains("'app'");
    assertThat(problem(tree("resources: [.]\n")).message()).contains("cycle detected");
  }

  @Test
  void missing_files_and_same_ids_are_named() {
    assertThat(problem(tree("resources: [none.yaml]\n")).text())
        .contains("app/kustomization.yaml")
        .contains("none.yaml");
    assertThat(problem(tree("resources: [a.yaml, a.yaml]\n")).text())
        .contains("already registered id")
        .contains("ConfigMap");
  }

  @Test
  void anchors_that_multiply_are_refused() {
    var text = new StringBuilder(OBJECT + "l0: &l0 [a,a,a,a,a,a,a,a,a,a]\n");
    for (var i = 1; i < 12; i++) {
      text.append("l").append(i).append(": &l").append(i).append(" [");
      text.append(String.join(",", java.util.Collections.nCopies(10, "*l" + (i - 1))))
          .append("]\n");
    }
    var bomb = text.toString();

    assertThat(problem(tree("resources: [b.yaml]\n").with("app/b.yaml", bomb)).text())
        .contains("app/b.yaml")
        .contains("more than");
    assertThat(problem(tree(bomb.substring(bomb.indexOf("l0:")))).text())
        .contains("app/kustomization.yaml");
  }

  @Test
  void large_files_are_refused_before_they_are_parsed() {
    var tree = tree("resources: [b.yaml]\n").with("app/b.yaml", new byte[100 << 20]);

    assertThat(problem(tree).text()).contains("app/b.yaml").contains("104857600 bytes");
  }

  @Test
  void deep_nesting_is_refused() {
    var deep = OBJECT + "deep: " + "[".repeat(100_000) + "]".repeat(100_000) + "\n";

    assertThat(problem(tree("resources: [b.yaml]\n").with("app/b.yaml", deep)).text())
        .contains("deep");
    assertThat(problem(tree("x: " + "[".repeat(100_000))).text()).isNotEmpty();
  }

  @Test
  void bytes_that_are_no_text_are_refused_by_name() {
    var bytes = "apiVersion: v1\nkind: \u00ff".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(problem(tree("resources: [b.yaml]\n").with("app/b.yaml", bytes)).file())
        .isEqualTo("app/b.yaml");
  }

  @Test
  void line_ends_and_marks_of_other_systems_are_no_problem() {
    var crlf = ("---\n---\n" + OBJECT + "---\n").replace("\n", "\r\n");
    var rendered = render(tree("resources:\r\n- b.yaml\r\n").with("app/b.yaml", crlf));

    assertThat(rendered).isInstanceOf(RenderResult.Rendered.class);
    assertThat(((RenderResult.Rendered) rendered).manifests()).hasSize(1);
  }

  @Test
  void tabs_are_named_with_their_line() {
    var tabs = problem(tree("resources: [b.yaml]\n").with("app/b.yaml", OBJECT + "x:\n\ty: 1\n"));
    assertThat(tabs.text()).startsWith("app/b.yaml:8: ");
  }

  @Test
  void replacements_that_double_end() {
    var kustomization = new StringBuilder(resources("replacements:\n"));
    for (var i = 0; i < 40; i++) {
      kustomization
          .append("- source: {kind: ConfigMap, name: a, fieldPath: data}\n")
          .append("  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.k")
          .append(i)
          .append("], options: {create: true}}]\n");
    }

    assertThat(problem(tree(kustomization.toString())).text())
        .startsWith("app/kustomization.yaml: ")
        .contains("steps");
  }

  @Test
  void json_patches_that_double_end() {
    var operations = new ArrayList<String>();
    for (var i = 0; i < 40; i++) {
      operations.add("      - {op: copy, from: /data, path: /data/k" + i + "}\n");
    }
    var patches =
        "patches:\n- target: {kind: ConfigMap}\n  patch: |-\n" + String.join("", operations);

    assertThat(problem(tree(resources(patches))).text())
        .startsWith("app/kustomization.yaml: ")
        .contains("steps");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patches:\n- {target: {name: a*a*a*a*a*b}, patch: '[{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"x\"}]'}\n",
        "images:\n- {name: a*a*a*a*a*b, newTag: x}\n",
        "replacements:\n- source: {kind: Pod}\n  targets: [{select: {kind: Pod}, fieldPaths:"
            + " [\"spec.containers.[image=a*a*a*a*a*b].image\"]}]\n"
      })
  void expressions_that_look_again_and_again_count_as_steps(String fields) {
    var name = "a".repeat(20);
    var pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{image: %s}]}\n"
            .formatted(name, name);
    var tree = tree("resources: [pod.yaml]\n" + fields).with("app/pod.yaml", pod);

    assertThat(problem(tree, 3_000).text())
        .startsWith("app/kustomization.yaml: ")
        .contains("more than 3000 steps");
  }

  @Test
  void bases_that_fork_end() {
    var tree =
        MemoryTree.of(
            Map.of("b30/kustomization.yaml", "resources: [a.yaml]\n", "b30/a.yaml", OBJECT));
    for (var i = 29; i >= 0; i--) {
      var below = "resources: [../b" + (i + 1) + "]\nnamePrefix: ";
      tree.with("l" + i + "/kustomization.yaml", below + "l\n");
      tree.with("r" + i + "/kustomization.yaml", below + "r\n");
      tree.with("b" + i + "/kustomization.yaml", "resources: [../l" + i + ", ../r" + i + "]\n");
    }
    tree.with("app/kustomization.yaml", "resources: [../b0]\n");

    assertThat(problem(tree).text()).contains("steps");
  }

  @Test
  void old_fields_are_told_and_still_work() {
    var result =
        render(
            tree("bases: [../b]\ncommonLabels: {a: b}\npatchesStrategicMerge: [\""
                    + OBJECT.replace("\n", "\\n").replace("'", "")
                    + "\"]\n")
                .with("b/kustomization.yaml", "resources: [a.yaml]\nvars: []\n")
                .with("b/a.yaml", OBJECT));
    var plain = render(tree(resources("namePrefix: x\n")));

    assertThat(plain).isInstanceOf(RenderResult.Rendered.class);
    assertThat(((RenderResult.Rendered) plain).warnings()).isEmpty();
    assertThat(result).isInstanceOf(RenderResult.Rendered.class);
    assertThat(((RenderResult.Rendered) result).warnings())
        .containsExactly(
            "app/kustomization.yaml: field 'bases' is deprecated (expected: resources)",
            "app/kustomization.yaml: field 'commonLabels' is deprecated (expected: labels with includeSelectors: true)",
            "app/kustomization.yaml: field 'patchesStrategicMerge' is deprecated (expected: patches)",
            "b/kustomization.yaml: field 'vars' is deprecated (expected: replacements)");
  }
}
