package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/**
 * Judges gateways and what hangs on them: routes, which every parent judges for itself, and
 * policies, which every ancestor does. What was said of an older generation does not count.
 */
final class RouteHealth {
  private static final List<String> OPEN = List.of("Accepted", "ResolvedRefs", "Programmed");

  private RouteHealth() {}

  /** A gateway: first itself, then every listener of it. */
  static Health gateway(Manifest live) {
    if (StatusCondition.observed(live).stream().anyMatch(seen -> seen < live.generation())) {
      return progressing("Waiting for Gateway status");
    }
    var own = judged(StatusCondition.all(live), "", "Gateway");
    if (own.isPresent()) {
      return own.get();
    }
    var listeners = Tree.items(live.at("status", "listeners"));
    for (var listener : listeners) {
      var conditions =
          Tree.items(Tree.at(listener, "conditions")).stream().map(StatusCondition::from).toList();
      var judged = judged(conditions, "Listener: ", "Listener");
      if (judged.isPresent()) {
        return judged.get();
      }
    }
    return live.at("status", "conditions") != null || !listeners.isEmpty()
        ? healthy("Gateway is healthy")
        : progressing("Waiting for Gateway status");
  }

  /** A route: one parent that refuses it is enough. */
  static Health route(Manifest live) {
    var heard = false;
    for (var parent : Tree.items(live.at("status", "parents"))) {
      var conditions =
          Tree.items(Tree.at(parent, "conditions")).stream().map(StatusCondition::from).toList();
      if (conditions.isEmpty() || !current(live, parent)) {
        continue;
      }
      heard = true;
      var judged =
          judged(conditions, "Parent " + Tree.text(parent, "parentRef", "name") + ": ", "Route");
      if (judged.isPresent()) {
        return judged.get();
      }
    }
    return heard
        ? healthy(live.kind() + " is healthy")
        : progressing("Waiting for " + live.kind() + " status");
  }

  /** What is wrong by {@code conditions}: refusals first, then what is not programmed yet. */
  private static Optional<Health> judged(
      List<StatusCondition> conditions, String subject, String thing) {
    for (var type : List.of("ResolvedRefs", "Accepted")) {
      for (var condition : conditions) {
        if (condition.type().equals(type) && condition.isFalse()) {
          return Optional.of(
              degraded(subject + or(condition.message(), "Failed condition: " + type)));
        }
      }
    }
    return conditions.stream()
        .filter(c -> !c.isTrue() && OPEN.contains(c.type()))
        .findFirst()
        .map(c -> progressing(subject + or(c.message(), thing + " is still being programmed")));
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  /** Whether one of the conditions is about the newest spec; without a generation, all are. */
  private static boolean current(Manifest live, Object holder) {
    return live.at("metadata", "generation") == null
        || Tree.items(Tree.at(holder, "conditions")).stream()
            .anyMatch(c -> Tree.number(c, -1, "observedGeneration") == live.generation());
  }

  /** A policy: all ancestors have to know the newest spec. */
  static Health policy(Manifest live) {
    var heard = false;
    for (var ancestor : Tree.items(live.at("status", "ancestors"))) {
      var said = Tree.items(Tree.at(ancestor, "conditions"));
      var current = newest(live, ancestor);
      var name = "Ancestor " + Tree.text(ancestor, "ancestorRef", "name");
      if (current.size() < said.size()) {
        return progressing("Waiting for " + name + " to update " + live.kind() + " status");
      }
      heard |= !current.isEmpty();
      for (var condition : current) {
        if (condition.isFalse()) {
          return degraded(name + ": " + condition.message());
        }
      }
      for (var condition : current) {
        if (!condition.isTrue()) {
          return progressing(name + ": " + condition.message());
        }
      }
    }
    return heard
        ? healthy(live.kind() + " is healthy")
        : progressing("Waiting for " + live.kind() + " status");
  }

  private static List<StatusCondition> newest(Manifest live, Object holder) {
    return Tree.items(Tree.at(holder, "conditions")).stream()
        .filter(c -> Tree.number(c, live.generation(), "observedGeneration") >= live.generation())
        .map(StatusCondition::from)
        .toList();
  }
}
