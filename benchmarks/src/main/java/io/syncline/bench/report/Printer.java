package io.syncline.bench.report;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints rows: as a table that grows while the benchmarks run, or as JSON at the end. */
public final class Printer {
  private static final String LINE = "%-11s %-58s %-16s %-20s %-8s %s%n";

  /** The form of the output. */
  public enum Format {
    TABLE,
    JSON
  }

  private final PrintStream out;
  private final Format format;
  private final ObjectTree machine;
  private final List<Row> rows = new ArrayList<>();

  /** Prints to {@code out}; {@code machine} says on what the rows were measured. */
  public Printer(PrintStream out, Format format, ObjectTree machine) {
    this.out = out;
    this.format = format;
    this.machine = machine;
  }

  /** Before the first row. */
  public void begin() {
    if (format == Format.TABLE) {
      out.printf(
          "%s processors, load %s before the first run, Java %s, heap %s MiB%n",
          machine.get("processors"),
          machine.get("loadAverage"),
          machine.get("java"),
          machine.get("heapMiB"));
      out.printf(Locale.ROOT, LINE, "ID", "WHAT", "OURS", "PEER", "RATIO", "EQUAL");
      out.flush();
    }
  }

  /** One more row. */
  public void row(Row row) {
    rows.add(row);
    if (format == Format.TABLE) {
      out.printf(
          Locale.ROOT,
          LINE,
          row.id(),
          row.what(),
          row.ours().text(),
          row.peer().text(),
          row.ratioText(),
          row.equal().word());
      out.printf("            peer: %s%n", row.peer().what());
      row.notes().forEach(note -> out.printf("            %s%n", note));
      out.flush();
    }
  }

  /** After the last row. */
  public void end() {
    if (format == Format.JSON) {
      var items = rows.stream().map(Printer::tree).toList();
      var whole = ObjectTree.of("machine", machine, "rows", Tree.list(items));
      out.println(Json.pretty(whole, 2));
      out.flush();
    }
  }

  private static ObjectTree tree(Row row) {
    var peer = ObjectTree.of("kind", row.peer().kind().name().toLowerCase(Locale.ROOT));
    if (row.peer().figure().isPresent()) {
      peer = peer.with("figure", tree(row.peer().figure().get()));
    }
    var tree =
        ObjectTree.of(
            "id", row.id(),
            "what", row.what(),
            "ours", tree(row.ours()),
            "peer", peer.with("what", row.peer().what()));
    if (row.ratio().isPresent() && row.counts()) {
      tree = tree.with("ratio", row.ratio().get());
    }
    return tree.with("equal", row.equal().name().toLowerCase(Locale.ROOT))
        .with("counts", row.counts())
        .with("notes", Tree.list(row.notes()))
        .with("details", row.details());
  }

  private static ObjectTree tree(Figure figure) {
    return ObjectTree.of(
        "value", figure.value(),
        "unit", figure.unit().name().toLowerCase(Locale.ROOT),
        "label", figure.label());
  }
}
