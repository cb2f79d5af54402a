package io.syncline.render.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.MemoryTree;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderProblem;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderersTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 1
        template:
          spec:
            containers:
            - {name: web, image: "shop/web:1"}
      """;

  private static RenderResult render(MemoryTree tree, String path, String source) {
    var request =
        RenderRequest.of(path, new ApplicationSource(Yaml.parseObject(source)), "shop", "prod");
    return Renderers.render(tree, request);
  }

  private static List<Manifest> manifests(RenderResult result) {
    assertThat(result).isInstanceOf(RenderResult.Rendered.class);
    return ((RenderResult.Rendered) result).manifests();
  }

  private static RenderProblem problem(RenderResult result) {
    assertThat(result).isInstanceOf(RenderResult.Failed.class);
    return ((RenderResult.Failed) result).problem();
  }

  private static MemoryTree kustomization(String more) {
    return new MemoryTree()
        .with("app/web.yaml", DEPLOYMENT)
        .with("app/kustomization.yaml", "resources: [web.yaml]\n" + more);
  }

  @Test
  void a_folder_with_a_kustomization_is_rendered_by_kustomize() {
    var result = render(kustomization("namePrefix: a-\n"), "app", "{}");
    assertThat(((RenderResult.Rendered) result).type()).isEqualTo(SourceType.KUSTOMIZE);
    assertThat(manifests(result)).extracting(Manifest::name).containsExactly("a-web");
  }

  @Test
  void a_named_directory_block_wins_over_what_the_folder_holds() {
    var result = render(kustomization(""), "app", "directory: {exclude: kustomization.yaml}");
    assertThat(((RenderResult.Rendered) result).type()).isEqualTo(SourceType.DIRECTORY);
    assertThat(manifests(result)).extracting(Manifest::name).containsExactly("web");
  }

  @Test
  void two_tool_blocks_are_refused() {
    var problem = problem(render(kustomization(""), "app", "{helm: {version: v3}, plugin: {}}"));
    assertThat(problem.message()).contains("multiple application sources defined: Helm,Plugin");
  }

  @Test
  void the_kustomize_block_edits_the_kustomization() {
    var block =
        """
        kustomize:
          namePrefix: x-
          nameSuffix: -y
          namespace: team
          images: [shop/web=registry/web:2]
          replicas: [{name: web, count: "4"}]
          commonLabels: {owner: $ARGOCD_APP_NAME}
          commonAnnotations: {note: $ARGOCD_APP_NAME}
          patches:
          - target: {kind: Deployment}
            patch: '[{"op": "add", "path": "/spec/paused", "value": true}]'
        """;
    var web = manifests(render(kustomization("namePrefix: a-\n"), "app", block)).getFirst();
    assertThat(web.name()).isEqualTo("x-web-y");
    assertThat(web.namespace()).isEqualTo("team");
    assertThat(web.at("spec", "template", "spec", "containers", "0", "image"))
        .isEqualTo("registry/web:2");
    assertThat(web.at("spec", "replicas")).isEqualTo(4L);
    assertThat(web.labels()).containsEntry("owner", "shop");
    assertThat(web.annotations()).containsEntry("note", "$ARGOCD_APP_NAME");
    assertThat(web.at("spec", "paused")).isEqualTo(true);
    assertThat(web.at("spec", "selector", "matchLabels", "owner")).isEqualTo("shop");
  }

  @Test
  void labels_without_selector_leave_the_selector_alone() {
    var block = "kustomize: {commonLabels: {a: b}, labelWithoutSelector: true}";
    var web = manifests(render(kustomization(""), "app", block)).getFirst();
    assertThat(web.labels()).containsEntry("a", "b");
    assertThat(web.at("spec", "selector")).isNull();
  }

  @Test
  void an_existing_label_is_not_overwritten_without_force() {
    var tree = kustomization("commonLabels: {a: old}\n");
    var problem = problem(render(tree, "app", "kustomize: {commonLabels: {a: b}}"));
    assertThat(problem.message()).contains("commonLabels 'a' already exists");
    var forced = render(tree, "app", "kustomize: {commonLabels: {a: b}, forceCommonLabels: true}");
    assertThat(manifests(forced).getFirst().labels()).containsEntry("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "images: ['shop/web:2']|spec.template.spec.containers.0.image|shop/web:2",
        "images: ['shop/web=*:3']|spec.template.spec.containers.0.image|kept/web:3",
        "images: ['shop/web=new/web:*']|spec.template.spec.containers.0.image|new/web:1.5",
        "images: ['shop/web=new/web@sha256:ab']|spec.template.spec.containers.0.image|new/web@sha256:ab",
        "images: ['shop/web=localhost:5000/web']|spec.template.spec.containers.0.image|localhost:5000/web:1",
        "images: ['shop/web:$ARGOCD_APP_NAMESPACE']|spec.template.spec.containers.0.image|shop/web:prod",
        "replicas: [{name: web, count: 3}]|spec.replicas|3",
        "replicas: [{name: web, count: '4'}]|spec.replicas|4",
        "commonAnnotations: {note: '$ARGOCD_APP_NAME'}|metadata.annotations.note|$ARGOCD_APP_NAME",
        "{commonAnnotations: {note: '$ARGOCD_APP_NAME'}, commonAnnotationsEnvsubst: true}|metadata.annotations.note|shop",
        "commonLabels: {note: '${ARGOCD_APP_PROJECT_NAME}'}|spec.selector.matchLabels.note|default",
        "{commonLabels: {note: x}, labelWithoutSelector: true}|spec.template.metadata.labels|null",
        "{commonLabels: {note: x}, labelWithoutSelector: true, labelIncludeTemplates: true}|spec.template.metadata.labels.note|x",
        "namespace: team|metadata.namespace|team",
        "{namePrefix: a-, nameSuffix: -z}|metadata.name|a-web-z",
        "components: [../part]|metadata.annotations.part|'yes'",
        "{components: [../gone, ../part], ignoreMissingComponents: true}|metadata.annotations.part|'yes'",
        "{components: [../gone], ignoreMissingComponents: true}|metadata.name|web",
        "patches: [{path: p.yaml}]|spec.paused|true",
        "patches: [{target: {kind: Deployment}, patch: '[{\"op\": \"replace\", \"path\": \"/spec/replicas\", \"value\": 9}]'}]|spec.replicas|9"
      })
  void each_field_of_the_kustomize_block_has_its_effect(
      String block, String path, String expected) {
    var images =
        block.contains("'shop/web=") && block.contains("*")
            ? "images: [{name: shop/web, newName: kept/web, newTag: '1.5'}]\n"
            : "";
    var tree =
        kustomization(images)
            .with(
                "app/p.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {paused: true}\n")
            .with(
                "part/kustomization.yaml",
                """
                apiVersion: kustomize.config.k8s.io/v1alpha1
                kind: Component
                commonAnnotations: {part: 'yes'}
                """);
    var source = block.startsWith("{") ? block : "{" + block + "}";
    var web = manifests(render(tree, "app", "kustomize: " + source)).getFirst();
    assertThat(String.valueOf(web.at(path.split("\\.")))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: [{name: web, count: many}]|count of 'web' is many (expected: a whole number)",
        "replicas: [{name: web, count: 1.5}]|count of 'web' is 1.5",
        "components: [../gone]|gone",
        "version: v3.8.0|kustomize version v3.8.0 is not registered",
        "patches: [{path: gone.yaml}]|gone.yaml"
      })
  void wrong_fields_of_the_kustomize_block_are_told(String block, String message) {
    assertThat(problem(render(kustomization(""), "app", "kustomize: {" + block + "}")).text())
        .contains(message);
  }

  @Test
  void override_files_are_merged_in_order_and_cannot_move_the_source() {
    var tree =
        kustomization("")
            .with(
                "app/.argocd-source.yaml",
                "kustomize: {namePrefix: one-, nameSuffix: -s}\npath: else")
            .with("app/.argocd-source-shop.yaml", "kustomize: {namePrefix: two-}");
    assertThat(manifests(render(tree, "app", "{}")))
        .extracting(Manifest::name)
        .containsExactly("two-web-s");
  }

  @Test
  void an_override_that_shows_the_revision_stands_for_one_revision_only() {
    var plain = kustomization("").with("app/.argocd-source.yaml", "kustomize: {namePrefix: a-}");
    var shown =
        kustomization("")
            .with(
                "app/.argocd-source.yaml",
                "kustomize: {commonLabels: {at: $ARGOCD_APP_REVISION_SHORT}}");
    assertThat(render(shown, "app", "{}").inputs().standFor(shown, at("a", "1", "main"))).isFalse();
    assertThat(render(plain, "app", "{}").inputs().standFor(plain, at("a", "1", "main"))).isTrue();
    var first = at("app", "1234567890", "main");
    var result = Renderers.render(shown, first);
    assertThat(manifests(result).getFirst().labels()).containsEntry("at", "1234567");
    assertThat(result.inputs().standFor(shown, first)).isTrue();
    assertThat(result.inputs().standFor(shown, at("app", "99", "main"))).isFalse();
    assertThat(result.inputs().standFor(shown, at("app", "1234567890", "dev"))).isFalse();
  }

  private static RenderRequest at(String path, String revision, String target) {
    var source = new ApplicationSource(ObjectTree.of("targetRevision", target));
    return new RenderRequest(
        path,
        source,
        new RenderRequest.Instance("shop", "prod", "default", revision),
        RenderRequest.Platform.USUAL,
        RenderRequest.Surroundings.NONE,
        RenderLimits.DEFAULT);
  }

  @Test
  void the_result_stands_until_something_read_changes() {
    var tree = kustomization("").with("app/other.txt", "x");
    var inputs = render(tree, "app", "{}").inputs();
    assertThat(inputs.unchangedIn(tree)).isTrue();
    assertThat(inputs.unchangedIn(kustomization("").with("app/other.txt", "y"))).isTrue();
    assertThat(inputs.unchangedIn(kustomization("nameSuffix: -z\n"))).isFalse();
    assertThat(inputs.unchangedIn(kustomization("").with("app/.argocd-source.yaml", "{}")))
        .isFalse();
  }

  @Test
  void a_problem_names_file_and_line() {
    var tree = kustomization("").with("app/web.yaml", "apiVersion: v1\nkind: [\n");
    var problem = problem(render(tree, "app", "{}"));
    assertThat(problem.file()).isEqualTo("app/web.yaml");
    assertThat(problem.line()).isEqualTo(3);
  }

  @Test
  void a_kustomization_may_not_read_outside_of_its_folder() {
    var tree =
        kustomization("")
            .with("app/kustomization.yaml", "resources: [../web.yaml]")
            .with("web.yaml", DEPLOYMENT);
    assertThat(problem(render(tree, "app", "{}")).message())
        .contains("security")
        .contains("not in or below 'app'");
  }

  @Test
  void a_link_out_of_the_source_is_refused() {
    var tree = kustomization("").with("app/web.yaml", "->../../etc/passwd");
    assertThat(problem(render(tree, "app", "{}")).message()).contains("leaves the source");
    var folder = new MemoryTree().with("app/a.yaml", "->/etc/passwd");
    assertThat(problem(render(folder, "app", "directory: {}")).message())
        .contains("leaves the source");
  }

  @Test
  void remote_bases_are_refused_by_name() {
    var tree =
        kustomization("").with("app/kustomization.yaml", "resources: [github.com/a/b//c?ref=v1]");
    assertThat(problem(render(tree, "app", "{}")).message())
        .contains(
            "remote base 'github.com/a/b//c?ref=v1': https://github.com/a/b?ref=v1 stands outside");
  }

  @Test
  void runaway_expressions_end_as_an_error() {
    var name = "a".repeat(60) + "b";
    var tree =
        kustomization(
                "patches:\n- target: {name: '(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)c'}\n  patch: '[{\"op\": \"remove\", \"path\": \"/spec\"}]'\n")
            .with("app/web.yaml", "apiVersion: v1\nkind: A\nmetadata: {name: " + name + "}\n");
    assertThat(problem(render(tree, "app", "{}")).message()).contains("takes too long");
  }

  @Test
  void a_document_that_multiplies_itself_is_refused() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i < 9; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
    }
    var tree = kustomization("").with("app/web.yaml", DEPLOYMENT + bomb);
    assertThat(problem(render(tree, "app", "{}")).message()).contains("expands to more than");
  }

  @Test
  void output_beyond_the_limit_is_refused() {
    var limits = new RenderLimits(1_000, 10, 1 << 20, 100, 10, RenderLimits.DEFAULT.time());
    var request =
        new RenderRequest(
            "app",
            new ApplicationSource(ObjectTree.EMPTY),
            new RenderRequest.Instance("shop", "", "default", ""),
            RenderRequest.Platform.USUAL,
            RenderRequest.Surroundings.NONE,
            limits);
    assertThat(problem(Renderers.render(kustomization(""), request)).message())
        .contains("exceeds its limit");
  }
}
