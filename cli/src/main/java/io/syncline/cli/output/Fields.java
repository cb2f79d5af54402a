package io.syncline.cli.output;

/** Lines of a label, padded to 20 columns, and a value. */
public final class Fields {
  private final StringBuilder out = new StringBuilder();

  /** Adds a line. */
  public Fields add(String label, Object value) {
    out.append(String.format("%-20s%s", label, value).stripTrailing()).append('\n');
    return this;
  }

  /** The lines. */
  public String text() {
    return out.toString();
  }
}
