package io.syncline.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlSpansTest {
  private static YamlSpans spans(String text) {
    return YamlSpans.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String with(String text, YamlSpans.Change... changes) {
    return new String(spans(text).with(Arrays.asList(changes)), StandardCharsets.UTF_8);
  }

  private static String set(String text, String value, String... path) {
    var span = spans(text).scalar(0, List.of(path)).orElseThrow();
    return with(text, new YamlSpans.Change.Value(span, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1 # c|x|a: x # c",
        "a: 1 # c|1.10|a: \"1.10\" # c",
        "a: 'x'|it's|a: 'it''s'",
        "a: \"x\"|q\"q|a: \"q\\\"q\"",
        "a: &n x|y1|a: &n y1",
        "a: !!str 1|2|a: !!str \"2\"",
        "a:|v|a: v",
        "{a: x}|y,z|{a: \"y,z\"}",
        "\"a\" : x|y1|\"a\" : y1",
        "? a\\n: x|y1|? a\\n: y1",
      })
  void a_value_is_exchanged_in_its_own_style(String text, String value, String expected) {
    assertThat(set(text.replace("\\n", "\n"), value, "a")).isEqualTo(expected.replace("\\n", "\n"));
  }

  @Test
  void places_are_right_behind_characters_outside_the_basic_plane() {
    assertThat(set("k: 😀😀 # 😀\nlist:\n- 😀\n- {b: old} # 😀\n", "new", "list", "1", "b"))
        .isEqualTo("k: 😀😀 # 😀\nlist:\n- 😀\n- {b: new} # 😀\n");
  }

  @Test
  void the_last_of_equal_keys_counts_as_for_readers() {
    assertThat(set("a: 1\na: 2\n", "x", "a")).isEqualTo("a: 1\na: x\n");
  }

  @Test
  void aliases_merges_and_odd_keys_lead_to_the_text_they_come_from() {
    var text = "b: &b {v: one, w: two}\na: *b\nc:\n  <<: *b\n  w: own\non: {0x10: hex}\n";
    var spans = spans(text);
    assertThat(spans.scalar(0, List.of("a", "v")).orElseThrow().value()).isEqualTo("one");
    assertThat(spans.scalar(0, List.of("c", "v"))).isEqualTo(spans.scalar(0, List.of("b", "v")));
    assertThat(spans.scalar(0, List.of("c", "w")).orElseThrow().value()).isEqualTo("own");
    assertThat(spans.scalar(0, List.of("true", "16")).orElseThrow().value()).isEqualTo("hex");
    assertThat(spans.scalar(0, List.of("a"))).isEmpty();
    assertThat(spans.scalar(0, List.of("a", "v", "x"))).isEmpty();
    assertThat(spans.scalar(0, List.of("none"))).isEmpty();
  }

  @Test
  void one_place_reached_twice_is_changed_once() {
    var text = "b: &b one\na: *b\n";
    var spans = spans(text);
    assertThat(
            with(
                text,
                new YamlSpans.Change.Value(spans.scalar(0, List.of("a")).orElseThrow(), "longer"),
                new YamlSpans.Change.Value(spans.scalar(0, List.of("b")).orElseThrow(), "longer")))
        .isEqualTo("b: &b longer\na: *b\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- a: 1 # c\\n  z: 2\\n|- a: 1 # c\\n  n: v\\n  z: 2\\n",
        "- a: 1\\r\\n- z\\r\\n|- a: 1\\r\\n  n: v\\r\\n- z\\r\\n",
        "- a: 1|- a: 1\\n  n: v",
        "- {a: 1, z: 2}|- {a: 1, n: v, z: 2}",
      })
  void an_entry_is_added_behind_another(String text, String expected) {
    var plain = text.replace("\\n", "\n").replace("\\r", "\r");
    var spans = spans(plain);
    var key = spans.key(0, List.of("0", "a")).orElseThrow();
    var value = spans.scalar(0, List.of("0", "a")).orElseThrow();
    assertThat(with(plain, new YamlSpans.Change.Entry(key, value, "n", "v")))
        .isEqualTo(expected.replace("\\n", "\n").replace("\\r", "\r"));
  }

  @Test
  void a_key_is_renamed() {
    var text = "\"a\": 1\n";
    var key = spans(text).key(0, List.of("a")).orElseThrow();
    assertThat(with(text, new YamlSpans.Change.Key(key, "b"))).isEqualTo("\"b\": 1\n");
  }

  @Test
  void a_block_of_one_line_is_exchanged_and_one_whose_words_repeat_is_refused() {
    assertThat(set("a: |2-\n   app # no comment\nb: 1\n", "web", "a"))
        .isEqualTo("a: |2-\n   web\nb: 1\n");
    assertThatThrownBy(() -> set("a: >-\n  x\n  y\n", "z", "a"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("block scalar");
  }

  @Test
  void bad_text_is_refused() {
    assertThatThrownBy(() -> spans("a: [")).isInstanceOf(YamlException.class);
    assertThatThrownBy(() -> YamlSpans.of(new byte[] {'a', (byte) 0xff}))
        .isInstanceOf(YamlException.class);
  }
}
