package io.syncline.engine.target;

import io.syncline.model.object.GroupKind;

/** Kinds the settings keep out of applications. */
@FunctionalInterface
public interface Exclusions {
  /** Kinds no application manages, whatever the settings say (semantics 13.1). */
  Exclusions BUILT_IN =
      kind ->
          switch (kind.group()) {
            case "events.k8s.io", "metrics.k8s.io" -> true;
            case "" -> kind.kind().equals("Event");
            case "coordination.k8s.io" -> kind.kind().equals("Lease");
            default -> false;
          };

  /** Whether objects of {@code kind} are left alone. */
  boolean excluded(GroupKind kind);
}
