package io.syncline.localkube.store;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place in the history of changes; each reader owns one. Not safe for several threads. */
public final class Cursor {
  private final History history;
  private final Waiters waiters;
  private final String resource;
  private final boolean patient;
  private long sequence;
  private long revision;

  /** Where a patient reader stands: what comes after it stays in memory. */
  private History.@Nullable Entry at;

  private Cursor(
      History history, Waiters waiters, String resource, boolean patient, long sequence) {
    this.history = history;
    this.waiters = waiters;
    this.resource = resource;
    this.patient = patient;
    this.sequence = sequence;
  }

  /** Behind the newest change; keeps every later one from being forgotten until it is read. */
  static Cursor patient(History history, Waiters waiters) {
    var last = history.last();
    var cursor = new Cursor(history, waiters, Waiters.ALL, true, last.sequence);
    cursor.revision = last.change.revision();
    cursor.at = last;
    return cursor;
  }

  /** Behind {@code revision}; falls out of the history when it reads too slowly. */
  static Cursor hasty(History history, Waiters waiters, String resource, long revision) {
    var cursor = new Cursor(history, waiters, resource, false, history.placeOf(revision));
    cursor.revision = revision;
    return cursor;
  }

  /** Revision up to which everything was read. */
  public long revision() {
    return revision;
  }

  /**
   * The next change, waiting up to {@code wait} for it.
   *
   * @throws InterruptedException when the waiting thread is interrupted
   * @throws HistoryGoneException when the reader was so slow that the change is forgotten
   */
  public Optional<Written> next(Duration wait) throws InterruptedException {
    var found = read();
    if (found == null && wait.isPositive()) {
      waiters.await(resource, wait.toNanos(), () -> history.touchedAfter(resource, sequence));
      found = read();
    }
    return Optional.ofNullable(found);
  }

  private @Nullable Written read() {
    while (true) {
      var newest = history.newest();
      if (sequence >= newest) {
        return null;
      }
      var entry = following();
      if (entry == null) {
        skip(newest);
        continue;
      }
      sequence = entry.sequence;
      revision = entry.change.revision();
      if (patient) {
        at = entry;
      }
      if (resource.isEmpty() || resource.equals(entry.resource)) {
        return entry.change;
      }
    }
  }

  private History.@Nullable Entry following() {
    var here = at;
    return here == null ? history.at(sequence + 1) : here.next;
  }

  /** What was forgotten does not matter when nothing of the resource was in it. */
  private void skip(long newest) {
    if (history.touchedAfter(resource, sequence)) {
      throw new HistoryGoneException(revision, history.floor());
    }
    var entry = history.at(newest);
    sequence = newest;
    revision = entry == null ? Math.max(revision, history.floor()) : entry.change.revision();
  }
}
