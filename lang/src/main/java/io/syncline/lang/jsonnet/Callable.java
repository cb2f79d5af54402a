package io.syncline.lang.jsonnet;

import java.util.List;

/** What can be called. */
sealed interface Callable {
  /** Names of the parameters in order. */
  List<String> parameters();

  /**
   * A function of a program.
   *
   * @param lambda its text
   * @param frame where it was written
   */
  record Closure(Node.Lambda lambda, Frame frame) implements Callable {
    @Override
    public List<String> parameters() {
      return lambda.parameters().stream().map(Node.Parameter::name).toList();
    }
  }

  /** What a function of the standard library does. */
  @FunctionalInterface
  interface Body {
    /** The result. */
    Object run(Arguments arguments);
  }

  /**
   * A function of the standard library.
   *
   * @param parameters names
   * @param required how many of them must be given
   * @param body what it does
   */
  record Builtin(List<String> parameters, int required, Body body) implements Callable {}
}
