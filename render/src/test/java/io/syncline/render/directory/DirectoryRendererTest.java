package io.syncline.render.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;
import io.syncline.render.BuildOptions;
import io.syncline.render.MemoryTree;
import io.syncline.render.RecordingTree;
import io.syncline.render.RenderException;
import io.syncline.render.RenderLimits;
import io.syncline.render.RenderRequest;
import io.syncline.render.kustomize.BuildMemo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryRendererTest {
  private static String object(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
  }

  private static List<String> names(MemoryTree tree, String block) {
    return names(tree, block, BuildOptions.DEFAULT);
  }

  private static List<String> names(MemoryTree tree, String block, BuildOptions options) {
    return manifests(tree, block, options, Optional.empty()).stream().map(Manifest::name).toList();
  }

  private static List<Manifest> manifests(
      MemoryTree tree, String block, BuildOptions options, Optional<BuildMemo> memo) {
    var source = new ApplicationSource(Yaml.parseObject("directory: " + block));
    var request = RenderRequest.of("app", source, "shop", "");
    return DirectoryRenderer.render(
        new RecordingTree(tree, RenderLimits.DEFAULT), request, options, memo);
  }

  @Test
  void a_file_that_did_not_change_is_not_parsed_again_and_one_that_did_is() {
    var memo = Optional.of(new BuildMemo());
    var tree = tree();
    var first = manifests(tree, "{}", BuildOptions.DEFAULT, memo);
    tree.with("app/a.yaml", object("other"));

    var second = manifests(tree, "{}", BuildOptions.DEFAULT, memo);

    assertThat(second).isEqualTo(manifests(tree, "{}", BuildOptions.DEFAULT, Optional.empty()));
    assertThat(second).extracting(Manifest::name).containsExactly("other", "b1", "b2", "c");
    assertThat(second.get(1).root()).isSameAs(first.get(1).root());
    assertThat(second.get(2).root()).isSameAs(first.get(2).root());
    assertThat(memo.get().bytes()).isPositive();
  }

  @Test
  void a_file_that_cannot_be_read_is_told_each_time_and_leaves_the_rest_known() {
    var memo = Optional.of(new BuildMemo());
    var tree = tree().with("app/z.yaml", "apiVersion: v1\nkind: {\nmetadata: x\n");
    for (var i = 0; i < 2; i++) {
      assertThatThrownBy(() -> manifests(tree, "{}", BuildOptions.DEFAULT, memo))
          .hasMessageStartingWith("app/z.yaml:");
    }
    tree.with("app/z.yaml", object("z"));
    assertThat(manifests(tree, "{}", BuildOptions.DEFAULT, memo))
        .extracting(Manifest::name)
        .containsExactly("a", "b1", "b2", "c", "z");
  }

  @Test
  void an_installation_may_permit_larger_folders_and_pass_over_links_that_lead_nowhere() {
    var blanks = " ".repeat(600_000);
    var texts =
        new MemoryTree().with("app/a.yaml", "# " + blanks).with("app/b.yaml", "# " + blanks);
    var stray =
        new MemoryTree().with("app/a.yaml", "->../../b.yaml").with("app/c.yaml", object("c"));
    var size = "reposerver.max.combined.directory.manifests.size";

    assertThat(names(texts, "{}", BuildOptions.DEFAULT.bounded(Map.of(size, "2M")))).isEmpty();
    assertThat(names(texts, "{}", BuildOptions.DEFAULT.bounded(Map.of(size, "0")))).isEmpty();
    assertThatThrownBy(() -> names(texts, "{}", BuildOptions.DEFAULT.bounded(Map.of(size, "1M"))))
        .hasMessageContaining("manifests of the folder exceed 1000000 bytes");
    assertThat(
            names(
                stray,
                "{}",
                BuildOptions.DEFAULT.bounded(Map.of("reposerver.allow.oob.symlinks", "true"))))
        .containsExactly("c");
  }

  private static MemoryTree tree() {
    return new MemoryTree()
        .with("app/a.yaml", object("a"))
        .with("app/b.yml", object("b1") + "---\n---\n" + object("b2"))
        .with(
            "app/c.json",
            "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"c\"}}")
        .with("app/d.txt", object("d"))
        .with("app/sub/e.yaml", object("e"))
        .with("other/f.yaml", object("f"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|a,b1,b2,c",
        "{recurse: true}|a,b1,b2,c,e",
        "{recurse: true, exclude: 'sub/*'}|a,b1,b2,c",
        "{recurse: true, include: '**/*.yaml'}|e",
        "{recurse: true, include: '*.yaml'}|a,e",
        "{recurse: true, include: 'sub/{e,f}.*'}|e",
        "{recurse: true, exclude: '{sub/**,[ab].*}'}|c",
        "{include: '{a,c}.*'}|a,c",
        "{include: '?.yml'}|b1,b2",
        "{include: '*.yaml', exclude: 'a*'}|''",
        "{disableExtensionFilter: true}|a,b1,b2,c,d"
      })
  void globs_and_recursion_choose_the_files(String block, String expected) {
    assertThat(String.join(",", names(tree(), block))).isEqualTo(expected);
  }

  @Test
  void lists_are_taken_apart() {
    var list =
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: x}}\n- {apiVersion: v1, kind: BList, items: [{kind: B, metadata: {name: z}}]}\n";
    assertThat(names(new MemoryTree().with("app/l.yaml", list), "{}")).containsExactly("x", "z");
    var empty = "apiVersion: v1\nkind: List\nitems: null\n";
    assertThat(names(new MemoryTree().with("app/l.yaml", empty), "{}")).isEmpty();
  }

  @Test
  void a_marked_file_is_skipped() {
    var tree = new MemoryTree().with("app/a.yaml", "# +argocd:skip-file-rendering\n" + object("a"));
    assertThat(names(tree, "{}")).isEmpty();
  }

  @Test
  void broken_yaml_counts_only_in_files_that_mean_to_be_manifests() {
    assertThat(names(new MemoryTree().with("app/values.yaml", "a: [\n"), "{}")).isEmpty();
    var broken =
        new MemoryTree().with("app/a.yaml", "apiVersion: v1\nkind: A\nmetadata: {name: [}\n");
    assertThatThrownBy(() -> names(broken, "{}"))
        .isInstanceOf(RenderException.class)
        .hasMessageStartingWith("app/a.yaml:3: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 3\\nimage: x|''",
        "- a\\n- b|''",
        "just text|''",
        "replicas: 3\\n---\\nkind: A\\nmetadata: {name: a}|''",
        "# nothing\\n---\\n---\\nkind: A\\nmetadata: {name: a}|a",
        "kind: A\\nmetadata: {name: a}\\nspec: {items: [1]}|a",
        "kind: AList\\nitems: []|''",
        "kind: List\\nitems: [{kind: A, metadata: {name: a}}, null]|a"
      })
  void a_file_that_is_no_manifest_may_lie_among_manifests(String text, String expected) {
    var tree = new MemoryTree().with("app/x.yaml", text.replace("\\n", "\n"));
    assertThat(String.join(",", names(tree, "{}"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x.yaml|kind: A\\nmetadata: {name: a}\\n---\\nreplicas: 3|app/x.yaml:4: object has no kind",
        "x.yaml|kind: A\\nmetadata: {name: a}\\n---\\n- b|app/x.yaml:4: document is not an object",
        "x.yaml|data:\\n  a: 'apiVersion: kind: metadata:'|app/x.yaml:1: object has no kind",
        "x.yaml|kind: List\\nitems: [{metadata: {name: a}}]|app/x.yaml:1: object has no kind",
        "x.yaml|kind: List\\nitems: [a]|app/x.yaml:1: List holds something that is no object",
        "x.yaml|kind: List\\nitems: {a: b}|app/x.yaml:1: items is not a list",
        "x.json|{\"name\": \"package\"}|app/x.json:1: object has no kind",
        "x.json|{|app/x.json: invalid JSON"
      })
  void a_wrong_manifest_is_told_with_file_and_line(String name, String text, String message) {
    var tree = new MemoryTree().with("app/" + name, text.replace("\\n", "\n"));
    assertThatThrownBy(() -> names(tree, "{}")).hasMessageStartingWith(message);
  }

  @Test
  void a_pattern_nobody_can_read_is_an_error() {
    assertThatThrownBy(() -> names(tree(), "{include: '{a'}"))
        .hasMessageContaining("directory.include '{a' is malformed (expected: a glob)");
  }

  @Test
  void manifests_together_have_a_bound_that_programs_do_not_count_for() {
    var blanks = " ".repeat(6 << 20);
    var programs =
        new MemoryTree()
            .with("app/a.jsonnet", "null" + blanks)
            .with("app/b.jsonnet", "null" + blanks);
    assertThat(names(programs, "{}")).isEmpty();
    // What is too much is not read to its end, which would take its time.
    var texts =
        new MemoryTree()
            .with("app/a.yaml", object("a"))
            .with("app/b.yaml", "# " + " ".repeat((10 << 20) - 10));
    assertThatThrownBy(() -> names(texts, "{}"))
        .hasMessageContaining("manifests of the folder exceed 10485760 bytes");
  }

  @Test
  void links_out_of_the_source_are_refused_and_those_to_folders_passed_over() {
    var out = new MemoryTree().with("app/a.yaml", "->../../b.yaml");
    assertThatThrownBy(() -> names(out, "{}")).hasMessageContaining("leaves the source");
    var folder = new MemoryTree().with("app/link", "->../other").with("other/b.yaml", object("b"));
    assertThat(names(folder, "{recurse: true}")).isEmpty();
  }

  @Test
  void a_json_file_holds_one_object() {
    var trailing = new MemoryTree().with("app/a.json", "{\"kind\": \"A\"} {}");
    assertThatThrownBy(() -> names(trailing, "{}"))
        .hasMessageStartingWith("app/a.json: invalid JSON");
    var list = new MemoryTree().with("app/a.json", "[]");
    assertThatThrownBy(() -> names(list, "{}")).hasMessageContaining("not a JSON object");
  }

  @Test
  void links_inside_the_source_are_followed() {
    var tree =
        new MemoryTree()
            .with("app/a.yaml", "->../shared/b.yaml")
            .with("shared/b.yaml", object("b"));
    assertThat(names(tree, "{}")).containsExactly("b");
  }

  @Test
  void a_missing_folder_is_an_error() {
    assertThatThrownBy(() -> names(new MemoryTree(), "{}"))
        .hasMessageContaining("app path does not exist");
  }
}
