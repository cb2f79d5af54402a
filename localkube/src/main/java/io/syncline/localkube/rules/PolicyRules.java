package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rules of budgets, autoscalers, priorities, leases and webhooks. */
final class PolicyRules {
  private static final long HIGHEST_PRIORITY = 1_000_000_000;
  private static final Map<String, Long> SYSTEM =
      Map.of("system-cluster-critical", 2_000_000_000L, "system-node-critical", 2_000_001_000L);

  private PolicyRules() {}

  static List<Cause> budget(ObjectTree object) {
    var spec = Tree.object(object.get("spec"));
    var causes = new Causes();
    var least = spec.get("minAvailable");
    var most = spec.get("maxUnavailable");
    if (least != null && most != null) {
      causes.add(
          Cause.shown(
              "spec",
              "policy.PodDisruptionBudgetSpec{MinAvailable:"
                  + GoText.pointer("intstr.IntOrString", least)
                  + ", Selector:"
                  + GoText.pointer("v1.LabelSelector", spec.get("selector"))
                  + ", MaxUnavailable:"
                  + GoText.pointer("intstr.IntOrString", most)
                  + ", UnhealthyPodEvictionPolicy:"
                  + GoText.pointer(
                      "policy.UnhealthyPodEvictionPolicyType",
                      spec.get("unhealthyPodEvictionPolicy"))
                  + "}",
              "minAvailable and maxUnavailable cannot be both set"));
    }
    for (var field : List.of("minAvailable", "maxUnavailable")) {
      causes.amountOrPercent("spec." + field, spec.get(field));
      causes.atMostAll("spec." + field, spec.get(field));
    }
    SelectorRules.check(spec.get("selector"), "spec.selector", causes);
    causes.supportedIfGiven(
        "spec.unhealthyPodEvictionPolicy",
        Tree.text(spec, "unhealthyPodEvictionPolicy"),
        List.of("AlwaysAllow", "IfHealthyBudget"));
    return causes.list();
  }

  static List<Cause> autoscaler(ObjectTree object) {
    var spec = Tree.object(object.get("spec"));
    var causes = new Causes();
    var most = Tree.number(spec, 0, "maxReplicas");
    var least = Tree.number(spec, 1, "minReplicas");
    if (least < 1) {
      causes.invalid("spec.minReplicas", least, "must be greater than or equal to 1");
    }
    if (most < 1) {
      causes.invalid("spec.maxReplicas", most, "must be greater than 0");
    }
    if (most < least) {
      causes.invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`");
    }
    for (var field : List.of("kind", "name")) {
      causes.needs(spec.get("scaleTargetRef"), "spec.scaleTargetRef", field);
    }
    var outside =
        Tree.items(spec.get("metrics")).stream()
            .map(metric -> Tree.text(metric, "type"))
            .anyMatch(type -> type.equals("Object") || type.equals("External"));
    if (least == 0 && !outside) {
      causes.forbidden(
          "spec.metrics",
          "must specify at least one Object or External metric to support scaling to zero"
              + " replicas");
    }
    return causes.list();
  }

  static List<Cause> priority(ObjectTree object) {
    var causes = new Causes();
    var name = Tree.text(object, "metadata", "name");
    var value = Tree.number(object, 0, "value");
    if (name.startsWith("system-")) {
      var known = SYSTEM.get(name);
      if (known == null || known != value) {
        causes.forbidden(
            "metadata.name",
            "priority class names with 'system-' prefix are reserved for system use only. error: "
                + (known == null
                    ? name + " is not a known system priority class"
                    : "value of " + name + " PriorityClass must be " + known));
      }
    } else if (value > HIGHEST_PRIORITY) {
      causes.forbidden(
          "value", "maximum allowed value of a user defined priority is " + HIGHEST_PRIORITY);
    }
    causes.supportedIfGiven(
        "preemptionPolicy",
        Tree.text(object, "preemptionPolicy"),
        List.of("Never", "PreemptLowerPriority"));
    return causes.list();
  }

  static List<Cause> changedPriority(ObjectTree next, ObjectTree live) {
    var causes = new ArrayList<Cause>();
    if (!Objects.equals(next.get("value"), live.get("value"))) {
      causes.add(Cause.forbidden("value", "may not be changed in an update."));
    }
    if (!Objects.equals(next.get("preemptionPolicy"), live.get("preemptionPolicy"))) {
      causes.add(
          Cause.invalid("preemptionPolicy", next.get("preemptionPolicy"), "field is immutable"));
    }
    return causes;
  }

  static List<Cause> lease(ObjectTree object) {
    var spec = Tree.object(object.get("spec"));
    var causes = new Causes();
    var seconds = Tree.number(spec, 1, "leaseDurationSeconds");
    if (seconds <= 0) {
      causes.invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0");
    }
    causes.notNegative(spec, "spec", "leaseTransitions");
    return causes.list();
  }

  static List<Cause> webhooks(ObjectTree object) {
    var causes = new Causes();
    var names = new HashSet<String>();
    var i = 0;
    for (var hook : Tree.items(object.get("webhooks"))) {
      var at = "webhooks[" + i++ + "]";
      webhook(Tree.object(hook), at, causes);
      var name = Tree.text(hook, "name");
      if (!name.isEmpty() && !names.add(name)) {
        causes.add(Cause.duplicate(at + ".name", name));
      }
    }
    return causes.list();
  }

  private static void webhook(ObjectTree hook, String path, Causes causes) {
    var name = Tree.text(hook, "name");
    causes.needs(hook, path, "name");
    if (!name.isEmpty()) {
      var wrong = NameRules.subdomain(path + ".name", name);
      causes.addAll(wrong);
      if (wrong.isEmpty() && name.split("\\.").length < 3) {
        causes.invalid(
            path + ".name",
            name,
            "should be a domain with at least three segments separated by dots");
      }
    }
    var i = 0;
    for (var rule : Tree.items(hook.get("rules"))) {
      for (var field : List.of("operations", "apiGroups", "apiVersions", "resources")) {
        if (Tree.items(Tree.at(rule, field)).isEmpty()) {
          causes.required(path + ".rules[" + i + "]." + field, "");
        }
      }
      i++;
    }
    causes.supportedIfGiven(
        path + ".failurePolicy", Tree.text(hook, "failurePolicy"), List.of("Fail", "Ignore"));
    causes.supportedIfGiven(
        path + ".matchPolicy", Tree.text(hook, "matchPolicy"), List.of("Equivalent", "Exact"));
    var effects = Tree.text(hook, "sideEffects");
    if (effects.isEmpty()) {
      causes.required(path + ".sideEffects", "must specify one of None, NoneOnDryRun");
    } else {
      causes.supported(path + ".sideEffects", effects, List.of("None", "NoneOnDryRun"));
    }
    var seconds = Tree.number(hook, 10, "timeoutSeconds");
    if (seconds < 1 || seconds > 30) {
      causes.invalid(
          path + ".timeoutSeconds", seconds, "the timeout value must be between 1 and 30 seconds");
    }
    var client = Tree.object(hook.get("clientConfig"));
    if (client.containsKey("url") == client.containsKey("service")) {
      causes.required(path + ".clientConfig", "exactly one of url or service is required");
    }
    if (Tree.items(hook.get("admissionReviewVersions")).isEmpty()) {
      causes.required(path + ".admissionReviewVersions", "must specify one of v1, v1beta1");
    }
  }
}
