package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/** Rules of sets of pods. */
final class WorkloadRules {
  static final String MISMATCH = "`selector` does not match template `labels`";
  private static final String SELECTOR = "spec.selector";
  private static final String LABELS = "spec.template.metadata.labels";

  private WorkloadRules() {}

  static List<Cause> deployment(ObjectTree object) {
    var spec = Tree.object(object.get("spec"));
    var causes = new Causes();
    causes.notNegative(spec, "spec", "replicas");
    replicated("Deployment", spec, causes);
    strategy(spec, causes);
    causes.notNegative(
        spec, "spec", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds");
    if (spec.containsKey("progressDeadlineSeconds")) {
      var deadline = Tree.number(spec, 0, "progressDeadlineSeconds");
      if (deadline <= Tree.number(spec, 0, "minReadySeconds")) {
        causes.invalid(
            "spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
      }
    }
    return causes.list();
  }

  static List<Cause> replicaSet(ObjectTree object) {
    var spec = Tree.object(object.get("spec"));
    var causes = new Causes();
    causes.notNegative(spec, "spec", "replicas", "minReadySeconds");
    replicated("ReplicaSet", spec, causes);
    return causes.list();
  }

  /** Selector and template of what keeps a number of equal pods. */
  private static void replicated(String kind, ObjectTree spec, Causes causes) {
    selector("deployment", spec, causes);
    switch (match(spec)) {
      case UNREADABLE ->
          causes.add(
              Cause.shown(
                  SELECTOR,
                  GoText.selector(Tree.object(spec.get("selector"))),
                  "invalid label selector"));
      case MISSES -> {
        mismatch(spec, causes);
        template(kind, spec, causes);
      }
      case FITS -> template(kind, spec, causes);
    }
  }

  private static void selector(String kind, ObjectTree spec, Causes causes) {
    if (!(spec.get("selector") instanceof ObjectTree selector)) {
      causes.required(SELECTOR, "");
      return;
    }
    SelectorRules.check(selector, SELECTOR, causes);
    if (Tree.object(selector.get("matchLabels")).isEmpty()
        && Tree.items(selector.get("matchExpressions")).isEmpty()) {
      causes.add(
          Cause.shown(
              SELECTOR, GoText.selector(selector), "empty selector is invalid for " + kind));
    }
  }

  private static SelectorRules.Match match(ObjectTree spec) {
    return SelectorRules.match(spec.get("selector"), labels(spec));
  }

  private static ObjectTree labels(ObjectTree spec) {
    return Tree.object(Tree.at(spec, "template", "metadata", "labels"));
  }

  static void mismatch(ObjectTree spec, Causes causes) {
    causes.add(Cause.shown(LABELS, GoText.texts(labels(spec)), MISMATCH));
  }

  private static void template(String kind, ObjectTree spec, Causes causes) {
    PodRules.template(Tree.object(spec.get("template")), "spec.template", causes);
    alwaysRestarted(kind, spec, causes);
  }

  private static void alwaysRestarted(String kind, ObjectTree spec, Causes causes) {
    causes.supported(
        "spec.template.spec.restartPolicy",
        Tree.text(spec, "template", "spec", "restartPolicy"),
        List.of("Always"));
    if (Tree.at(spec, "template", "spec", "activeDeadlineSeconds") != null) {
      causes.forbidden(
          "spec.template.spec.activeDeadlineSeconds",
          "activeDeadlineSeconds in "
              + (kind.equals("Deployment") ? "ReplicaSet" : kind)
              + " is not Supported");
    }
  }

  private static void strategy(ObjectTree spec, Causes causes) {
    var strategy = Tree.object(spec.get("strategy"));
    var type = Tree.text(strategy, "type");
    var rolling = strategy.get("rollingUpdate");
    switch (type) {
      case "Recreate" -> {
        if (rolling != null) {
          causes.forbidden(
              "spec.strategy.rollingUpdate",
              "may not be specified when strategy `type` is 'Recreate'");
        }
      }
      case "RollingUpdate" -> rolling(Tree.object(rolling), "spec.strategy.rollingUpdate", causes);
      default ->
          causes.add(
              new Cause(
                  "FieldValueNotSupported",
                  "Unsupported value: apps.DeploymentStrategy{Type:"
                      + Cause.quoted(type)
                      + ", RollingUpdate:"
                      + GoText.pointer("apps.RollingUpdateDeployment", rolling)
                      + "}: supported values: \"Recreate\", \"RollingUpdate\"",
                  "spec.strategy"));
    }
  }

  private static void rolling(ObjectTree rolling, String path, Causes causes) {
    var down = rolling.get("maxUnavailable");
    var up = rolling.get("maxSurge");
    causes.amountOrPercent(path + ".maxUnavailable", down);
    causes.amountOrPercent(path + ".maxSurge", up);
    if (none(down) && none(up)) {
      causes.add(
          Cause.shown(
              path + ".maxUnavailable",
              GoText.amountOrPercent(down),
              "may not be 0 when `maxSurge` is 0"));
    }
    causes.atMostAll(path + ".maxUnavailable", down);
  }

  private static boolean none(@org.jspecify.annotations.Nullable Object amount) {
    return switch (amount) {
      case Number number -> number.longValue() == 0;
      case String text -> text.matches("0+%");
      case null, default -> true;
    };
  }

  static List<Cause> statefulSet(ObjectTree object) {
    var spec = Tree.object(object.get("spec"));
    var causes = new Causes();
    var management = Tree.text(spec, "podManagementPolicy");
    if (!List.of("OrderedReady", "Parallel").contains(management)) {
      causes.invalid(
          "spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'");
    }
    var type = Tree.text(spec, "updateStrategy", "type");
    var rolling = Tree.at(spec, "updateStrategy", "rollingUpdate");
    if (type.equals("RollingUpdate")) {
      causes.notNegative(Tree.object(rolling), "spec.updateStrategy.rollingUpdate", "partition");
    } else if (!type.equals("OnDelete")) {
      causes.add(
          Cause.shown(
              "spec.updateStrategy",
              "apps.StatefulSetUpdateStrategy{Type:"
                  + Cause.quoted(type)
                  + ", RollingUpdate:"
                  + GoText.pointer("apps.RollingUpdateStatefulSetStrategy", rolling)
                  + "}",
              "must be 'RollingUpdate' or 'OnDelete'"));
    }
    causes.notNegative(spec, "spec", "replicas", "minReadySeconds");
    selector("statefulset", spec, causes);
    switch (match(spec)) {
      case UNREADABLE ->
          causes.add(Cause.shown(SELECTOR, GoText.selector(Tree.object(spec.get("selector"))), ""));
      case MISSES -> mismatch(spec, causes);
      case FITS -> {
        // Nothing more to say of the selector.
      }
    }
    causes.addAll(NameRules.labels("spec.template.labels", labels(spec)));
    // A real server leaves the containers of the template to the checks of each pod.
    alwaysRestarted("StatefulSet", spec, causes);
    return causes.list();
  }

  static List<Cause> daemonSet(ObjectTree object) {
    var spec = Tree.object(object.get("spec"));
    var causes = new Causes();
    if (spec.get("selector") instanceof ObjectTree selector) {
      SelectorRules.check(selector, SELECTOR, causes);
    } else {
      causes.required(SELECTOR, "");
    }
    if (match(spec) == SelectorRules.Match.MISSES) {
      mismatch(spec, causes);
    }
    if (spec.get("selector") instanceof ObjectTree selector && selector.isEmpty()) {
      causes.add(
          Cause.shown(
              SELECTOR, GoText.selector(selector), "empty selector is invalid for daemonset"));
    }
    template("DaemonSet", spec, causes);
    causes.notNegative(spec, "spec", "minReadySeconds", "revisionHistoryLimit");
    return causes.list();
  }
}
