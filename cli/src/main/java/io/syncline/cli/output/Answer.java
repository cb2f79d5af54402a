package io.syncline.cli.output;

import io.syncline.cli.terminal.Output;
import io.syncline.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One answer in the form that {@code -o} asks for: a text of ours, the first of them when none is
 * asked for, or the value as JSON or YAML.
 */
public final class Answer {
  private final @Nullable Object value;
  private final Map<String, Supplier<String>> texts = new LinkedHashMap<>();

  /**
   * An answer without a text of ours yet.
   *
   * @param value what {@code json} and {@code yaml} show
   */
  public Answer(@Nullable Object value) {
    this.value = value;
  }

  /** Adds a form; its text ends with the end of a line. */
  public Answer as(String form, Supplier<String> text) {
    texts.put(form, text);
    return this;
  }

  /** Adds the form of a table. */
  public Answer table(Supplier<Table> table) {
    return as("wide", () -> table.get().text());
  }

  /** Adds a form with a line for each of {@code items}. */
  public <T> Answer lines(String form, List<T> items, Function<T, Object> line) {
    return as(
        form, () -> items.stream().map(i -> line.apply(i) + "\n").collect(Collectors.joining()));
  }

  /**
   * Prints it.
   *
   * @param form as asked for, "" for the first form
   * @throws io.syncline.cli.terminal.CliException when there is no such form; it names those there
   *     are
   */
  public void print(Terminal terminal, String form) {
    var text =
        form.isEmpty() && !texts.isEmpty() ? texts.values().iterator().next() : texts.get(form);
    if (text != null) {
      terminal.out().print(text.get());
    } else if (!Output.structured(terminal, form, value)) {
      throw Output.unknown(form, String.join(", ", texts.keySet()) + ", json or yaml");
    }
  }
}
