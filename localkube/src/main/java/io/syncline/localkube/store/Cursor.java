package io.syncline.localkube.store;

import java.time.Duration;
import java.util.Optional;

/** A place in the history of changes; each reader owns one. Not safe for several threads. */
public final class Cursor {
  private final Store store;
  private Store.Link at;

  Cursor(Store store, Store.Link at) {
    this.store = store;
    this.at = at;
  }

  /** Revision of the last change read, or of the start. */
  public long revision() {
    return at.revision;
  }

  /**
   * The next change, waiting up to {@code wait} for it.
   *
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public Optional<Written> next(Duration wait) throws InterruptedException {
    var next = at.next;
    if (next == null) {
      store.awaitAfter(at, wait);
      next = at.next;
    }
    if (next == null) {
      return Optional.empty();
    }
    at = next;
    return Optional.ofNullable(next.change);
  }
}
