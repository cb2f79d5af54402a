package io.syncline.workloads.pod;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Write.Note;
import java.util.stream.Stream;

/** The events that tell how a pod came from its stored status to its new one. */
final class PodEvents {
  private PodEvents() {}

  static void add(Decision.Draft draft, Manifest pod, PodLife life) {
    if (!life.trouble().isEmpty()) {
      draft.add(Note.warning(pod, "FailedMount", life.trouble()));
    }
    for (var part : life.inits()) {
      container(draft, pod, part, before(pod, "initContainerStatuses", part.name()));
    }
    for (var part : life.containers()) {
      container(draft, pod, part, before(pod, "containerStatuses", part.name()));
    }
  }

  private static Object before(Manifest pod, String list, String name) {
    return Tree.items(pod.at("status", list)).stream()
        .filter(s -> Tree.text(s, "name").equals(name))
        .findFirst()
        .orElse("");
  }

  private static void container(
      Decision.Draft draft, Manifest pod, PodLife.Part part, Object before) {
    var life = part.life();
    var name = part.name();
    var wasStarted = !Tree.text(before, "containerID").isEmpty();
    var restarted = life.restarts() > Tree.number(before, 0, "restartCount");
    if (life.started() && (!wasStarted || restarted)) {
      started(draft, pod, part, wasStarted);
      unhealthy(draft, pod, part);
    }
    var wasWaiting = Tree.text(before, "state", "waiting", "reason");
    if (life.waiting().equals(wasWaiting)) {
      return;
    }
    var image = part.image();
    switch (life.waiting()) {
      case "ErrImagePull" -> {
        draft.add(Note.normal(pod, "Pulling", "Pulling image \"" + image + "\""));
        draft.add(
            Note.warning(
                pod, "Failed", "Failed to pull image \"" + image + "\": simulated: not found"));
        draft.add(Note.warning(pod, "Failed", "Error: ErrImagePull"));
      }
      case "ImagePullBackOff" -> {
        draft.add(Note.normal(pod, "BackOff", "Back-off pulling image \"" + image + "\""));
        draft.add(Note.warning(pod, "Failed", "Error: ImagePullBackOff"));
      }
      case "CrashLoopBackOff" ->
          draft.add(
              Note.warning(
                  pod,
                  "BackOff",
                  "Back-off restarting failed container %s in pod %s_%s(%s)"
                      .formatted(name, pod.name(), pod.namespace(), pod.uid())));
      case "CreateContainerConfigError" ->
          draft.add(
              Note.warning(
                  pod, "Failed", "Error: " + Tree.text(life.state(), "waiting", "message")));
      case "InvalidImageName" ->
          draft.add(
              Note.warning(pod, "InspectFailed", Tree.text(life.state(), "waiting", "message")));
      default -> {}
    }
  }

  private static void started(
      Decision.Draft draft, Manifest pod, PodLife.Part part, boolean pulledBefore) {
    var image = part.image();
    if (pulledBefore && !Tree.text(part.spec(), "imagePullPolicy").equals("Always")) {
      draft.add(
          Note.normal(
              pod, "Pulled", "Container image \"" + image + "\" already present on machine"));
    } else {
      draft.add(Note.normal(pod, "Pulling", "Pulling image \"" + image + "\""));
      draft.add(
          Note.normal(pod, "Pulled", "Successfully pulled image \"" + image + "\" (simulated)"));
    }
    draft.add(Note.normal(pod, "Created", "Created container: " + part.name()));
    draft.add(Note.normal(pod, "Started", "Started container " + part.name()));
  }

  private static void unhealthy(Decision.Draft draft, Manifest pod, PodLife.Part part) {
    var behaviour = Behaviour.of(pod, part.spec());
    var late = behaviour.neverReady() || behaviour.readyAfter().isPresent();
    if (late && !part.life().ready() && Tree.at(part.spec(), "readinessProbe") != null) {
      draft.add(Note.warning(pod, "Unhealthy", "Readiness probe failed: simulated: not ready yet"));
    }
  }

  /** One event for each container that is being stopped. */
  static Stream<Note> killing(Manifest pod) {
    return Tree.items(pod.at("status", "containerStatuses")).stream()
        .filter(s -> Tree.at(s, "state", "running") != null)
        .map(s -> Note.normal(pod, "Killing", "Stopping container " + Tree.text(s, "name")));
  }
}
