package io.syncline.lang.jsonnet;

/** A problem whose place is not known where it is found; who evaluates the expression adds it. */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Fault(String problem) {
    super(problem, null, false, false);
  }

  String problem() {
    return String.valueOf(getMessage());
  }

  static Fault type(Object value, String expected) {
    return new Fault("unexpected type " + Values.type(value) + " (expected: " + expected + ")");
  }
}
