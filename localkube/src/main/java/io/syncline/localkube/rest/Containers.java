package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the container of a pod that a request is about, and how it is. */
final class Containers {
  private Containers() {}

  /** The name of the container that was asked for, or of the only one. */
  static String chosen(Manifest pod, String asked) {
    var names = names(pod, "containers");
    var others = names(pod, "initContainers");
    var debugging = names(pod, "ephemeralContainers");
    if (asked.isEmpty()) {
      if (names.size() == 1 && others.isEmpty() && debugging.isEmpty()) {
        return names.getFirst();
      }
      var choices = "choose one of: [" + String.join(" ", names) + "]";
      choices += others.isEmpty() ? "" : " or one of the init containers: " + listed(others);
      choices +=
          debugging.isEmpty() ? "" : " or one of the ephemeral containers: " + listed(debugging);
      throw Refusal.badRequest(
          "a container name must be specified for pod " + pod.name() + ", " + choices);
    }
    if (Stream.of(names, others, debugging).noneMatch(list -> list.contains(asked))) {
      throw Refusal.badRequest("container " + asked + " is not valid for pod " + pod.name());
    }
    return asked;
  }

  private static String listed(List<String> names) {
    return "[" + String.join(" ", names) + "]";
  }

  private static List<String> names(Manifest pod, String field) {
    var names = new ArrayList<String>();
    Tree.items(pod.at("spec", field)).forEach(c -> names.add(Tree.text(c, "name")));
    return names;
  }

  /** The status of a container, empty before it has one. */
  static ObjectTree status(Manifest pod, String container) {
    return Stream.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")
        .flatMap(list -> Tree.items(pod.at("status", list)).stream())
        .filter(status -> Tree.text(status, "name").equals(container))
        .findFirst()
        .map(Tree::object)
        .orElse(ObjectTree.EMPTY);
  }

  /** Refuses the logs of a container that was never started on the node of its pod. */
  static void requireStarted(Manifest pod, String container) {
    var status = status(pod, container);
    if (pod.text("spec", "nodeName").isEmpty()
        || Tree.at(status, "state", "running") != null
        || Tree.at(status, "state", "terminated") != null
        || Tree.at(status, "lastState", "terminated") != null) {
      return;
    }
    var which = "container \"" + container + "\" in pod \"" + pod.name() + "\" is ";
    if (status.isEmpty()) {
      throw Refusal.badRequest(which + "not available");
    }
    var reason = Tree.text(status, "state", "waiting", "reason");
    throw Refusal.badRequest(
        which
            + switch (reason) {
              case "" -> "waiting to start - no logs yet";
              case "ErrImagePull" -> "waiting to start: image can't be pulled";
              case "ImagePullBackOff" -> "waiting to start: trying and failing to pull image";
              default -> "waiting to start: " + reason;
            });
  }

  /** Whether a container runs. */
  static boolean runs(Manifest pod, String container) {
    return Tree.at(status(pod, container), "state", "running") != null;
  }

  /** Whether a container has come to its end and is not started again. */
  static boolean over(Manifest pod, String container) {
    var phase = pod.text("status", "phase");
    return phase.equals("Succeeded")
        || phase.equals("Failed")
        || (Tree.at(status(pod, container), "state", "terminated") != null
            && pod.text("spec", "restartPolicy").equals("Never"));
  }

  /** The refusal of what needs a running container. */
  static ApiException notRunning(String container) {
    return Refusal.of(
        500,
        "InternalError",
        "unable to upgrade connection: container not found (\"" + container + "\")",
        ObjectTree.EMPTY);
  }
}
