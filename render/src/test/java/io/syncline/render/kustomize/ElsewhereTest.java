package io.syncline.render.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.render.BuildOptions;
import io.syncline.render.MemoryTree;
import io.syncline.render.RemoteAddress;
import io.syncline.render.Remotes;
import io.syncline.render.RenderException;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bases, files and charts that stand outside of the tree. */
final class ElsewhereTest {
  private static final String CONFIG_MAP =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {key: %s}}\n";

  private final Map<String, String> own = new HashMap<>();
  private final Map<RemoteAddress, SourceTree> elsewhere = new HashMap<>();
  private String identity = "1";

  private Remotes remotes() {
    return address -> {
      var tree = elsewhere.get(address);
      if (tree == null) {
        throw RenderException.in("", 0, address.text() + " cannot be read: no such repository");
      }
      return new Remotes.Remote(identity, tree);
    };
  }

  private RenderRequest request() {
    return new RenderRequest(
        "app",
        new ApplicationSource(ObjectTree.EMPTY),
        new RenderRequest.Instance("shop", "prod", "default", ""),
        RenderRequest.Platform.USUAL,
        new RenderRequest.Surroundings(Map.of(), remotes()),
        RenderLimits.DEFAULT);
  }

  private RenderResult render(BuildOptions options) {
    return Renderers.render(MemoryTree.of(own), request(), options);
  }

  private List<String> rendered(BuildOptions options) {
    return switch (render(options)) {
      case RenderResult.Rendered rendered ->
          rendered.manifests().stream().map(m -> m.kind() + "/" + m.name()).toList();
      case RenderResult.Failed failed -> throw new AssertionError(failed.problem().text());
    };
  }

  private String problem(BuildOptions options) {
    return switch (render(options)) {
      case RenderResult.Rendered rendered -> throw new AssertionError(rendered.manifests());
      case RenderResult.Failed failed -> failed.problem().text();
    };
  }

  @Test
  void a_remote_base_is_built_with_the_bases_beside_it_in_its_repository() {
    own.put(
        "app/kustomization.yaml",
        "namePrefix: my-\nresources: ['https://git.example/org/repo//overlays/a?ref=v1']\n");
    elsewhere.put(
        new RemoteAddress.Git("https://git.example/org/repo", "v1"),
        MemoryTree.of(
            Map.of(
                "overlays/a/kustomization.yaml", "nameSuffix: -a\nresources: [../../base]\n",
                "base/kustomization.yaml", "resources: [c.yaml]\n",
                "base/c.yaml", CONFIG_MAP.formatted("one", "x"))));
    assertThat(rendered(BuildOptions.DEFAULT)).containsExactly("ConfigMap/my-one-a");
  }

  @Test
  void where_a_remote_object_came_from_is_told() {
    own.put(
        "app/kustomization.yaml",
        "buildMetadata: [originAnnotations]\nresources: ['https://git.example/org/repo//b?ref=v1']\n");
    elsewhere.put(
        new RemoteAddress.Git("https://git.example/org/repo", "v1"),
        MemoryTree.of(
            Map.of(
                "b/kustomization.yaml",
                "resources: [c.yaml]\n",
                "b/c.yaml",
                CONFIG_MAP.formatted("one", "x"))));
    var result = (RenderResult.Rendered) render(BuildOptions.DEFAULT);
    assertThat(result.manifests().getFirst().annotation("config.kubernetes.io/origin"))
        .contains("path: b/c.yaml\nrepo: https://git.example/org/repo\nref: v1\n");
  }

  @Test
  void a_remote_file_is_read_like_one_beside() {
    own.put("app/kustomization.yaml", "resources: ['https://files.example/x/c.yaml']\n");
    elsewhere.put(
        new RemoteAddress.File("https://files.example/x/c.yaml"),
        MemoryTree.of(Map.of("c.yaml", CONFIG_MAP.formatted("one", "x"))));
    assertThat(rendered(BuildOptions.DEFAULT)).containsExactly("ConfigMap/one");
  }

  @Test
  void a_url_that_is_no_file_may_be_a_repository() {
    own.put("app/kustomization.yaml", "resources: ['https://git.example/org/repo']\n");
    elsewhere.put(
        new RemoteAddress.Git("https://git.example/org/repo", ""),
        MemoryTree.of(
            Map.of(
                "kustomization.yaml",
                "resources: [c.yaml]\n",
                "c.yaml",
                CONFIG_MAP.formatted("one", "x"))));
    assertThat(rendered(BuildOptions.DEFAULT)).containsExactly("ConfigMap/one");
  }

  @Test
  void a_remote_base_that_leads_back_to_itself_is_refused() {
    var url = "https://git.example/org/repo//a?ref=v1";
    own.put("app/kustomization.yaml", "resources: ['" + url + "']\n");
    elsewhere.put(
        new RemoteAddress.Git("https://git.example/org/repo", "v1"),
        MemoryTree.of(Map.of("a/kustomization.yaml", "resources: ['" + url + "']\n")));
    assertThat(problem(BuildOptions.DEFAULT)).contains("cycle detected").contains(url);
  }

  @Test
  void what_cannot_be_fetched_is_named_and_tried_again_once_it_can() {
    own.put("app/kustomization.yaml", "resources: ['https://git.example/org/repo//a?ref=v1']\n");
    assertThat(problem(BuildOptions.DEFAULT))
        .contains("app/kustomization.yaml")
        .contains("https://git.example/org/repo?ref=v1 cannot be read");
    var inputs = render(BuildOptions.DEFAULT).inputs();
    assertThat(inputs.unchangedIn(MemoryTree.of(own), Map.of(), remotes())).isTrue();
    elsewhere.put(
        new RemoteAddress.Git("https://git.example/org/repo", "v1"), MemoryTree.of(Map.of()));
    assertThat(inputs.unchangedIn(MemoryTree.of(own), Map.of(), remotes())).isFalse();
  }

  @Test
  void a_remote_that_moved_changes_the_inputs() {
    own.put("app/kustomization.yaml", "resources: ['https://files.example/c.yaml']\n");
    elsewhere.put(
        new RemoteAddress.File("https://files.example/c.yaml"),
        MemoryTree.of(Map.of("c.yaml", CONFIG_MAP.formatted("one", "x"))));
    var inputs = render(BuildOptions.DEFAULT).inputs();
    assertThat(inputs.unchangedIn(MemoryTree.of(own), Map.of(), remotes())).isTrue();
    identity = "2";
    assertThat(inputs.unchangedIn(MemoryTree.of(own), Map.of(), remotes())).isFalse();
  }

  private void chart(String folder) {
    own.put(folder + "/Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0}\n");
    own.put(folder + "/values.yaml", "{word: default, other: default}\n");
    own.put(folder + "/crds/crd.yaml", CONFIG_MAP.formatted("crd", "x"));
    own.put(
        folder + "/templates/c.yaml",
        CONFIG_MAP.formatted("{{ .Release.Name }}", "{{ .Values.word }}-{{ .Values.other }}"));
  }

  private String value() {
    var options = BuildOptions.parse("--enable-helm --load-restrictor LoadRestrictionsNone");
    return switch (render(options)) {
      case RenderResult.Rendered rendered -> rendered.manifests().getLast().text("data", "key");
      case RenderResult.Failed failed -> throw new AssertionError(failed.problem().text());
    };
  }

  @Test
  void charts_are_rendered_only_where_they_are_switched_on() {
    chart("app/charts/web");
    own.put("app/kustomization.yaml", "helmCharts: [{name: web}]\n");
    assertThat(problem(BuildOptions.DEFAULT)).contains("web").contains("--enable-helm");
    assertThat(rendered(BuildOptions.parse("--enable-helm")))
        .containsExactly("ConfigMap/release-name");
  }

  @Test
  void a_chart_takes_name_crds_and_values_from_its_entry() {
    chart("app/charts/web");
    own.put("app/more.yaml", "other: more\n");
    own.put(
        "app/kustomization.yaml",
        """
        namePrefix: pre-
        helmCharts:
        - name: web
          releaseName: rel
          includeCRDs: true
          valuesInline: {word: inline}
          additionalValuesFiles: [more.yaml]
        """);
    assertThat(rendered(BuildOptions.parse("--enable-helm")))
        .containsExactly("ConfigMap/pre-crd", "ConfigMap/pre-rel");
    assertThat(value()).isEqualTo("inline-more");
  }

  @Test
  void inline_values_give_way_to_the_file_when_they_merge() {
    chart("app/charts/web");
    own.put(
        "app/kustomization.yaml",
        "helmCharts: [{name: web, valuesMerge: merge, valuesInline: {word: inline}}]\n");
    assertThat(value()).isEqualTo("default-default");
  }

  @Test
  void a_chart_that_is_not_here_comes_from_its_repository() {
    own.put(
        "app/kustomization.yaml",
        "helmCharts: [{name: web, version: 1.0.0, repo: 'https://charts.example'}]\n");
    elsewhere.put(
        new RemoteAddress.Chart("https://charts.example", "web", "1.0.0"),
        MemoryTree.of(
            Map.of(
                "Chart.yaml",
                "{apiVersion: v2, name: web, version: 1.0.0}\n",
                "templates/c.yaml",
                CONFIG_MAP.formatted("fetched", "x"))));
    assertThat(rendered(BuildOptions.parse("--enable-helm"))).containsExactly("ConfigMap/fetched");
  }
}
