package io.syncline.lang.gotemplate;

/**
 * What one rendering may still spend. It is shared by all templates of the rendering and used by
 * one thread.
 */
public final class Budget {
  /** A template that ran out of its budget; never caught by functions that call templates. */
  public static final class ExhaustedException extends TemplateException {
    private static final long serialVersionUID = 1L;

    ExhaustedException(String message) {
      super(message, "", 0);
    }

    ExhaustedException(TemplateException placed) {
      super(String.valueOf(placed.getMessage()), placed.template(), placed.line());
    }
  }

  private final long steps;
  private final long output;
  private final int depth;
  private long stepsUsed;
  private long outputUsed;
  private int depthUsed;

  /**
   * @param steps nodes and function calls evaluated
   * @param output characters produced, also by templates whose text is thrown away
   * @param depth templates inside templates
   */
  public Budget(long steps, long output, int depth) {
    this.steps = steps;
    this.output = output;
    this.depth = depth;
  }

  /** Room for ten million steps, 64 Mi characters and 200 levels. */
  public static Budget ofDefault() {
    return new Budget(10_000_000, 64L << 20, 200);
  }

  /** Counts {@code count} steps. */
  public void spend(long count) {
    stepsUsed += count;
    if (stepsUsed > steps) {
      throw new ExhaustedException(
          "template takes more than " + steps + " steps (expected: fewer; look for a loop)");
    }
  }

  /** Counts {@code characters} of output, or of a string built by a function. */
  public void produce(long characters) {
    outputUsed += characters;
    if (outputUsed > output) {
      throw new ExhaustedException(
          "template produces more than "
              + output
              + " characters (expected: fewer; look for a loop)");
    }
  }

  void enter() {
    if (++depthUsed > depth) {
      throw new ExhaustedException(
          "templates nested deeper than "
              + depth
              + " (expected: fewer levels; look for a template that includes itself)");
    }
  }

  void leave() {
    depthUsed--;
  }
}
