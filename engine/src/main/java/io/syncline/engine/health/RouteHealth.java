package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.List;

/**
 * Judges what hangs on gateways: routes, which every parent judges for itself, and policies, which
 * every ancestor does. What was said of an older generation does not count.
 */
final class RouteHealth {
  private RouteHealth() {}

  /** A route: one parent that refuses it is enough. */
  static Health route(Manifest live) {
    var heard = false;
    for (var parent : Tree.items(live.at("status", "parents"))) {
      var conditions = current(live, parent);
      heard |= !conditions.isEmpty();
      var name = "Parent " + Tree.text(parent, "parentRef", "name") + ": ";
      for (var condition : conditions) {
        if (condition.isFalse()
            && (condition.type().equals("Accepted") || condition.type().equals("ResolvedRefs"))) {
          return degraded(name + condition.message());
        }
      }
      for (var condition : conditions) {
        if (!condition.isTrue()
            && List.of("Accepted", "ResolvedRefs", "Programmed").contains(condition.type())) {
          return progressing(name + condition.message());
        }
      }
    }
    return heard
        ? healthy(live.kind() + " is healthy")
        : progressing("Waiting for " + live.kind() + " status");
  }

  /** A policy: all ancestors have to know the newest spec. */
  static Health policy(Manifest live) {
    var heard = false;
    for (var ancestor : Tree.items(live.at("status", "ancestors"))) {
      var said = Tree.items(Tree.at(ancestor, "conditions"));
      var current = current(live, ancestor);
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

  private static List<StatusCondition> current(Manifest live, Object holder) {
    return Tree.items(Tree.at(holder, "conditions")).stream()
        .filter(c -> Tree.number(c, live.generation(), "observedGeneration") >= live.generation())
        .map(StatusCondition::from)
        .toList();
  }
}
