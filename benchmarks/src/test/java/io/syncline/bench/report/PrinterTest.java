package io.syncline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.bench.report.Printer.Format;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrinterTest {
  private static final ObjectTree MACHINE =
      ObjectTree.of("processors", 2L, "loadAverage", 0.5, "java", "25", "heapMiB", 2048L);

  private static Row row(Equality equal) {
    return new Row(
        "B0",
        "nothing at all",
        Figure.seconds(0.002, "p50"),
        Peer.live(Figure.seconds(0.05, "p50"), "a program"),
        Optional.of(25.0),
        equal,
        List.of("a note"),
        ObjectTree.of("pairs", 3L));
  }

  private static String printed(Format format, Row row) {
    var bytes = new ByteArrayOutputStream();
    var printer =
        new Printer(new PrintStream(bytes, true, StandardCharsets.UTF_8), format, MACHINE);
    printer.begin();
    printer.row(row);
    printer.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_table_row_has_both_figures_the_ratio_and_equality() {
    assertThat(printed(Format.TABLE, row(Equality.YES)).lines())
        .anySatisfy(
            line ->
                assertThat(line.split(" {2,}"))
                    .containsExactly(
                        "B0", "nothing at all", "2.00 ms p50", "50.0 ms p50", "25.0x", "yes"))
        .contains("            a note");
  }

  @Test
  void figures_whose_outputs_differ_have_no_ratio() {
    assertThat(printed(Format.TABLE, row(Equality.NO))).contains("void").doesNotContain("25.0x");
    var json =
        Json.parseObject(printed(Format.JSON, row(Equality.NO)).getBytes(StandardCharsets.UTF_8));
    var only = Tree.object(Tree.items(json.get("rows")).getFirst());
    assertThat(only)
        .doesNotContainKey("ratio")
        .containsEntry("counts", false)
        .containsEntry("equal", "no");
  }

  @Test
  void json_has_the_same_rows_with_plain_numbers() {
    var json =
        Json.parseObject(printed(Format.JSON, row(Equality.YES)).getBytes(StandardCharsets.UTF_8));
    var only = Tree.object(Tree.items(json.get("rows")).getFirst());
    assertThat(Tree.at(only, "ours", "value")).isEqualTo(0.002);
    assertThat(Tree.text(only, "peer", "kind")).isEqualTo("live");
    assertThat(Tree.at(only, "details", "pairs")).isEqualTo(3L);
    assertThat(json.get("machine")).isEqualTo(MACHINE);
  }

  @ParameterizedTest
  @CsvSource({
    "12.34, 12.3 s",
    "0.01234, 12.3 ms",
    "0.000413, 413 µs",
    "180, 180 s",
    "0.00999, 9.99 ms"
  })
  void seconds_are_shown_with_three_digits_in_a_readable_unit(double seconds, String text) {
    assertThat(Figure.seconds(seconds, "").text()).isEqualTo(text);
  }
}
