package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.unknown;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;

/** Kinds whose health is one look at one field (semantics 18.2). */
final class SimpleHealth {
  private SimpleHealth() {}

  /** A Service that needs a load balancer waits for its address. */
  static Health service(Manifest live) {
    return live.text("spec", "type").equals("LoadBalancer") ? ingress(live) : healthy("");
  }

  /** An Ingress waits for its address. */
  static Health ingress(Manifest live) {
    return Tree.items(live.at("status", "loadBalancer", "ingress")).isEmpty()
        ? progressing("")
        : healthy("");
  }

  static Health persistentVolumeClaim(Manifest live) {
    return switch (live.text("status", "phase")) {
      case "Bound" -> healthy("");
      case "Pending" -> progressing("");
      case "Lost" -> degraded("");
      default -> unknown("");
    };
  }

  static Health apiService(Manifest live) {
    return StatusCondition.find(live, "Available")
        .map(
            c -> {
              var message = c.reason() + ": " + c.message();
              return c.isTrue() ? healthy(message) : progressing(message);
            })
        .orElseGet(() -> progressing("Waiting to be processed"));
  }

  /** A Workflow of Argo Workflows. */
  static Health workflow(Manifest live) {
    var message = live.text("status", "message");
    return switch (live.text("status", "phase")) {
      case "", "Pending", "Running" -> progressing(message);
      case "Succeeded" -> healthy(message);
      case "Failed", "Error" -> degraded(message);
      default -> unknown(message);
    };
  }
}
