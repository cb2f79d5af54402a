package io.syncline.engine.target;

import io.syncline.model.object.GroupKind;
import java.util.Optional;

/** What a cluster's discovery says about kinds, as a value at one moment. */
@FunctionalInterface
public interface Scopes {
  /** The scope of {@code kind}; {@link Scope#UNKNOWN} when the cluster does not serve it. */
  Scope of(GroupKind kind);

  /** Why the cluster cannot say anything about {@code kind}; empty when it can. */
  default Optional<String> problem(GroupKind kind) {
    return Optional.empty();
  }
}
