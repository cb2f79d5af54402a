package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.HashSet;
import java.util.List;

/** Rules of pods and of the templates they are made from. */
final class PodRules {
  private static final long MOST_SECONDS = Integer.MAX_VALUE;
  private static final List<String> RESTARTS = List.of("Always", "OnFailure", "Never");
  private static final List<String> DNS =
      List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private PodRules() {}

  static List<Cause> pod(ObjectTree pod) {
    var causes = new Causes();
    spec(Tree.object(pod.get("spec")), "spec", causes);
    return causes.list();
  }

  /** A template; {@code path} is where it stands. */
  static void template(ObjectTree template, String path, Causes causes) {
    causes.addAll(
        NameRules.labels(path + ".labels", Tree.object(Tree.at(template, "metadata", "labels"))));
    spec(Tree.object(template.get("spec")), path + ".spec", causes);
  }

  private static void spec(ObjectTree spec, String path, Causes causes) {
    var volumes = VolumeRules.names(Tree.items(spec.get("volumes")), path + ".volumes", causes);
    var containers = Tree.items(spec.get("containers"));
    if (containers.isEmpty()) {
      causes.required(path + ".containers", "");
    }
    var names = new HashSet<String>();
    var i = 0;
    for (var container : containers) {
      ContainerRules.container(
          container, path + ".containers[" + i++ + "]", names, volumes, causes);
    }
    i = 0;
    for (var container : Tree.items(spec.get("initContainers"))) {
      ContainerRules.container(
          container, path + ".initContainers[" + i++ + "]", names, volumes, causes);
    }
    causes.supportedIfGiven(path + ".restartPolicy", Tree.text(spec, "restartPolicy"), RESTARTS);
    causes.supportedIfGiven(path + ".dnsPolicy", Tree.text(spec, "dnsPolicy"), DNS);
    causes.addAll(NameRules.labels(path + ".nodeSelector", Tree.object(spec.get("nodeSelector"))));
    places(spec, path, causes);
    tolerations(Tree.items(spec.get("tolerations")), path + ".tolerations", causes);
    for (var field : List.of("priorityClassName", "runtimeClassName")) {
      subdomain(spec, path, field, causes);
    }
  }

  /** Account, node, deadline and names in DNS. */
  private static void places(ObjectTree spec, String path, Causes causes) {
    subdomain(spec, path, "serviceAccountName", causes);
    subdomain(spec, path, "nodeName", causes);
    if (spec.containsKey("activeDeadlineSeconds")) {
      var seconds = Tree.number(spec, 0, "activeDeadlineSeconds");
      if (seconds < 1 || seconds > MOST_SECONDS) {
        causes.invalid(
            path + ".activeDeadlineSeconds",
            seconds,
            "must be between 1 and " + MOST_SECONDS + ", inclusive");
      }
    }
    for (var field : List.of("hostname", "subdomain")) {
      var name = Tree.text(spec, field);
      if (!name.isEmpty()) {
        causes.addAll(NameRules.label(path + "." + field, name));
      }
    }
  }

  private static void subdomain(ObjectTree spec, String path, String field, Causes causes) {
    var name = Tree.text(spec, field);
    if (!name.isEmpty()) {
      causes.addAll(NameRules.subdomain(path + "." + field, name));
    }
  }

  private static void tolerations(List<Object> tolerations, String path, Causes causes) {
    var i = 0;
    for (var toleration : tolerations) {
      var at = path + "[" + i++ + "]";
      var key = Tree.text(toleration, "key");
      var operator = Tree.text(toleration, "operator");
      var effect = Tree.text(toleration, "effect");
      if (!key.isEmpty()) {
        causes.addAll(NameRules.key(at + ".key", key));
      } else if (!operator.equals("Exists")) {
        causes.invalid(
            at + ".operator",
            operator,
            "operator must be Exists when `key` is empty, which means \"match all values and all"
                + " keys\"");
      }
      if (Tree.at(toleration, "tolerationSeconds") != null && !effect.equals("NoExecute")) {
        causes.invalid(
            at + ".effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
      }
      var value = Tree.text(toleration, "value");
      switch (operator) {
        case "", "Equal" -> {
          for (var cause : NameRules.labels(at + ".operator", ObjectTree.of("value", value))) {
            causes.add(cause);
          }
        }
        case "Exists" -> {
          if (!value.isEmpty()) {
            causes.add(
                Cause.invalid(
                    at + ".operator", value, "value must be empty when `operator` is 'Exists'"));
          }
        }
        default -> causes.supported(at + ".operator", operator, List.of("Equal", "Exists"));
      }
      causes.supportedIfGiven(at + ".effect", effect, EFFECTS);
    }
  }
}
