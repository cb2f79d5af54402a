package io.syncline.lang.jsonnet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonnetTest {
  private static @Nullable Object value(String text) {
    return value(Jsonnet.Program.of("main.jsonnet", text), Imports.NONE);
  }

  private static @Nullable Object value(Jsonnet.Program program, Imports imports) {
    return Jsonnet.evaluate(program, imports, new JsonnetBudget(JsonnetLimits.DEFAULT));
  }

  private static JsonnetException problem(String text) {
    return Objects.requireNonNull(
        catchThrowableOfType(JsonnetException.class, () -> value(text)), text);
  }

  private static Imports files(Map<String, String> files) {
    return (from, path) ->
        Optional.ofNullable(files.get(path))
            .map(text -> new Imports.Found(path, text.getBytes(UTF_8)));
  }

  @Test
  void expressions_have_the_values_the_reference_gives_them() throws IOException {
    try (var in = JsonnetTest.class.getResourceAsStream("/jsonnet/expressions.txt")) {
      var lines = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).split("\n");
      var wrong = new ArrayList<String>();
      var count = 0;
      for (var i = 1; i + 1 < lines.length; i += 2) {
        var expected = lines[i + 1].startsWith("  !") ? "!" : lines[i + 1].substring(4);
        var got = outcome(lines[i]);
        count++;
        if (!same(expected, got)) {
          wrong.add(lines[i] + "\n  expected " + expected + "\n  got " + got);
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(count).isGreaterThan(250);
    }
  }

  private static boolean same(String expected, String got) {
    if (expected.equals("!") || got.startsWith("!")) {
      return expected.startsWith("!") == got.startsWith("!");
    }
    return Objects.equals(numbers(Json.parse(expected)), numbers(Json.parse(got)));
  }

  /** 1 and 1.0 are one number. */
  private static @Nullable Object numbers(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number number -> number.doubleValue() + 0.0;
      case List<?> list -> list.stream().map(item -> Optional.ofNullable(numbers(item))).toList();
      case ObjectTree tree -> {
        var fields = new java.util.TreeMap<String, Optional<Object>>();
        tree.forEach((key, field) -> fields.put(key, Optional.ofNullable(numbers(field))));
        yield fields;
      }
      default -> value;
    };
  }

  private static String outcome(String text) {
    try {
      return Json.write(value(text));
    } catch (JsonnetException e) {
      return "! " + e.getMessage();
    }
  }

  @Test
  void text_blocks_lose_their_indentation() {
    assertThat(value("|||\n    a\n      b\n\n    c\n  |||")).isEqualTo("a\n  b\n\nc\n");
    assertThat(value("|||-\n  a\n|||")).isEqualTo("a");
    assertThat(value("{a: |||\n  %s\n||| % 'x'}")).isEqualTo(ObjectTree.of("a", "x\n"));
  }

  @Test
  void whole_numbers_are_whole() {
    assertThat(value("[3.0, 6 / 2, 9007199254740991, 0.5, 1e30]"))
        .isEqualTo(List.of(3L, 3L, 9007199254740991L, 0.5, 1e30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\\n  a: 1,\\n  b: self.c,\\n}|main.jsonnet:3: field does not exist: c",
        "local f(x) =\\n  x.y;\\nf(1)|main.jsonnet:2: value non indexable: number",
        "{\\n  a: 1\\n  b: 2\\n}|main.jsonnet:3: unexpected \"b\" (expected: \",\" or \"}\")",
        "{\\n  a: 'x\\n}|main.jsonnet:2: unterminated string",
        "local a = 1;\\n\\nb|main.jsonnet:3: unknown variable: b",
        "{a: 1,\\n a: 2}|main.jsonnet:2: duplicate field: a",
        "1 +|main.jsonnet:1: unexpected end of file (expected: an expression)",
        "{a: function(x) x}|main.jsonnet: couldn't manifest function as JSON in field a"
            + " (expected: a value; :: hides a field)",
        "{assert\\n self.a > 1 : 'a is small',\\n a: 1}|main.jsonnet:1: a is small",
        "error 'no ' + {a: 1}|main.jsonnet:1: no {\"a\": 1}",
        "self|main.jsonnet:1: self stands outside of an object",
        "std.extVar('x')|main.jsonnet:1: undefined external variable: x",
        "import 'lib/' + 'x'|main.jsonnet:1: couldn't open import \"lib/\" (expected: a file beside"
            + " this one or below a library path)"
      })
  void errors_name_file_and_line(String text, String message) {
    assertThat(problem(text.replace("\\n", "\n"))).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local f(x) = f(x + 1); f(0)",
        "local f(x) = f(x + 1) tailstrict; f(0)",
        "local a = a; a",
        "{a: self.b, b: self.a}",
        "local a = [a]; a",
        "local o = {x: o}; o",
        "std.makeArray(1e12, function(i) i)",
        "std.range(1, 1e12)",
        "std.repeat('abc', 1e12)",
        "std.repeat([1], 1e12)",
        "std.foldl(function(s, _) s + s, std.range(1, 64), 'x')",
        "std.foldl(function(s, _) s + s, std.range(1, 64), [1])",
        "std.foldl(function(s, _) s + s, std.range(1, 64), {a: 1})",
        "std.foldl(function(s, _) [s], std.range(1, 10000), 1)",
        "std.toString(std.foldl(function(s, _) {a: s}, std.range(1, 10000), 1))",
        "std.toString(std.foldl(function(s, _) [s], std.range(1, 10000), 1))",
        "'%999999999d' % 1",
        "'%.999999999f' % 1",
        "std.strReplace(std.repeat('a', 1e6), 'a', std.repeat('b', 1e6))",
        "std.join(std.repeat('x', 1e5), std.makeArray(1e5, function(i) 'a'))",
        "[x for a in std.range(1, 1e4) for b in std.range(1, 1e4) for x in [1]]",
        "{[std.toString(x)]: x for x in std.range(1, 1e8)}",
        "local f(n) = if n == 0 then [] else f(n - 1) + f(n - 1) + [n]; f(60)",
        "local fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2); fib(80)",
        "std.manifestJsonEx(std.makeArray(1e5, function(i) i), std.repeat(' ', 1e5))",
        "local l = std.range(1, 1e5); std.foldl(function(a, _) std.length(std.sort(l)), l, 0)",
        "std.flattenDeepArray(std.foldl(function(s, _) [s], std.range(1, 10000), 1))",
        "std.base64(std.repeat('x', 3e7))"
      })
  void a_program_that_runs_away_is_stopped(String text) {
    var budget = new JsonnetBudget(new JsonnetLimits(2_000_000, 32 << 20, 500));
    assertThatThrownBy(
            () -> Jsonnet.evaluate(Jsonnet.Program.of("main", text), Imports.NONE, budget))
        .isInstanceOf(JsonnetException.class)
        .hasMessageFindingMatch("max stack frames exceeded|more than|expected: at most");
    assertThat(value("1 + 1")).isEqualTo(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "(", "{a:", "-", "local a = 1; ", "if true then ", "function() "})
  void a_text_that_nests_too_deep_is_refused(String piece) {
    assertThat(problem(piece.repeat(100_000) + "1").problem())
        .startsWith("expressions nest deeper than");
  }

  @Test
  void programs_share_one_budget() {
    var budget = new JsonnetBudget(new JsonnetLimits(100_000, 1 << 20, 500));
    var program = Jsonnet.Program.of("a", "std.length(std.range(1, 10000))");
    assertThatThrownBy(
            () -> {
              for (var i = 0; i < 100; i++) {
                Jsonnet.evaluate(program, Imports.NONE, budget);
              }
            })
        .hasMessageContaining("more than 1048576 bytes");
  }

  @Test
  void files_are_imported_as_code_text_and_bytes() {
    var files =
        files(
            Map.of(
                "lib.libsonnet", "{new(n): {name: n}, file: std.thisFile}",
                "note.txt", "hé\n",
                "self.jsonnet", "import 'self.jsonnet'"));
    var text =
        "local lib = import 'lib.libsonnet'; [lib.new('a'), lib.file, importstr 'note.txt',"
            + " importbin 'note.txt', (import 'lib.libsonnet').new('b').name]";
    assertThat(value(Jsonnet.Program.of("main", text), files))
        .isEqualTo(
            List.of(
                ObjectTree.of("name", "a"),
                "lib.libsonnet",
                "hé\n",
                List.of(104L, 195L, 169L, 10L),
                "b"));
    assertThatThrownBy(() -> value(Jsonnet.Program.of("main", "import 'self.jsonnet'"), files))
        .hasMessageContaining("max stack frames exceeded");
  }

  @Test
  void an_error_of_an_imported_file_names_that_file() {
    var files = files(Map.of("lib.libsonnet", "{\n  a: error 'broken',\n}"));
    assertThatThrownBy(() -> value(Jsonnet.Program.of("main", "(import 'lib.libsonnet').a"), files))
        .hasMessage("lib.libsonnet:2: broken");
  }

  @Test
  void variables_and_arguments_come_from_outside() {
    var program =
        new Jsonnet.Program(
            "main",
            "function(name, count=1) [name, count, std.extVar('env'), std.extVar('size')]",
            Map.of(
                "env", new Jsonnet.Input("prod", false),
                "size", new Jsonnet.Input("1 + 1", true)),
            Map.of("name", new Jsonnet.Input("web", false)));
    assertThat(value(program, Imports.NONE)).isEqualTo(List.of("web", 1L, "prod", 2L));
    assertThatThrownBy(() -> value(Jsonnet.Program.of("main", "function(name) name"), Imports.NONE))
        .hasMessage("main: missing argument: name");
    var wrong =
        new Jsonnet.Program(
            "main", "std.extVar('x')", Map.of("x", new Jsonnet.Input("1 +", true)), Map.of());
    assertThatThrownBy(() -> value(wrong, Imports.NONE))
        .hasMessageStartingWith("<extvar:x>:1: unexpected end of file");
  }

  @Test
  void calls_at_the_end_take_no_room() {
    assertThat(
            value(
                "local loop(n, sum) = if n == 0 then sum else loop(n - 1, sum + n) tailstrict;"
                    + " loop(100000, 0)"))
        .isEqualTo(5_000_050_000L);
  }
}
