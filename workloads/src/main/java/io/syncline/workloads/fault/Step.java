package io.syncline.workloads.fault;

import io.syncline.model.object.Manifest;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step of a script.
 *
 * @param number its place in the script, from 0
 * @param at when it begins, counted from when the script was first seen
 * @param namespaces namespaces of the pods it concerns; empty for all
 * @param labels what the labels of the pods, or nodes, must be
 * @param deed what happens
 * @param lasts for how long; empty for as long as the script is there
 */
record Step(
    int number,
    Duration at,
    List<String> namespaces,
    Selector labels,
    Deed deed,
    Optional<Duration> lasts) {
  Step {
    namespaces = List.copyOf(namespaces);
  }

  /** What can happen. */
  enum Deed {
    CRASH("crash"),
    UNREADY("unready"),
    DELETE("delete"),
    NODE_DOWN("node-down"),
    SCALE_API_ERRORS("scale-api-errors");

    private final String word;

    Deed(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** This step with its times at {@code pace}. */
  Step at(Pace pace) {
    return new Step(number, pace.of(at), namespaces, labels, deed, lasts.map(pace::of));
  }

  Instant begins(Instant start) {
    return start.plus(at);
  }

  Optional<Instant> ends(Instant start) {
    return lasts.map(span -> begins(start).plus(span));
  }

  boolean over(Instant start, Instant now) {
    return ends(start).filter(end -> !now.isBefore(end)).isPresent();
  }

  boolean active(Instant start, Instant now) {
    return !now.isBefore(begins(start)) && !over(start, now);
  }

  boolean concerns(Manifest object) {
    return (namespaces.isEmpty() || namespaces.contains(object.namespace()))
        && labels.matches(object.labels());
  }
}
