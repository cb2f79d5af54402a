package io.syncline.engine.schedule;

import io.syncline.model.status.Condition;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.util.Optional;

/** What automatic sync does about one comparison. */
public sealed interface Decision {
  /**
   * Start {@code operation}.
   *
   * @param operation content of the {@code operation} slot
   */
  record Sync(ObjectTree operation) implements Decision {}

  /**
   * Nothing to do.
   *
   * @param reason for people who ask why
   */
  record Skip(String reason) implements Decision {}

  /**
   * Nothing is done, and somebody should know.
   *
   * @param condition what to show
   */
  record Error(Condition condition) implements Decision {}

  /**
   * Look again at a later time.
   *
   * @param at when
   */
  record Later(Instant at) implements Decision {}

  /**
   * What would be done is not, because something outside of the comparison stands in the way.
   *
   * @param reason what, for people who ask why
   * @param until when that ends by itself; empty when nobody knows
   */
  record Blocked(String reason, Optional<Instant> until) implements Decision {}
}
