package io.syncline.lang.jsonnet;

/** What evaluations may still spend, one after another on one thread. */
public final class JsonnetBudget {
  private static final int SLOT = 16;
  private final JsonnetLimits limits;
  private long steps;
  private long bytes;
  private int depth;

  /** Room for what {@code limits} permit. */
  public JsonnetBudget(JsonnetLimits limits) {
    this.limits = limits;
  }

  void step() {
    if (++steps > limits.steps()) {
      throw exhausted();
    }
  }

  void steps(long count) {
    steps += count;
    if (steps > limits.steps() || count < 0) {
      throw exhausted();
    }
  }

  private Fault exhausted() {
    return new Fault(
        "program takes more than "
            + limits.steps()
            + " steps (expected: fewer; look for endless recursion)");
  }

  /** Room for {@code length} characters, asked for before they are made. */
  void text(long length) {
    take(24 + length);
  }

  /** Room for {@code count} references. */
  void slots(long count) {
    take(24 + count * SLOT);
    steps(count / 4);
  }

  void take(long size) {
    bytes += size;
    if (bytes > limits.bytes() || size < 0) {
      throw new Fault(
          "program takes more than "
              + limits.bytes()
              + " bytes of memory (expected: less; look for arrays or strings that grow)");
    }
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw new Fault(
          "max stack frames exceeded (expected: at most "
              + limits.depth()
              + " calls inside each other; look for endless recursion)");
    }
  }

  void leave() {
    depth--;
  }
}
