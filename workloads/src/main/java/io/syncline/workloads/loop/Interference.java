package io.syncline.workloads.loop;

import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import java.time.Instant;
import java.util.Optional;

/** Something that may come between the controllers and the API. */
@FunctionalInterface
public interface Interference {
  /** Nothing comes between. */
  Interference NONE = (write, view, now) -> Optional.empty();

  /** Why {@code write} is refused at {@code now}; empty when it is let through. */
  Optional<String> refusal(Write write, View view, Instant now);
}
