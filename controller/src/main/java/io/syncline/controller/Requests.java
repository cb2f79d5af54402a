package io.syncline.controller;

import io.syncline.controller.control.AppKey;
import io.syncline.engine.schedule.Refresh.Level;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How thorough a comparison was asked for: of several requests the most thorough counts. */
final class Requests {
  private final Map<AppKey, Level> levels = new ConcurrentHashMap<>();
  private final Map<AppKey, Instant> times = new ConcurrentHashMap<>();
  private final Map<AppKey, Map<ObjectKey, String>> sightings = new ConcurrentHashMap<>();
  private final Set<AppKey> moved = ConcurrentHashMap.newKeySet();
  private final Set<AppKey> orphaned = ConcurrentHashMap.newKeySet();

  /** The commits of an application moved, likely without changing what they render to. */
  void move(AppKey key) {
    moved.add(key);
  }

  boolean takeMoved(AppKey key) {
    return moved.remove(key);
  }

  /** Objects that belong to no application came or went near this one. */
  void orphan(AppKey key) {
    orphaned.add(key);
  }

  boolean takeOrphans(AppKey key) {
    return orphaned.remove(key);
  }

  /** Asks at {@code now}. */
  void ask(AppKey key, Level level, Instant now) {
    times.put(key, now);
    ask(key, level);
  }

  /** When was asked for {@code key} the last time; empty when not since this was asked last. */
  Optional<Instant> takeTime(AppKey key) {
    return Optional.ofNullable(times.remove(key));
  }

  void ask(AppKey key, Level level) {
    levels.merge(key, level, Requests::most);
  }

  /** The more thorough of two. */
  static Level most(Level a, Level b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /**
   * An object of an application was seen to have changed.
   *
   * @param version it has now; "" when it is gone
   */
  void sight(AppKey key, ObjectKey object, String version) {
    sightings.compute(
        key,
        (_, known) -> {
          var all = known == null ? new HashMap<ObjectKey, String>() : known;
          all.put(object, version);
          return all;
        });
  }

  /**
   * What the changes seen since last ask for: nothing when {@code compared}, the live objects
   * compared last, have them all, as they do after a sync that looked at what it wrote. Empty when
   * none were seen.
   */
  Optional<Level> takeSightings(AppKey key, Optional<LiveState> compared) {
    var seen = sightings.remove(key);
    if (seen == null) {
      return Optional.empty();
    }
    var known =
        compared
            .filter(
                live ->
                    seen.entrySet().stream()
                        .allMatch(
                            change ->
                                live.get(change.getKey())
                                    .map(Manifest::resourceVersion)
                                    .orElse("")
                                    .equals(change.getValue())))
            .isPresent();
    return Optional.of(known ? Level.NOTHING : Level.RECENT);
  }

  /** What is to be done where commits moved and something else was asked for: both. */
  static Optional<Level> together(Optional<Level> asked, boolean moved) {
    return moved && asked.filter(level -> level.compareTo(Level.LATEST) >= 0).isEmpty()
        ? Optional.of(Level.LATEST)
        : asked;
  }

  Optional<Level> take(AppKey key) {
    return Optional.ofNullable(levels.remove(key));
  }
}
