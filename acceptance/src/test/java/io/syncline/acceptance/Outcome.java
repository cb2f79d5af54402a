package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * How a command ended.
 *
 * @param command what was typed, for messages
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Outcome(String command, int code, String out, String err) {
  /** This, once the exit code was {@code expected}. */
  public Outcome exits(int expected) {
    assertThat(code)
        .as("exit code of `%s`%nout: %s%nerr: %s", command, out, err)
        .isEqualTo(expected);
    return this;
  }

  /** Standard output without the last line end. */
  public String text() {
    return out.strip();
  }

  /** Lines of standard output. */
  public List<String> lines() {
    return out.lines().toList();
  }

  /** Words of the first line: the head of a table. */
  public List<String> head() {
    return words(lines().isEmpty() ? "" : lines().getFirst());
  }

  /** Cells of the row whose first cell is {@code name}, however wide the columns are. */
  public List<String> row(String name) {
    return lines().stream()
        .map(Outcome::words)
        .filter(w -> !w.isEmpty() && w.getFirst().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + name + " in\n" + out));
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split("\\s{2,}"));
  }
}
