package io.syncline.lang.lua;

/** What is left of the limits of one run. */
final class Budget {
  private final LuaLimits limits;
  private long steps;
  private long bytes;
  private int depth;

  Budget(LuaLimits limits) {
    this.limits = limits;
  }

  void step() {
    steps(1);
  }

  void steps(long count) {
    steps += count;
    if (steps > limits.steps()) {
      throw new LuaException.Limit("script took too long (limit: " + limits.steps() + " steps)");
    }
  }

  void bytes(long count) {
    bytes += count;
    if (bytes > limits.bytes()) {
      throw new LuaException.Limit(
          "script used too much memory (limit: " + limits.bytes() + " bytes)");
    }
  }

  void enter() {
    if (++depth > limits.depth()) {
      depth = 0;
      throw new LuaException.Limit("stack overflow (limit: " + limits.depth() + " calls)");
    }
  }

  void leave() {
    depth--;
  }
}
