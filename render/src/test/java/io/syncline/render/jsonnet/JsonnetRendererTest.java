package io.syncline.render.jsonnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.MemoryTree;
import io.syncline.render.RenderProblem;
import io.syncline.render.RenderRequest;
import io.syncline.render.RenderResult;
import io.syncline.render.door.Renderers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonnetRendererTest {
  private static final String MAP =
      "function(name='a') {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: name}}";

  private static RenderResult render(MemoryTree tree, String jsonnet) {
    var block = "directory: {recurse: true, jsonnet: " + jsonnet + "}";
    var source = new ApplicationSource(Yaml.parseObject(block));
    return Renderers.render(tree, RenderRequest.of("app", source, "shop", "prod"));
  }

  private static List<String> names(MemoryTree tree, String jsonnet) {
    var result = render(tree, jsonnet);
    assertThat(result).isInstanceOf(RenderResult.Rendered.class);
    return ((RenderResult.Rendered) result).manifests().stream().map(Manifest::name).toList();
  }

  private static RenderProblem problem(MemoryTree tree, String jsonnet) {
    var result = render(tree, jsonnet);
    assertThat(result).isInstanceOf(RenderResult.Failed.class);
    return ((RenderResult.Failed) result).problem();
  }

  private static MemoryTree app(String program) {
    return new MemoryTree().with("app/main.jsonnet", program);
  }

  @Test
  void a_program_gives_an_object_an_array_or_nothing() {
    assertThat(names(app(MAP), "{}")).containsExactly("a");
    assertThat(names(app("local m = " + MAP + "; [m('x'), null, m('y')]"), "{}"))
        .containsExactly("x", "y");
    assertThat(names(app("null"), "{}")).isEmpty();
    var list = "local m = " + MAP + "; {apiVersion: 'v1', kind: 'List', items: [m('x'), m('y')]}";
    assertThat(names(app(list), "{}")).containsExactly("x", "y");
  }

  @Test
  void libraries_are_not_rendered_and_other_files_keep_their_order() {
    var tree =
        app("local l = import 'lib.libsonnet'; l.map('b')")
            .with("app/lib.libsonnet", "{map: " + MAP + "}")
            .with("app/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: first}\n")
            .with("app/sub/z.jsonnet", "(import '../lib.libsonnet').map('last')");
    assertThat(names(tree, "{}")).containsExactly("first", "b", "last");
  }

  @Test
  void imports_are_looked_for_beside_the_file_then_in_the_last_library_first() {
    var tree =
        app("local m = " + MAP + "; [m(import n) for n in []] + [m(import 'x.libsonnet')]")
            .with("app/main.jsonnet", "local m = " + MAP + "; m(import 'x.libsonnet')")
            .with("one/x.libsonnet", "'one'")
            .with("two/x.libsonnet", "'two'");
    assertThat(names(tree, "{libs: [one, two]}")).containsExactly("two");
    assertThat(names(tree, "{libs: [two, one]}")).containsExactly("one");
    tree.with("app/x.libsonnet", "'own'");
    assertThat(names(tree, "{libs: [two, one]}")).containsExactly("own");
  }

  @Test
  void what_is_imported_is_recorded_and_what_was_looked_for_too() {
    var tree = app("local m = " + MAP + "; m(importstr 'n.txt')").with("two/n.txt", "name");
    var result = (RenderResult.Rendered) render(tree, "{libs: [two, one]}");
    assertThat(result.inputs().files().keySet())
        .contains("app/main.jsonnet", "app/n.txt", "one/n.txt", "two/n.txt");
    assertThat(result.inputs().touchedBy(List.of("two/n.txt"))).isTrue();
    assertThat(result.inputs().touchedBy(List.of("one/n.txt"))).isTrue();
    assertThat(result.inputs().touchedBy(List.of("other/n.txt"))).isFalse();
  }

  @Test
  void values_and_libraries_may_name_build_variables() {
    var tree =
        app("function(name) local m = " + MAP + "; [m(name), m(std.extVar('e')), m(import 'l')]")
            .with("libs/shop/l", "'from-' + std.extVar('c').where");
    var block =
        "{libs: [libs/$ARGOCD_APP_NAME], tlas: [{name: name, value: '$ARGOCD_APP_NAME-web'}],"
            + " extVars: [{name: e, value: 'in-${ARGOCD_APP_NAMESPACE}'},"
            + " {name: c, code: true, value: '{where: \"$ARGOCD_APP_NAMESPACE\"}'}]}";
    assertThat(names(tree, block)).containsExactly("shop-web", "in-prod", "from-prod");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\\n a: error 'no'}|app/main.jsonnet:2: no",
        "import '../../etc/passwd'|leaves the source",
        "import '/etc/passwd'|is absolute",
        "import 'nope'|app/main.jsonnet:1: couldn't open import \"nope\"",
        "1|evaluates to something that is no object",
        "[[{kind: 'A'}]]|std.flattenArrays()",
        "{a: {kind: 'A'}}|std.objectValues()",
        "{metadata: {name: 'x'}}|evaluates to an object without kind",
        "{|app/main.jsonnet:1: unexpected end of file",
        "local f(x) = f(x); f(1)|app/main.jsonnet:1: max stack frames exceeded",
        "std.extVar('x')|app/main.jsonnet:1: undefined external variable: x",
        "std.repeat('x', 1e10)|bytes of memory"
      })
  void a_wrong_program_is_told_with_its_place(String program, String message) {
    assertThat(problem(app(program.replace("\\n", "\n")), "{}").text()).contains(message);
  }

  @Test
  void a_wrong_library_is_told_with_its_place_and_who_imported_it() {
    var tree = app("import 'lib.libsonnet'").with("app/lib.libsonnet", "{\n  a: 1\n  b: 2\n}");
    assertThat(problem(tree, "{}").text())
        .startsWith("app/lib.libsonnet:3: unexpected \"b\"")
        .contains("imported by app/main.jsonnet");
    assertThat(problem(app("1"), "{libs: [../out]}").text())
        .contains("directory.jsonnet.libs: '../out' points outside the repository");
  }

  @Test
  void links_out_of_the_source_are_refused() {
    var tree = app("import 'lib'").with("app/lib", "->../../secret");
    assertThat(problem(tree, "{}").text()).contains("leaves the source");
  }

  @Test
  void variables_of_the_source_matter_only_to_jsonnet() {
    var tree =
        new MemoryTree()
            .with("app/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\n");
    assertThat(names(tree, "{libs: [../out]}")).containsExactly("plain");
  }
}
