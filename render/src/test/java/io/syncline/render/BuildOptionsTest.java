package io.syncline.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.door.Renderers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildOptionsTest {
  private static final String MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\n";

  private static RenderResult render(MemoryTree tree, String source, BuildOptions options) {
    var request =
        RenderRequest.of("app", new ApplicationSource(Yaml.parseObject(source)), "shop", "prod");
    return Renderers.render(tree, request, options);
  }

  private static MemoryTree tree() {
    return new MemoryTree()
        .with("app/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n")
        .with("app/kustomization.yaml", "resources: [map.yaml]\nnamePrefix: k-\n")
        .with("app/map.yaml", MAP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|''|HELM",
        "{}|helm.enable|KUSTOMIZE",
        "{}|helm.enable,kustomize.enable|DIRECTORY",
        "{helm: {releaseName: x}}|helm.enable|DIRECTORY",
        "{kustomize: {namePrefix: x-}}|helm.enable|KUSTOMIZE",
        "{kustomize: {namePrefix: x-}}|kustomize.enable|DIRECTORY",
        "{directory: {recurse: true}}|''|DIRECTORY",
        "{directory: {recurse: false}}|''|HELM",
        "{directory: {}, kustomize: {namePrefix: x-}}|''|KUSTOMIZE",
        "{helm: {}, kustomize: {images: []}}|''|HELM"
      })
  void settings_and_blocks_choose_the_tool(String source, String off, SourceType expected) {
    var settings = new java.util.HashMap<String, String>();
    for (var key : off.split(",")) {
      settings.put(key, "false");
    }
    var result = render(tree(), source, BuildOptions.of(settings));
    assertThat(result).isInstanceOf(RenderResult.Rendered.class);
    assertThat(((RenderResult.Rendered) result).type()).isEqualTo(expected);
  }

  @Test
  void blocks_for_several_tools_are_refused() {
    var result =
        render(tree(), "{helm: {version: v3}, kustomize: {namePrefix: x-}}", BuildOptions.DEFAULT);
    assertThat(((RenderResult.Failed) result).problem().message())
        .isEqualTo("multiple application sources defined: Kustomize,Helm");
    var wrong = render(tree(), "{kustomize: [a]}", BuildOptions.DEFAULT);
    assertThat(((RenderResult.Failed) wrong).problem().text())
        .contains("source.kustomize is [a] (expected: a mapping)");
  }

  @Test
  void jsonnet_files_are_left_out_when_switched_off() {
    var tree = new MemoryTree().with("app/a.yaml", MAP).with("app/b.jsonnet", "error 'evaluated'");
    assertThat(render(tree, "{}", BuildOptions.DEFAULT)).isInstanceOf(RenderResult.Failed.class);
    var result = render(tree, "{}", BuildOptions.of(Map.of("jsonnet.enable", "false")));
    assertThat(((RenderResult.Rendered) result).manifests())
        .extracting(Manifest::name)
        .containsExactly("plain");
  }

  @Test
  void each_version_of_kustomize_has_its_own_flags() {
    var options =
        BuildOptions.of(
            Map.of(
                "kustomize.buildOptions", "--enable-helm",
                "kustomize.path.v5.1.0", "/custom/kustomize",
                "kustomize.version.v4.5.7", "/old/kustomize",
                "kustomize.buildOptions.v5.1.0", "--load-restrictor LoadRestrictionsNone"));
    assertThat(options.charts()).isTrue();
    assertThat(options.forKustomize("v5.1.0").charts()).isFalse();
    assertThat(options.forKustomize("v5.1.0").anyFile()).isTrue();
    assertThat(options.forKustomize("v4.5.7").anyFile()).isFalse();
    assertThat(options.forKustomize("")).isEqualTo(options);
    assertThatThrownBy(() -> options.forKustomize("v9"))
        .hasMessageContaining(
            "kustomize version v9 is not registered (expected: one of v4.5.7, v5.1.0)");
  }

  @Test
  void a_source_with_an_unknown_version_fails_also_by_an_override_file() {
    var tree = tree().with("app/.argocd-source.yaml", "kustomize: {version: v9}\n");
    var off = BuildOptions.of(Map.of("helm.enable", "false"));
    assertThat(((RenderResult.Failed) render(tree, "{}", off)).problem().message())
        .isEqualTo("kustomize version v9 is not registered");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain|plain",
        "$A-$B|a-",
        "${A}${C}|a",
        "$$A|$A",
        "${A|A",
        "$|$",
        "a$|a$",
        "$-x|x",
        "$1A|A",
        "${}x|x",
        "$ A|$ A",
        "$A_|''",
        "é$Aé|éaé"
      })
  void variables_are_put_in_as_in_a_shell(String text, String expected) {
    assertThat(BuildEnvironment.substitute(text, Map.of("A", "a"))).isEqualTo(expected);
  }

  @Test
  void the_build_environment_names_the_application_and_its_source() {
    var source =
        new ApplicationSource(
            Yaml.parseObject("{repoURL: 'https://x/y', path: a/b, targetRevision: main}"));
    var request =
        new RenderRequest(
            "a/b",
            source,
            new RenderRequest.Instance("team_shop", "prod", "team", "0123456789abcdef"),
            RenderRequest.Platform.USUAL,
            RenderRequest.Surroundings.NONE,
            RenderLimits.DEFAULT);
    assertThat(new BuildEnvironment(request).variables())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ARGOCD_APP_NAME", "team_shop",
                "ARGOCD_APP_NAMESPACE", "prod",
                "ARGOCD_APP_PROJECT_NAME", "team",
                "ARGOCD_APP_REVISION", "0123456789abcdef",
                "ARGOCD_APP_REVISION_SHORT", "0123456",
                "ARGOCD_APP_REVISION_SHORT_8", "01234567",
                "ARGOCD_APP_SOURCE_REPO_URL", "https://x/y",
                "ARGOCD_APP_SOURCE_PATH", "a/b",
                "ARGOCD_APP_SOURCE_TARGET_REVISION", "main"));
  }
}
