package io.syncline.cli.output;

/** Lines of a label, padded to one width, and a value. */
public final class Fields {
  private final StringBuilder out = new StringBuilder();
  private final int width;

  /** Labels padded to 20 columns, as most commands print them. */
  public Fields() {
    this(20);
  }

  /** Labels padded to {@code width} columns. */
  public Fields(int width) {
    this.width = width;
  }

  /** Adds a line; the padding stays even before an empty value, as {@code argocd} prints it. */
  public Fields add(String label, Object value) {
    out.append(label).repeat(' ', Math.max(0, width - label.length())).append(value).append('\n');
    return this;
  }

  /** Adds a label alone. */
  public Fields heading(String label) {
    out.append(label).append('\n');
    return this;
  }

  /** The lines. */
  public String text() {
    return out.toString();
  }
}
