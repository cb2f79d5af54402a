package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** Rules of jobs and of what makes them on a schedule. */
final class JobRules {
  private static final List<String> MODES = List.of("NonIndexed", "Indexed");
  private static final List<String> POLICIES = List.of("Allow", "Forbid", "Replace");
  private static final List<String> RESTARTS = List.of("OnFailure", "Never");

  private JobRules() {}

  static List<Cause> job(ObjectTree job) {
    var spec = Tree.object(job.get("spec"));
    var causes = new Causes();
    if (!Tree.flag(spec, "manualSelector") && spec.get("selector") instanceof ObjectTree selector) {
      generated(job, selector, causes);
    }
    spec(spec, "spec", causes);
    if (spec.get("selector") instanceof ObjectTree selector) {
      SelectorRules.check(selector, "spec.selector", causes);
    } else {
      causes.required("spec.selector", "");
    }
    var labels = Tree.object(Tree.at(spec, "template", "metadata", "labels"));
    if (SelectorRules.match(spec.get("selector"), labels) == SelectorRules.Match.MISSES) {
      WorkloadRules.mismatch(spec, causes);
    }
    return causes.list();
  }

  /** A selector that was to be made by the server must be the one it makes. */
  private static void generated(ObjectTree job, ObjectTree selector, Causes causes) {
    var uid = Tree.text(job, "metadata", "uid");
    var name = Tree.text(job, "metadata", "name");
    var expected =
        ObjectTree.of(
            "batch.kubernetes.io/controller-uid", uid,
            "batch.kubernetes.io/job-name", name,
            "controller-uid", uid,
            "job-name", name);
    if (SelectorRules.match(selector, expected) == SelectorRules.Match.MISSES) {
      causes.add(
          Cause.shown("spec.selector", GoText.selector(selector), "`selector` not auto-generated"));
    }
  }

  private static void spec(ObjectTree spec, String path, Causes causes) {
    causes.notNegative(
        spec,
        path,
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes");
    var mode = Tree.text(spec, "completionMode");
    causes.supportedIfGiven(path + ".completionMode", mode, MODES);
    if (mode.equals("Indexed")) {
      if (!spec.containsKey("completions")) {
        causes.required(path + ".completions", "when completion mode is Indexed");
      }
    } else if (mode.isEmpty() || mode.equals("NonIndexed")) {
      for (var field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
        if (spec.containsKey(field)) {
          causes.invalid(path + "." + field, spec.get(field), "requires indexed completion mode");
        }
      }
    }
    var template = Tree.object(spec.get("template"));
    PodRules.template(template, path + ".template", causes);
    var restart = Tree.text(template, "spec", "restartPolicy");
    var at = path + ".template.spec.restartPolicy";
    if (restart.isEmpty() || restart.equals("Always")) {
      causes.required(at, "valid values: \"OnFailure\", \"Never\"");
    } else if (!RESTARTS.contains(restart)) {
      causes.supported(at, restart, RESTARTS);
    } else if (spec.containsKey("podFailurePolicy") && !restart.equals("Never")) {
      causes.invalid(at, restart, "only \"Never\" is supported when podFailurePolicy is specified");
    }
  }

  static List<Cause> cronJob(ObjectTree object) {
    var spec = Tree.object(object.get("spec"));
    var causes = new Causes();
    var schedule = Tree.text(spec, "schedule");
    if (schedule.isEmpty()) {
      causes.required("spec.schedule", "");
    } else {
      CronText.fault(schedule).ifPresent(f -> causes.invalid("spec.schedule", schedule, f));
      if (schedule.contains("TZ")) {
        causes.invalid(
            "spec.schedule",
            schedule,
            "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
      }
    }
    if (spec.containsKey("timeZone")) {
      zone(Tree.text(spec, "timeZone"), causes);
    }
    causes.notNegative(spec, "spec", "startingDeadlineSeconds");
    causes.supportedIfGiven(
        "spec.concurrencyPolicy", Tree.text(spec, "concurrencyPolicy"), POLICIES);
    causes.notNegative(spec, "spec", "successfulJobsHistoryLimit", "failedJobsHistoryLimit");
    spec(Tree.object(Tree.at(spec, "jobTemplate", "spec")), "spec.jobTemplate.spec", causes);
    return causes.list();
  }

  private static void zone(String zone, Causes causes) {
    if (zone.isEmpty()) {
      causes.invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string");
    } else if (zone.equalsIgnoreCase("Local")) {
      causes.invalid(
          "spec.timeZone",
          zone,
          "timeZone must be an explicit time zone as defined in"
              + " https://www.iana.org/time-zones");
    } else if (!known(zone)) {
      causes.invalid("spec.timeZone", zone, "unknown time zone " + zone);
    }
  }

  private static boolean known(String zone) {
    try {
      return ZoneId.getAvailableZoneIds().contains(ZoneId.of(zone).getId());
    } catch (DateTimeException e) {
      return false;
    }
  }
}
