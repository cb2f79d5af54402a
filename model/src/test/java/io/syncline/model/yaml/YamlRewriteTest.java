package io.syncline.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlRewriteTest {
  private static final String DEPLOYMENT =
      """
      # who runs it
      kind: Deployment   # a kind
      metadata:
        name: web
        labels: {app: web, tier: "front"}
      spec:
        replicas: 2  # enough
        paused: "no"
        template:
          containers:
            # the one
            - name: main
              image: 'web:1'
              args:
              - "--a"
              - --b
            - name: side
              image: side:1
      # the end
      ---
      kind: Other
      """;

  private static String rewritten(String text, ObjectTree wanted) {
    return new String(
        YamlRewrite.of(text.getBytes(StandardCharsets.UTF_8), 0, wanted), StandardCharsets.UTF_8);
  }

  private static ObjectTree parsed() {
    return Tree.object(Yaml.documents(DEPLOYMENT).getFirst().value());
  }

  @Test
  void scalars_change_in_their_place_and_in_their_quotes() {
    var wanted = Tree.with(parsed(), 5L, "spec", "replicas");
    wanted = Tree.with(wanted, "yes", "spec", "paused");
    wanted = Tree.with(wanted, "back", "metadata", "labels", "tier");

    assertThat(rewritten(DEPLOYMENT, wanted))
        .isEqualTo(
            DEPLOYMENT
                .replace("replicas: 2", "replicas: 5")
                .replace("\"no\"", "\"yes\"")
                .replace("\"front\"", "\"back\""));
  }

  @Test
  void fields_are_added_behind_the_others_and_taken_away_with_their_line() {
    var wanted = Tree.with(parsed(), Yaml.parse("{type: Recreate}"), "spec", "strategy");
    wanted = Tree.without(wanted, "spec", "replicas");

    assertThat(rewritten(DEPLOYMENT, wanted))
        .isEqualTo(
            DEPLOYMENT
                .replace("  replicas: 2  # enough\n", "")
                .replace("image: side:1\n", "image: side:1\n  strategy:\n    type: Recreate\n"));
  }

  @Test
  void items_of_lists_change_come_and_go() {
    var containers =
        Yaml.parse(
            "[{name: main, image: 'web:2', args: [--a, --b, --c], env: [{name: A, value: '1'}]}]");
    var wanted = Tree.with(parsed(), containers, "spec", "template", "containers");

    assertThat(rewritten(DEPLOYMENT, wanted))
        .isEqualTo(
            DEPLOYMENT
                .replace("'web:1'", "'web:2'")
                .replace(
                    "        - --b\n",
                    "        - --b\n        - --c\n        env:\n        - name: A\n          value:"
                        + " \"1\"\n")
                .replace("      - name: side\n        image: side:1\n", ""));
  }

  @Test
  void whole_values_are_replaced_where_their_shape_changes() {
    var wanted = Tree.with(parsed(), List.of("a", "b"), "spec", "replicas");

    assertThat(rewritten(DEPLOYMENT, wanted))
        .isEqualTo(
            DEPLOYMENT.replace("replicas: 2  # enough", "replicas:\n  - a\n  - b  # enough"));
  }

  @Test
  void flow_is_written_as_flow() {
    assertThat(rewritten("{a: 1, b: {c: x, d: [1, 2]}}\n", object("{a: 2, b: {c: x, d: [1, 2]}}")))
        .isEqualTo("{a: 2, b: {c: x, d: [1, 2]}}\n");
    assertThat(rewritten("{a: 1, b: {c: x, d: [1, 2]}}\n", object("{a: 1, b: {c: x, d: [1, 3]}}")))
        .isEqualTo("{a: 1, b: {c: x, d: [1, 3]}}\n");
    assertThat(rewritten("{a: 1, b: {c: x}}\n", object("{a: 1, b: {c: x, e: f}}")))
        .isEqualTo("{a: 1, b: {\"c\":\"x\",\"e\":\"f\"}}\n");
  }

  @Test
  void texts_stay_texts_and_other_line_ends_stay() {
    assertThat(rewritten("a: x\r\nb: y", object("{a: '5', b: y, c: z}")))
        .isEqualTo("a: \"5\"\r\nb: y\r\nc: z\r\n");
    assertThat(rewritten("a: |\n  one\n  two\nb: 1\n", object("{a: \"one\\nthree\\n\", b: 1}")))
        .isEqualTo("a: |\n  one\n  three\nb: 1\n");
  }

  @Test
  void what_an_anchor_shares_is_not_changed_by_half() {
    assertThatThrownBy(() -> rewritten("a: &x {b: 1}\nc: *x\n", object("{a: {b: 2}, c: {b: 1}}")))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("anchor");
  }

  private static ObjectTree object(String yaml) {
    return Tree.object(Yaml.parse(yaml));
  }
}
