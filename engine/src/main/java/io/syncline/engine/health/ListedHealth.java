package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges kinds whose health is a look at every entry of some list in their status. */
final class ListedHealth {
  private static final Set<String> EVENTING = Set.of("Ready", "InstallSucceeded");
  private static final Set<String> SERVING =
      Set.of("Ready", "InstallSucceeded", "DependenciesInstalled", "DeploymentsAvailable");

  private ListedHealth() {}

  /** A Cassandra cluster of Rook: all members of all racks are ready. */
  static Health cassandra(Manifest live) {
    var racks = Tree.object(live.at("status", "racks"));
    var behind =
        racks.values().stream()
            .anyMatch(r -> Tree.number(r, 0, "readyMembers") < Tree.number(r, 0, "members"));
    return racks.isEmpty() || behind ? progressing("Waiting for Cassandra Cluster") : healthy("");
  }

  /** A Ceph cluster of Rook: what Ceph itself says of its health. */
  static Health ceph(Manifest live) {
    var word = live.text("status", "ceph", "health");
    var message = live.text("status", "message");
    if (word.isEmpty()) {
      var text = message.isEmpty() ? "Waiting for status to be reported" : message;
      return Set.of("Error", "Failure").contains(live.text("status", "state"))
          ? degraded(text)
          : progressing(text);
    }
    var details =
        new TreeMap<>(Tree.object(live.at("status", "ceph", "details")))
            .values().stream()
                .map(d -> Tree.text(d, "message"))
                .filter(m -> !m.isEmpty())
                .collect(Collectors.joining("; "));
    var text = new StringBuilder("Ceph health is ").append(word);
    text.append(details.isEmpty() ? "" : " (" + details + ")");
    var state = live.text("status", "state");
    var fine = word.equals("HEALTH_OK");
    if (fine && !state.isEmpty()) {
      text.append(" - Ceph cluster state is ").append(state);
    }
    text.append(message.isEmpty() ? "" : " - " + message);
    if (word.equals("HEALTH_ERR") || word.equals("HEALTH_WARN")) {
      return degraded(text.toString());
    }
    return switch (fine ? state : "unknown") {
      case "", "Created", "Connected" -> healthy(text.toString());
      case "Error" -> degraded(text.toString());
      default -> progressing(text.toString());
    };
  }

  /** A binding of Karmada: applied and not unhealthy in every cluster it is meant for. */
  static Health binding(Manifest live) {
    var clusters = Tree.items(live.at("spec", "clusters")).size();
    var told = Tree.items(live.at("status", "aggregatedStatus"));
    if (clusters == 0 || told.size() != clusters) {
      return progressing("Current resource status is insufficient");
    }
    for (var one : told) {
      var word = Tree.text(one, "health");
      if (word.equals("Unhealthy") || (word.equals("Unknown") && !Tree.flag(one, "applied"))) {
        return degraded("Current resource status is unhealthy");
      }
    }
    return healthy("");
  }

  /** A Subscription of the Operator Lifecycle Manager, with a line for each condition. */
  static Health subscription(Manifest live) {
    if (live.at("status", "conditions") == null) {
      return progressing("An install plan for a subscription is pending installation");
    }
    var conditions = StatusCondition.all(live);
    var approval = conditions.stream().anyMatch(c -> waitsForPerson(live, c));
    var lines = new StringBuilder();
    var broken = false;
    var pending = false;
    for (var i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      if (approval && condition.type().equals("InstallPlanPending")) {
        continue;
      }
      lines.append(i + 1).append(": ").append(condition.type()).append(" | ");
      lines.append(condition.status()).append('\n');
      switch (condition.type()) {
        case "InstallPlanPending" -> pending |= condition.isTrue();
        case "InstallPlanMissing" ->
            broken |= !condition.reason().equals("ReferencedInstallPlanNotFound");
        case "CatalogSourcesUnhealthy", "InstallPlanFailed", "ResolutionFailed" ->
            broken |= condition.isTrue();
        default -> {
          // the others come and go without a meaning for health
        }
      }
    }
    var known = live.at("status", "state") != null;
    var state = live.text("status", "state");
    pending |= state.isEmpty() || state.equals("UpgradeAvailable");
    pending |= state.equals("UpgradePending") && !approval;
    broken |= state.equals("UpgradeFailed");
    if (state.equals("UpgradePending") && approval) {
      state = "AtLatestKnown";
    }
    lines.append(known ? ".status.state is '" + state + "'\n" : ".status.state not yet known\n");
    var text = lines.toString();
    return broken ? degraded(text) : pending ? progressing(text) : healthy(text);
  }

  /** An upgrade somebody has to approve does not make what is installed any worse. */
  private static boolean waitsForPerson(Manifest live, StatusCondition condition) {
    return condition.type().equals("InstallPlanPending")
        && condition.isTrue()
        && condition.reason().equals("RequiresApproval")
        && live.text("spec", "installPlanApproval").equals("Manual")
        && live.at("status", "installedCSV") != null;
  }

  /** An InferenceService of KServe, with a part for each condition that is not true. */
  static Health inference(Manifest live) {
    var conditions = StatusCondition.all(live);
    var model = live.text("status", "modelStatus", "transitionStatus");
    var parts = new ArrayList<String>();
    parts.add(model.isEmpty() || model.equals("UpToDate") ? "" : "0: transitionStatus | " + model);
    var open = !parts.getFirst().isEmpty();
    for (var i = 0; i < conditions.size(); i++) {
      var c = conditions.get(i);
      if (c.type().equals("Stopped")) {
        if (c.isTrue()) {
          return Verdict.suspended("InferenceService is Stopped");
        }
        continue;
      }
      if (!c.isTrue()) {
        open = true;
        parts.add(
            (i + 1) + ": " + c.type() + " | " + c.status() + lead(c.reason()) + lead(c.message()));
      }
    }
    if (conditions.isEmpty() && !open) {
      return progressing("Waiting for InferenceService to report status...");
    }
    if (!open) {
      return healthy("InferenceService is healthy.");
    }
    var text = String.join(" | ", parts);
    return model.isEmpty() || model.equals("UpToDate") || model.equals("InProgress")
        ? progressing(text)
        : degraded(text);
  }

  private static String lead(String text) {
    return text.isEmpty() ? "" : " | " + text;
  }

  /** A control plane of the Knative operator, with a line for each condition. */
  static Health knativeOperator(Manifest live) {
    if (live.at("status", "conditions") == null) {
      return progressing("Waiting for " + live.kind());
    }
    var lines = new StringBuilder();
    var i = 0;
    var open = false;
    var good = 0;
    var wanted = live.kind().equals("KnativeServing") ? SERVING : EVENTING;
    for (var condition : StatusCondition.all(live)) {
      lines.append(++i).append(": ").append(condition.type()).append(" | ");
      lines.append(condition.status()).append('\n');
      var waits =
          condition.type().equals("Ready") || condition.type().equals("DeploymentsAvailable");
      open |= condition.status().equals("Unknown") || (waits && condition.isFalse());
      good += condition.isTrue() && wanted.contains(condition.type()) ? 1 : 0;
    }
    if (open) {
      return progressing(lines.toString());
    }
    return good == wanted.size()
        ? healthy(live.kind() + " is healthy.")
        : degraded(lines.toString());
  }
}
