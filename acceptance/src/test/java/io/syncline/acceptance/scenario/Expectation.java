package io.syncline.acceptance.scenario;

/** Something that is to hold; throws an {@link AssertionError} while it does not. */
@FunctionalInterface
public interface Expectation {
  /** Looks whether it holds now. */
  void check(Scenario scenario);
}
