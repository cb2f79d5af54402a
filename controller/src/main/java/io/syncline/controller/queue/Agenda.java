package io.syncline.controller.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which keys wait until when, and which are being worked on. Not safe for several threads: {@link
 * KeyedQueue} guards it.
 *
 * <p>A key waits at most once, for the earliest time anybody asked. A key being worked on is not
 * handed out; asked for meanwhile, it waits and comes again.
 */
final class Agenda<K> {
  private record Entry<K>(Instant due, long number, K key) {}

  private final TreeSet<Entry<K>> ready =
      new TreeSet<>(Comparator.comparing((Entry<K> e) -> e.due()).thenComparingLong(Entry::number));
  private final Map<K, Entry<K>> waiting = new HashMap<>();
  private final Set<K> working = new HashSet<>();
  private long counter;

  /** Asks for {@code key} not before {@code due}; true when that changed when it comes. */
  boolean offer(K key, Instant due) {
    var known = waiting.get(key);
    if (known != null && !due.isBefore(known.due())) {
      return false;
    }
    if (known != null) {
      ready.remove(known);
    }
    var entry = new Entry<>(due, counter++, key);
    waiting.put(key, entry);
    if (!working.contains(key)) {
      ready.add(entry);
    }
    return true;
  }

  /** Takes the key that is due longest; it is being worked on until {@link #done}. */
  Optional<K> take(Instant now) {
    if (ready.isEmpty() || ready.first().due().isAfter(now)) {
      return Optional.empty();
    }
    var entry = ready.removeFirst();
    waiting.remove(entry.key());
    working.add(entry.key());
    return Optional.of(entry.key());
  }

  /** Work on {@code key} ended. */
  void done(K key) {
    working.remove(key);
    var asked = waiting.get(key);
    if (asked != null) {
      ready.add(asked);
    }
  }

  /** When the next key that may be taken is due. */
  Optional<Instant> next() {
    return ready.isEmpty() ? Optional.empty() : Optional.of(ready.first().due());
  }

  /** Forgets that {@code key} waits. */
  void drop(K key) {
    var known = waiting.remove(key);
    if (known != null) {
      ready.remove(known);
    }
  }

  /** How many keys that may be taken are due by {@code time}. */
  int dueBy(Instant time) {
    return (int) ready.stream().takeWhile(entry -> !entry.due().isAfter(time)).count();
  }

  int waitingCount() {
    return waiting.size();
  }

  int workingCount() {
    return working.size();
  }
}
