package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.unknown;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Judges kinds whose message is put together from several of their conditions. */
final class ReportedHealth {
  private ReportedHealth() {}

  /** A MachinePool of Cluster API: its phase, and every condition that does not hold. */
  static Health machinePool(Manifest live) {
    var phase = live.text("status", "phase");
    var open =
        StatusCondition.all(live).stream()
            .filter(c -> c.isFalse() && !c.type().isEmpty())
            .map(c -> "Not " + c.type() + (c.reason().isEmpty() ? "" : " (" + c.reason() + ")"))
            .collect(Collectors.joining(", "));
    var text =
        (phase.isEmpty() ? "" : "MachinePool is " + phase) + (open.isEmpty() ? "" : ": " + open);
    return switch (phase) {
      case "Running", "Scaling" -> healthy(text);
      case "Failed", "Unknown" -> degraded(text);
      default -> progressing(text);
    };
  }

  /** A control plane of EKS under Cluster API: ready, or what its conditions call an error. */
  static Health amazonControlPlane(Manifest live) {
    var conditions = Tree.items(live.at("status", "conditions"));
    if (live.at("status", "conditions") == null) {
      return progressing("Provisioning...");
    }
    var errors = new StringBuilder();
    for (var tree : conditions) {
      var condition = StatusCondition.from(tree);
      if (condition.type().equals("Ready") && condition.isTrue()) {
        return healthy("Control plane is ready");
      }
      if (condition.isFalse() && Tree.text(tree, "severity").equals("Error")) {
        errors.append(condition.message()).append(' ');
      }
    }
    if (!errors.isEmpty()) {
      return degraded(errors.toString());
    }
    return progressing(
        Boolean.FALSE.equals(live.at("status", "ready"))
            ? "Control plane is not ready (.status.ready is false)"
            : "Control plane is not ready");
  }

  /** A Canary of Flagger: its phase, the share of traffic, and what its conditions say. */
  static Health canary(Manifest live) {
    if (live.at("status") == null) {
      return unknown("No status");
    }
    var phase = live.text("status", "phase");
    var parts = new ArrayList<>(List.of(phase));
    var weight = Tree.number(live.root(), 0, "status", "canaryWeight");
    if (weight > 0) {
      parts.add("Canary Weight: " + weight + " %");
    }
    StatusCondition.all(live).forEach(c -> parts.add(c.message()));
    if (parts.size() == 1) {
      parts.add("");
    }
    var text = String.join(" --- ", parts);
    return switch (phase) {
      case "Failed" -> degraded(text);
      case "Progressing", "Finalising", "Promoting" -> progressing(text);
      case "Succeeded", "Initialized" -> healthy(text);
      default -> unknown(text);
    };
  }

  /** A dashboard or folder of the Grafana operator: every condition up to the first that fails. */
  static Health grafana(Manifest live) {
    var parts = new ArrayList<String>();
    var good = false;
    for (var condition : StatusCondition.all(live)) {
      if (condition.status().isEmpty()) {
        continue;
      }
      parts.add(sentence(condition));
      // Its name says what is wrong, so here True is the bad word.
      var mismatch = condition.type().equals("FolderUIDMismatch");
      if (mismatch ? condition.isTrue() : condition.isFalse()) {
        return degraded(String.join(", ", parts));
      }
      good |= condition.isTrue();
    }
    var text = String.join(", ", parts);
    return good ? healthy(text) : progressing(text);
  }

  private static String sentence(StatusCondition condition) {
    if (condition.reason().isEmpty()) {
      return "";
    }
    return condition.reason()
        + (condition.type().isEmpty() ? "" : " for " + condition.type())
        + (condition.type().isEmpty() || condition.message().isEmpty()
            ? ""
            : " because " + condition.message());
  }
}
