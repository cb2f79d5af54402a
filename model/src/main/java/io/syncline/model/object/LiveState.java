package io.syncline.model.object;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Live objects by key at one moment: an immutable snapshot, sorted by key. */
public record LiveState(SortedMap<ObjectKey, Manifest> objects) {
  /** Nothing live. */
  public static final LiveState EMPTY = new LiveState(new TreeMap<>());

  /** Copies the map. */
  public LiveState {
    objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
  }

  /** The state that holds {@code manifests}; of two with one key the later stays. */
  public static LiveState of(Collection<Manifest> manifests) {
    var map = new TreeMap<ObjectKey, Manifest>();
    manifests.forEach(m -> map.put(m.key(), m));
    return new LiveState(map);
  }

  /** The object with {@code key}. */
  public Optional<Manifest> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }
}
