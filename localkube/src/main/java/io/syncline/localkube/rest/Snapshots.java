package io.syncline.localkube.rest;

import io.syncline.localkube.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** States that clients are still reading page by page. */
final class Snapshots {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int MOST = 1_000;

  private record Pinned(State state, Instant until) {}

  private final TreeMap<Long, Pinned> states = new TreeMap<>();

  synchronized void pin(State state, Instant now) {
    states.values().removeIf(pinned -> pinned.until().isBefore(now));
    states.put(state.revision(), new Pinned(state, now.plus(KEPT)));
    if (states.size() > MOST) {
      states.pollFirstEntry();
    }
  }

  synchronized Optional<State> at(long revision, Instant now) {
    return Optional.ofNullable(states.get(revision))
        .filter(pinned -> !pinned.until().isBefore(now))
        .map(Pinned::state);
  }
}
