package io.syncline.workloads.control;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What controllers ask about a pod. */
public final class Pods {
  /**
   * The order in which surplus pods go: unbound, not running, not ready, then the youngest first.
   */
  public static final Comparator<Manifest> EXPENDABLE_FIRST =
      Comparator.comparing((Manifest p) -> !p.text("spec", "nodeName").isEmpty())
          .thenComparing(p -> phase(p).equals("Running"))
          .thenComparing(Pods::ready)
          .thenComparing(p -> p.text("metadata", "creationTimestamp"), Comparator.reverseOrder())
          .thenComparing(Manifest::name, Comparator.reverseOrder());

  private Pods() {}

  /** The phase, {@code Pending} when none is set. */
  public static String phase(Manifest pod) {
    var phase = pod.text("status", "phase");
    return phase.isEmpty() ? "Pending" : phase;
  }

  /** Whether all its containers have ended for good. */
  public static boolean finished(Manifest pod) {
    var phase = pod.text("status", "phase");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /** Whether it is neither finished nor being deleted. */
  public static boolean active(Manifest pod) {
    return !finished(pod) && !pod.deleting();
  }

  /** Whether it is ready. */
  public static boolean ready(Manifest pod) {
    return Conditions.of(pod.at("status")).isTrue("Ready");
  }

  /** When a ready pod becomes available; empty for one that is not ready. */
  public static Optional<Instant> availableFrom(Manifest pod, Duration minReady) {
    return ready(pod)
        ? Conditions.of(pod.at("status")).since("Ready").map(t -> t.plus(minReady))
        : Optional.empty();
  }

  /** What it asks of a node. */
  public static View.NodeLoad requests(Manifest pod) {
    if (finished(pod)) {
      return View.NodeLoad.NONE;
    }
    var sum = new View.NodeLoad(1, 0, 0);
    for (var container : Tree.items(pod.at("spec", "containers"))) {
      sum = sum.plus(request(container), 1);
    }
    for (var container : Tree.items(pod.at("spec", "initContainers"))) {
      var one = request(container);
      sum =
          new View.NodeLoad(
              1, Math.max(sum.milliCpu(), one.milliCpu()), Math.max(sum.memory(), one.memory()));
    }
    return sum;
  }

  private static View.NodeLoad request(Object container) {
    return new View.NodeLoad(
        0,
        Quantity.thousandths(Tree.at(container, "resources", "requests", "cpu")),
        Quantity.units(Tree.at(container, "resources", "requests", "memory")));
  }

  /**
   * How many of {@code pods} are ready, available, and when the next one becomes available.
   *
   * @param total how many there are
   * @param ready how many are ready
   * @param available how many have been ready long enough
   * @param next when the next ready one becomes available
   */
  public record Count(int total, int ready, int available, Optional<Instant> next) {
    /** Counts {@code pods}. */
    public static Count of(List<Manifest> pods, Duration minReady, Instant now) {
      var ready = 0;
      var available = 0;
      Optional<Instant> next = Optional.empty();
      for (var pod : pods) {
        if (!Pods.ready(pod)) {
          continue;
        }
        ready++;
        var from = minReady.isZero() ? Optional.of(now) : Pods.availableFrom(pod, minReady);
        if (from.isPresent() && from.get().isAfter(now)) {
          next = next.filter(n -> n.isBefore(from.get())).or(() -> from);
        } else {
          available++;
        }
      }
      return new Count(pods.size(), ready, available, next);
    }
  }
}
