package io.syncline.localkube.store;

/** The asked revision is older than the kept history. */
public final class HistoryGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long oldest;

  HistoryGoneException(long asked, long oldest) {
    super("too old resource version: " + asked + " (" + oldest + ")");
    this.oldest = oldest;
  }

  /** The oldest revision from which changes can be read. */
  public long oldest() {
    return oldest;
  }
}
