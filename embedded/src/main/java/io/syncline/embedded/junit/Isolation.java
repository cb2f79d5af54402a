package io.syncline.embedded.junit;

/** How the tests of a class are kept from seeing each other's objects. */
public enum Isolation {
  /**
   * All tests use the cluster of the class, one after the other even when JUnit runs them in
   * parallel; before each one objects and virtual time are brought back to how {@code @BeforeAll}
   * left them.
   */
  RESET,
  /**
   * Each test gets a cluster of its own, with its own URL: a copy of the class's, as
   * {@code @BeforeAll} left it. Tests may run in parallel.
   */
  FORK,
  /** All tests use the cluster of the class as they find it. */
  NONE
}
