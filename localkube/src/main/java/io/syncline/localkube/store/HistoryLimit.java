package io.syncline.localkube.store;

/**
 * How much history is kept for watchers that come back; whichever bound is met first holds.
 *
 * @param changes most changes
 * @param bytes most bytes of JSON in them
 */
public record HistoryLimit(int changes, long bytes) {
  /** 50,000 changes or 64 MiB. */
  public static final HistoryLimit USUAL = new HistoryLimit(50_000, 64L << 20);

  /** Checks the bounds. */
  public HistoryLimit {
    if (changes < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "history of " + changes + " changes and " + bytes + " bytes (expected: at least one)");
    }
  }
}
