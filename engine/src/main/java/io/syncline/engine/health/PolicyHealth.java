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
    var compliant = live.text("status", "compliant");
    var root = live.at("status", "status") != null;
    if (compliant.isEmpty()) {
      return !root && !Tree.items(live.at("status", "placement")).isEmpty()
          ? healthy("No clusters match this policy")
          : NOT_REPORTED;
    }
    var parts = Tree.items(live.at("status", root ? "status" : "details"));
    var word = root ? "clusters" : "templates";
    var failing = failing(parts, root);
    var text =
        !root && live.at("status", "details") == null
            ? ""
            : failing.isEmpty()
                ? "All " + word + " are compliant"
                : "NonCompliant " + word + ": " + failing;
    return compliant.equals("Compliant") ? healthy(text) : degraded(text);
  }

  private static String failing(List<Object> parts, boolean root) {
    return parts.stream()
        .filter(part -> !Tree.text(part, "compliant").equals("Compliant"))
        .map(
            part -> root ? Tree.text(part, "clustername") : Tree.text(part, "templateMeta", "name"))
        .collect(Collectors.joining(", "));
  }

  /** A policy about objects that have to be or must not be. */
  static Health configuration(Manifest live) {
    var compliant = live.text("status", "compliant");
    if (compliant.isEmpty()) {
      return NOT_REPORTED;
    }
    if (Tree.number(live.root(), -1, "status", "lastEvaluatedGeneration") != live.generation()) {
      return progressing("Waiting for the status to be updated");
    }
    if (live.at("status", "compliancyDetails") == null) {
      return progressing("Waiting for compliance");
    }
    var text = details(live);
    return compliant.equals("Compliant") ? healthy(text) : degraded(text);
  }

  private static String details(Manifest live) {
    return Tree.items(live.at("status", "compliancyDetails")).stream()
        .flatMap(detail -> Tree.items(Tree.at(detail, "conditions")).stream())
        .map(StatusCondition::from)
        .filter(c -> !c.type().isEmpty() && !c.message().isEmpty())
        .map(c -> c.type() + " - " + c.message())
        .collect(Collectors.joining("; "));
  }
}
