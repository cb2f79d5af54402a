package io.syncline.engine.plan;

/** What happens to dependents of a deleted object, spelt as on the wire by {@link #word()}. */
public enum Propagation {
  FOREGROUND("Foreground"),
  BACKGROUND("Background"),
  ORPHAN("Orphan");

  private final String word;

  Propagation(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }

  /** What {@code PrunePropagationPolicy} asks for; foreground when it does not say. */
  public static Propagation of(SyncOptions options) {
    if (options.has("PrunePropagationPolicy=background")) {
      return BACKGROUND;
    }
    return options.has("PrunePropagationPolicy=orphan") ? ORPHAN : FOREGROUND;
  }
}
