package io.syncline.workloads.control;

import io.syncline.model.object.Manifest;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One simulated controller: a pure decision per object of its kind. It is asked again whenever the
 * object, something the object owns, or something it {@linkplain #watches watches} has changed.
 */
public interface Controller {
  /** The name under which it writes, such as {@code kube-controller-manager}. */
  default String manager() {
    return "kube-controller-manager";
  }

  /** The component its events come from. */
  String component();

  /** The kind it looks after. */
  Kind kind();

  /**
   * Whether its decisions are made one after the other, each seeing what the earlier ones put on
   * nodes even before that is written.
   */
  default boolean oneAtATime() {
    return false;
  }

  /** Decides about one object. */
  Decision decide(Manifest object, View view, Instant now);

  /** Decides what remains to be done about an object that is gone. */
  default Decision gone(Key key, View view, Instant now) {
    return Decision.NOTHING;
  }

  /** Kinds whose changes it wants to hear about beside its own kind and what that owns. */
  default Set<Kind> watches() {
    return Set.of();
  }

  /** The objects to look at again because {@code changed}, of a watched kind, has changed. */
  default Stream<Key> touched(Kind kind, Manifest changed, View view) {
    return Stream.empty();
  }
}
