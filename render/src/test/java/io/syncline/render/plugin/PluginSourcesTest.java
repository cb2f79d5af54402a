package io.syncline.render.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.MemoryTree;
import io.syncline.render.Plugins;
import io.syncline.render.RenderException;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.SourceType;
import io.syncline.render.door.Renderers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PluginSourcesTest {
  /** One plugin, which discovers itself by a file and prints what that file holds. */
  private static class Printer implements Plugins {
    @Override
    public String identity() {
      return "printer";
    }

    @Override
    public boolean mayRun(ApplicationSource source) {
      return true;
    }

    @Override
    public Optional<String> discover(SourceTree tree, RenderRequest request) {
      return FilePattern.of("print.me").matches(tree, request.path())
          ? Optional.of("printer")
          : Optional.empty();
    }

    @Override
    public String choose(SourceTree tree, RenderRequest request) {
      return discover(tree, request)
          .orElseThrow(() -> RenderException.in(request.path(), 0, "no plugin fits"));
    }

    @Override
    public String generate(String plugin, SourceTree tree, RenderRequest request) {
      return tree.read(request.path() + "/print.me")
          .map(Yaml::decode)
          .orElseThrow(() -> RenderException.passing(request.path(), "printer is busy", ""));
    }

    @Override
    public List<ObjectTree> parameters(String plugin, SourceTree tree, RenderRequest request) {
      return List.of();
    }
  }

  private static RenderResult render(MemoryTree tree, String source) {
    var request =
        RenderRequest.of("app", new ApplicationSource(Yaml.parseObject(source)), "shop", "prod");
    return Renderers.render(tree, request.using(new Printer()));
  }

  private static MemoryTree printing(String text) {
    return new MemoryTree().with("app/print.me", text).with("app/kustomization.yaml", "{}");
  }

  private static String problem(RenderResult result) {
    assertThat(result).isInstanceOf(RenderResult.Failed.class);
    return ((RenderResult.Failed) result).problem().text();
  }

  @Test
  void a_plugin_that_discovers_itself_goes_before_the_built_in_tools() {
    var result = render(printing("{apiVersion: v1, kind: Secret, metadata: {name: a}}"), "{}");
    assertThat(((RenderResult.Rendered) result).type()).isEqualTo(SourceType.PLUGIN);
    assertThat(((RenderResult.Rendered) result).manifests())
        .extracting(Manifest::name)
        .containsExactly("a");
    assertThat(result.inputs().files()).containsKey("app/print.me");
  }

  @Test
  void a_source_that_names_a_tool_is_left_to_it() {
    var tree = printing("x").with("app/a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: p}}");
    var result = render(tree, "directory: {include: a.yaml}");
    assertThat(((RenderResult.Rendered) result).type()).isEqualTo(SourceType.DIRECTORY);
  }

  @Test
  void a_chart_is_left_to_helm() {
    assertThat(problem(render(printing("x"), "{chart: web}"))).contains("Chart.yaml");
  }

  @Test
  void documents_and_lists_are_taken_apart() {
    var result =
        render(
            printing(
                """
                ---
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}]}
                ---
                ---
                kind: ConfigMapList
                items:
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
                """),
            "plugin: {}");
    assertThat(((RenderResult.Rendered) result).manifests())
        .extracting(Manifest::name)
        .containsExactly("p", "c");
  }

  @Test
  void what_is_no_manifest_is_told_with_its_line() {
    assertThat(problem(render(printing("---\nkind: A\n---\nhello\n"), "plugin: {}")))
        .startsWith("output of plugin printer:4: document is not an object");
    assertThat(problem(render(printing("a: b: c"), "plugin: {}")))
        .startsWith("output of plugin printer:1: ");
  }

  @Test
  void a_problem_that_may_pass_is_marked() {
    var result = render(new MemoryTree().with("app/x", ""), "plugin: {name: printer}");
    assertThat(((RenderResult.Failed) result).passing()).isFalse();
    var busy =
        new Printer() {
          @Override
          public String choose(SourceTree tree, RenderRequest request) {
            return "printer";
          }
        };
    assertThat(busy.mayRun(new ApplicationSource(ObjectTree.EMPTY))).isTrue();
    var request =
        RenderRequest.of(
            "app", new ApplicationSource(Yaml.parseObject("plugin: {}")), "shop", "prod");
    var again = Renderers.render(new MemoryTree().with("app/x", ""), request.using(busy));
    assertThat(((RenderResult.Failed) again).passing()).isTrue();
  }

  @Test
  void two_tools_in_one_source_are_refused_before_any_plugin_is_asked() {
    assertThat(problem(render(printing("x"), "{helm: {releaseName: x}, plugin: {name: printer}}")))
        .contains("multiple application sources defined: Helm,Plugin");
  }

  @Test
  void without_plugins_a_plugin_source_says_where_they_run() {
    var request =
        RenderRequest.of(
            "app", new ApplicationSource(Yaml.parseObject("plugin: {name: x}")), "shop", "prod");
    assertThat(problem(Renderers.render(printing("x"), request))).contains("--plugins");
  }
}
