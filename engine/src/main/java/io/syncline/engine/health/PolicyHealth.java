package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.stream.Collectors;

/** Judges policies of Open Cluster Management, which list who complies and who does not. */
final class PolicyHealth {
  private static final Health NOT_REPORTED = progressing("Waiting for the status to be reported");

  private PolicyHealth() {}

  /** A policy as written, or its copy for one cluster. */
  static Health policy(Manifest live) {
    if (Tree.flag(live.root(), "spec", "disabled")) {
      return healthy("Policy is disabled");
    }
    if (Tree.object(live.at("status")).isEmpty()) {
      return NOT_REPORTED;
    }
    var clusters = Tree.items(live.at("status", "status"));
    var root = live.label("policy.open-cluster-management.io/root-policy").isEmpty();
    var parts = root ? clusters : Tree.items(live.at("status", "details"));
    var word = root ? "clusters" : "templates";
    var failing = names(parts, "NonCompliant", root);
    if (!failing.isEmpty()) {
      return degraded("NonCompliant " + word + ": " + failing);
    }
    var pending = names(parts, "Pending", root);
    if (!pending.isEmpty()) {
      return progressing("Pending " + word + ": " + pending);
    }
    return switch (live.text("status", "compliant")) {
      case "Compliant" -> healthy("All " + word + " are compliant");
      case "NonCompliant" -> degraded("NonCompliant " + word + ": ");
      case "" ->
          root && live.at("status", "placement") != null && parts.isEmpty()
              ? healthy("No clusters match this policy")
              : NOT_REPORTED;
      default -> progressing("Waiting for the status to be updated");
    };
  }

  private static String names(List<Object> parts, String compliance, boolean root) {
    return parts.stream()
        .filter(part -> Tree.text(part, "compliant").equals(compliance))
        .map(
            part -> root ? Tree.text(part, "clustername") : Tree.text(part, "templateMeta", "name"))
        .collect(Collectors.joining(", "));
  }

  /** A policy about objects that have to be or must not be. */
  static Health configuration(Manifest live) {
    if (Tree.object(live.at("status")).isEmpty()) {
      return NOT_REPORTED;
    }
    if (Tree.number(live.root(), live.generation(), "status", "lastEvaluatedGeneration")
        != live.generation()) {
      return progressing("Waiting for the status to be updated");
    }
    return switch (live.text("status", "compliant")) {
      case "Compliant" -> healthy(details(live, "Compliant"));
      case "NonCompliant" -> degraded(details(live, "NonCompliant"));
      case "" -> NOT_REPORTED;
      default -> progressing("Waiting for the status to be updated");
    };
  }

  private static String details(Manifest live, String compliance) {
    return Tree.items(live.at("status", "compliancyDetails")).stream()
        .filter(detail -> Tree.text(detail, "Compliant").equals(compliance))
        .flatMap(detail -> Tree.items(Tree.at(detail, "conditions")).stream())
        .map(c -> Tree.text(c, "type") + " - " + Tree.text(c, "message"))
        .collect(Collectors.joining("; "));
  }
}
