package io.syncline.workloads.fault;

import io.syncline.model.object.Manifest;
import io.syncline.workloads.control.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The times in which a pod crashes or is not ready, as written on the pod: {@code crash FROM/TO;
 * unready FROM/..}. They stay written when they are over, because what a pod shows now depends on
 * what happened to it.
 *
 * @param list in the order in which they were added
 */
public record Outages(List<Outage> list) {
  /** The annotation that holds them. */
  public static final String ANNOTATION = "sim.syncline.io/outages";

  private static final String OPEN = "..";

  /** Copies the list. */
  public Outages {
    list = List.copyOf(list);
  }

  /**
   * One such time.
   *
   * @param crash whether the pod crashes; otherwise it just is not ready
   * @param from when it begins
   * @param to when it ends; empty for never
   */
  public record Outage(boolean crash, Instant from, Optional<Instant> to) {
    /** Whether {@code time} falls into it. */
    public boolean covers(Instant time) {
      return !time.isBefore(from) && to.filter(end -> !time.isBefore(end)).isEmpty();
    }

    private String text() {
      return (crash ? "crash " : "unready ")
          + Stamp.precise(from)
          + "/"
          + to.map(Stamp::precise).orElse(OPEN);
    }
  }

  /** Those of {@code pod}; what cannot be read is left out. */
  public static Outages of(Manifest pod) {
    var found = new ArrayList<Outage>();
    for (var part : pod.annotation(ANNOTATION).orElse("").split(";")) {
      var words = part.trim().split("[ /]");
      if (words.length == 3) {
        var from = Stamp.parse(words[1]);
        var to = Stamp.parse(words[2]);
        if (from.isPresent() && (to.isPresent() || words[2].equals(OPEN))) {
          found.add(new Outage(words[0].equals("crash"), from.get(), to));
        }
      }
    }
    return new Outages(found);
  }

  Outages with(Outage outage) {
    if (list.contains(outage)) {
      return this;
    }
    var more = new ArrayList<>(list);
    more.add(outage);
    return new Outages(more);
  }

  /** These, with what is not over at {@code end} ending then, and without what has not begun. */
  Outages until(Instant end) {
    return new Outages(
        list.stream()
            .filter(o -> !o.from().isAfter(end))
            .map(
                o ->
                    o.to().filter(to -> !to.isAfter(end)).isPresent()
                        ? o
                        : new Outage(o.crash(), o.from(), Optional.of(end)))
            .toList());
  }

  String text() {
    return String.join("; ", list.stream().map(Outage::text).toList());
  }
}
