package io.syncline.workloads.fault;

import io.syncline.model.object.Manifest;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import io.syncline.workloads.loop.Interference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Refuses, while the script says so, what controllers do to change how many pods there are.
 *
 * @param pace how fast declared durations pass
 */
public record Refusals(Pace pace) implements Interference {
  @Override
  public Optional<String> refusal(Write write, View view, Instant now) {
    var place = FaultController.PLACE;
    var config = view.get(place.kind(), place.namespace(), place.name());
    if (config.isEmpty()) {
      return Optional.empty();
    }
    return subject(write)
        .filter(pod -> refused(FaultController.refusing(config.get(), pace, now), pod))
        .map(pod -> "simulated error of the API (" + place.name() + ")");
  }

  private static boolean refused(List<Step> steps, Manifest pod) {
    return steps.stream().anyMatch(s -> s.concerns(pod));
  }

  private static Optional<Manifest> subject(Write write) {
    return switch (write) {
      case Write.Create(var kind, var object, var _) when kind == Kind.POD -> Optional.of(object);
      // Grace 0 is the kubelet's word that a pod has ended, which scales nothing.
      case Write.Delete(var kind, var object, var grace, var _)
          when kind == Kind.POD && grace != 0 ->
          Optional.of(object);
      default -> Optional.empty();
    };
  }
}
