package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.select.LabelSelector;
import io.syncline.localkube.select.SelectorException;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Rules of workloads and their pods. */
final class WorkloadRules {
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern CRON =
      Pattern.compile(
          "@(yearly|annually|monthly|weekly|daily|midnight|hourly)|@every .+|\\S+(\\s+\\S+){4}");
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
  private static final List<String> RESTARTS = List.of("Always", "OnFailure", "Never");

  private WorkloadRules() {}

  static List<Cause> broken(String kind, ObjectTree object) {
    var causes = new ArrayList<Cause>();
    var replicas = Tree.number(object, 0, "spec", "replicas");
    if (replicas < 0) {
      causes.add(Cause.invalid("spec.replicas", replicas, "must be greater than or equal to 0"));
    }
    var template = Tree.object(Tree.at(object, "spec", "template"));
    causes.addAll(selector(kind, object, template));
    causes.addAll(
        NameRules.labels(
            "spec.template.labels", Tree.object(Tree.at(template, "metadata", "labels"))));
    causes.addAll(podSpec(template, "spec.template.spec"));
    var restart = Tree.text(template, "spec", "restartPolicy");
    if (kind.equals("Job")) {
      if (restart.equals("Always") || restart.isEmpty()) {
        causes.add(
            restart.isEmpty()
                ? Cause.required(
                    "spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"")
                : Cause.unsupported(
                    "spec.template.spec.restartPolicy", restart, List.of("OnFailure", "Never")));
      }
    } else if (!restart.isEmpty() && !restart.equals("Always")) {
      causes.add(Cause.unsupported("spec.template.spec.restartPolicy", restart, List.of("Always")));
    }
    return causes;
  }

  private static List<Cause> selector(String kind, ObjectTree object, ObjectTree template) {
    if (!(Tree.at(object, "spec", "selector") instanceof ObjectTree selector)) {
      return kind.equals("Job") ? List.of() : List.of(Cause.required("spec.selector", ""));
    }
    if (selector.isEmpty()) {
      return List.of(
          Cause.invalid(
              "spec.selector",
              ObjectTree.EMPTY,
              "empty selector is invalid for " + kind.toLowerCase(java.util.Locale.ROOT)));
    }
    try {
      var labels = Tree.object(Tree.at(template, "metadata", "labels"));
      return LabelSelector.of(selector).fits(labels)
          ? List.of()
          : List.of(
              Cause.invalid(
                  "spec.template.metadata.labels",
                  labels,
                  "`selector` does not match template `labels`"));
    } catch (SelectorException e) {
      return List.of(Cause.invalid("spec.selector", selector, String.valueOf(e.getMessage())));
    }
  }

  static List<Cause> cronJob(ObjectTree object) {
    var causes = new ArrayList<Cause>();
    var schedule = Tree.text(object, "spec", "schedule");
    if (schedule.isEmpty()) {
      causes.add(Cause.required("spec.schedule", ""));
    } else if (!CRON.matcher(schedule).matches()) {
      causes.add(
          Cause.invalid(
              "spec.schedule",
              schedule,
              "expected exactly 5 fields, found " + schedule.split("\\s+").length));
    }
    var template = Tree.object(Tree.at(object, "spec", "jobTemplate", "spec", "template"));
    causes.addAll(podSpec(template, "spec.jobTemplate.spec.template.spec"));
    return causes;
  }

  /** Rules of a pod or pod template; {@code path} is where its spec stands. */
  static List<Cause> podSpec(ObjectTree pod, String path) {
    var spec = Tree.object(pod.get("spec"));
    var causes = new ArrayList<Cause>();
    var containers = Tree.items(spec.get("containers"));
    if (containers.isEmpty()) {
      causes.add(Cause.required(path + ".containers", ""));
    }
    var names = new HashSet<String>();
    var volumes = new HashSet<String>();
    var i = 0;
    for (var volume : Tree.items(spec.get("volumes"))) {
      var name = Tree.text(volume, "name");
      var at = path + ".volumes[" + i++ + "].name";
      if (name.isEmpty()) {
        causes.add(Cause.required(at, ""));
      } else if (!volumes.add(name)) {
        causes.add(Cause.duplicate(at, name));
      }
    }
    containers(containers, path + ".containers", names, volumes, causes);
    containers(
        Tree.items(spec.get("initContainers")), path + ".initContainers", names, volumes, causes);
    var restart = Tree.text(spec, "restartPolicy");
    if (!restart.isEmpty() && !RESTARTS.contains(restart)) {
      causes.add(Cause.unsupported(path + ".restartPolicy", restart, RESTARTS));
    }
    return causes;
  }

  private static void containers(
      List<Object> containers,
      String path,
      HashSet<String> names,
      HashSet<String> volumes,
      List<Cause> causes) {
    var i = 0;
    for (var container : containers) {
      var at = path + "[" + i++ + "]";
      var name = Tree.text(container, "name");
      if (name.isEmpty()) {
        causes.add(Cause.required(at + ".name", ""));
      } else if (!CONTAINER.matcher(name).matches() || name.length() > 63) {
        causes.add(Cause.invalid(at + ".name", name, "must be a lower case RFC 1123 label"));
      } else if (!names.add(name)) {
        causes.add(Cause.duplicate(at + ".name", name));
      }
      var image = Tree.text(container, "image");
      if (image.isEmpty()) {
        causes.add(Cause.required(at + ".image", ""));
      } else if (!image.equals(image.strip())) {
        causes.add(
            Cause.invalid(at + ".image", image, "must not have leading or trailing whitespace"));
      }
      ports(Tree.items(Tree.at(container, "ports")), at + ".ports", causes);
      environment(Tree.items(Tree.at(container, "env")), at + ".env", causes);
      mounts(Tree.items(Tree.at(container, "volumeMounts")), at + ".volumeMounts", volumes, causes);
    }
  }

  private static void ports(List<Object> ports, String path, List<Cause> causes) {
    var i = 0;
    for (var port : ports) {
      var at = path + "[" + i++ + "]";
      var number = Tree.number(port, 0, "containerPort");
      if (Tree.at(port, "containerPort") == null) {
        causes.add(Cause.required(at + ".containerPort", ""));
      } else if (number < 1 || number > 65_535) {
        causes.add(
            Cause.invalid(at + ".containerPort", number, "must be between 1 and 65535, inclusive"));
      }
      var protocol = Tree.text(port, "protocol");
      if (!protocol.isEmpty() && !PROTOCOLS.contains(protocol)) {
        causes.add(Cause.unsupported(at + ".protocol", protocol, PROTOCOLS));
      }
    }
  }

  private static void environment(List<Object> variables, String path, List<Cause> causes) {
    var i = 0;
    for (var variable : variables) {
      var at = path + "[" + i++ + "]";
      if (Tree.text(variable, "name").isEmpty()) {
        causes.add(Cause.required(at + ".name", ""));
      }
      if (!Tree.text(variable, "value").isEmpty() && Tree.at(variable, "valueFrom") != null) {
        causes.add(
            Cause.invalid(at + ".valueFrom", "", "may not be specified when `value` is not empty"));
      }
    }
  }

  private static void mounts(
      List<Object> mounts, String path, HashSet<String> volumes, List<Cause> causes) {
    var i = 0;
    for (var mount : mounts) {
      var at = path + "[" + i++ + "]";
      var name = Tree.text(mount, "name");
      if (name.isEmpty()) {
        causes.add(Cause.required(at + ".name", ""));
      } else if (!volumes.contains(name)) {
        causes.add(new Cause("FieldValueNotFound", "Not found: \"" + name + "\"", at + ".name"));
      }
      if (Tree.text(mount, "mountPath").isEmpty()) {
        causes.add(Cause.required(at + ".mountPath", ""));
      }
    }
  }
}
