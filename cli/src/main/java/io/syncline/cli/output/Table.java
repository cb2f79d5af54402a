package io.syncline.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns, left aligned, two blanks between, as {@code argocd} prints them. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with column names. */
  public Table(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row; the last cell of one with fewer cells than columns may be of any width. */
  public Table row(Object... cells) {
    var row = new ArrayList<String>(cells.length);
    for (var cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(List.copyOf(row));
    return this;
  }

  /** The table as text, each line with its end. */
  public String text() {
    var widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (var row : rows) {
      for (var i = 0; i < row.size(); i++) {
        if (i + 1 < row.size() || row.size() == widths.length) {
          widths[i] = Math.max(widths[i], row.get(i).length());
        }
      }
    }
    var out = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (var i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i + 1 < row.size()) {
          line.repeat(' ', widths[i] - row.get(i).length() + 2);
        }
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
