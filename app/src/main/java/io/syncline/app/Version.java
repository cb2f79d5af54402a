package io.syncline.app;

/** The version of this product. */
final class Version {
  /** As clients print it. */
  static final String TEXT = "v0.1.0+syncline";

  private Version() {}
}
