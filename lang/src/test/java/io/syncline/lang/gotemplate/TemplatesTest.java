package io.syncline.lang.gotemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.lang.gotemplate.Templates.MissingKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplatesTest {
  private static String run(String text, Object data, MissingKey missing) {
    return new Templates(Map.of(), missing).parse("t", text).execute("t", data, Budget.ofDefault());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      value = {
        "{{.a}}@1",
        "{{.m}}@map[x:y z:<nil>]",
        "{{.l}} {{len .l}} {{index .l 1}}@[p q] 2 q",
        "{{range $i, $e := .l}}{{$i}}{{$e}},{{end}}@0p,1q,",
        "{{range $k, $v := .m}}{{$k}}={{$v}};{{end}}@x=y;z=<no value>;",
        "{{with .none}}a{{else}}b{{end}}@b",
        "{{define `+\"`x`\"+`}}[{{.}}]{{end}}@",
        "{{`+\"`{{raw}}`\"+`}}@{{raw}}",
        "a {{- 1 -}} b@a1b",
        "{{/* c */}}x{{- /* d */ -}} y@xy",
        "{{if eq .a 1 2 3}}one{{else if true}}two{{end}}@one",
        "{{slice \"abcdef\" 1 3}} {{html \"<a&'>\"}} {{js \"a'b\"}} {{urlquery \"a b&c\"}}@bc &lt;a&amp;&#39;&gt; a\\'b a+b%26c",
        "{{printf \"%05.1f|%-4d|%x|%q|%t|%v\" 2.25 7 \"hi\" \"q\" true .l}}@002.2|7   |6869|\"q\"|true|[p q]",
        "{{$x := 1}}{{range .l}}{{$x = .}}{{end}}{{$x}}@q",
        "{{range 5}}{{if eq . 3}}{{break}}{{end}}{{if eq . 1}}{{continue}}{{end}}{{.}}{{end}}@02",
        "{{block \"b\" .a}}<{{.}}>{{end}}{{template \"b\" 5}}@<1><5>",
        "{{(index .m \"x\") | printf \"%s-%s\" \"a\"}}@a-y",
        "{{1e6}} {{0x1F}} {{1_000}} {{'a'}} {{1.5}} {{-3}}@1e+06 31 1000 97 1.5 -3",
        "{{not .none}} {{and .a .l}} {{or .none .a}}@true [p q] 1",
      })
  void templates_give_what_go_gives(String text, String expected) {
    var tidy = text.replace("`+\"`", "`").replace("`\"+`", "`");
    var data = new TreeMap<String, Object>();
    var m = new TreeMap<String, Object>();
    m.put("x", "y");
    putNull(m, "z");
    data.put("a", 1);
    data.put("l", List.of("p", "q"));
    data.put("m", m);
    assertThat(run(tidy, data, MissingKey.INVALID)).isEqualTo(expected == null ? "" : expected);
  }

  @SuppressWarnings("NullAway") // a nil in a map is what is tested
  private static void putNull(Map<String, Object> map, String key) {
    map.put(key, null);
  }

  @Test
  void a_missing_key_is_what_the_option_says() {
    var data = Map.of("a", Map.of());
    assertThat(run("{{.x}} {{.x.y}}", data, MissingKey.INVALID)).isEqualTo("<no value> <no value>");
    assertThat(run("{{.x}}", data, MissingKey.ZERO)).isEqualTo("<no value>");
    assertThatThrownBy(() -> run("{{.x.y}}", data, MissingKey.ZERO))
        .hasMessage(
            "template: t:1:4: executing \"t\" at <.x.y>: nil pointer evaluating interface {}.y");
    assertThatThrownBy(() -> run("\n {{.a.x}}", data, MissingKey.ERROR))
        .hasMessage("template: t:2:5: executing \"t\" at <.a.x>: map has no entry for key \"x\"");
  }

  @Test
  void other_delimiters_leave_braces_alone() {
    var templates = new Templates(Map.of(), MissingKey.INVALID, List.of("[[", "]]"));
    assertThat(
            templates
                .parse("t", "{{.a}} [[ .a ]]")
                .execute("t", Map.of("a", 1), Budget.ofDefault()))
        .isEqualTo("{{.a}} 1");
  }

  @Test
  void a_copy_takes_definitions_without_changing_the_original() {
    var base = new Templates(Map.of(), MissingKey.INVALID).parse("a", "{{define \"x\"}}1{{end}}");
    var copy = base.copy().parse("b", "{{define \"x\"}}2{{end}}{{define \"y\"}}3{{end}}");
    assertThat(
            base.execute("x", "", Budget.ofDefault()) + copy.execute("x", "", Budget.ofDefault()))
        .isEqualTo("12");
    assertThat(base.has("y")).isFalse();
  }

  @Test
  void work_beyond_the_budget_is_given_up() {
    var templates =
        new Templates(Map.of(), MissingKey.INVALID)
            .parse("t", "{{define \"t\"}}{{template \"t\"}}{{end}}");
    assertThatThrownBy(() -> templates.execute("t", "", new Budget(1000, 1000, 50)))
        .isInstanceOf(Budget.ExhaustedException.class)
        .hasMessageContaining("nested deeper than 50");
    var loop =
        new Templates(Map.of(), MissingKey.INVALID).parse("t", "{{range 1000000000}}{{end}}");
    assertThatThrownBy(() -> loop.execute("t", "", new Budget(1000, 1000, 50)))
        .hasMessageContaining("more than 1000 steps");
    var text = new Templates(Map.of(), MissingKey.INVALID).parse("t", "{{range 500}}text{{end}}");
    assertThatThrownBy(() -> text.execute("t", "", new Budget(100_000, 1000, 50)))
        .hasMessageContaining("more than 1000 characters");
  }
}
