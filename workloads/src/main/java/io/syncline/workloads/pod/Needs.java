package io.syncline.workloads.pod;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stored objects a pod refers to, and which of them are missing. */
final class Needs {
  private Needs() {}

  /** Why {@code container} cannot be configured. */
  static Optional<String> configProblem(Manifest pod, Object container, View view) {
    for (var source : Tree.items(Tree.at(container, "envFrom"))) {
      var problem =
          missing(pod, view, Kind.CONFIG_MAP, Tree.at(source, "configMapRef"), "")
              .or(() -> missing(pod, view, Kind.SECRET, Tree.at(source, "secretRef"), ""));
      if (problem.isPresent()) {
        return problem;
      }
    }
    for (var variable : Tree.items(Tree.at(container, "env"))) {
      var map = Tree.at(variable, "valueFrom", "configMapKeyRef");
      var secret = Tree.at(variable, "valueFrom", "secretKeyRef");
      var problem =
          missing(pod, view, Kind.CONFIG_MAP, map, Tree.text(map, "key"))
              .or(() -> missing(pod, view, Kind.SECRET, secret, Tree.text(secret, "key")));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  /** Why the volumes of {@code pod} cannot be mounted. */
  static Optional<String> mountProblem(Manifest pod, View view) {
    for (var volume : Tree.items(pod.at("spec", "volumes"))) {
      var map = Tree.at(volume, "configMap");
      var secret = Tree.at(volume, "secret");
      var problem =
          missing(pod, view, Kind.CONFIG_MAP, map, "")
              .or(
                  () ->
                      Tree.text(secret, "secretName").isEmpty()
                          ? Optional.empty()
                          : missing(
                              pod,
                              view,
                              Kind.SECRET,
                              Tree.object(secret).with("name", Tree.text(secret, "secretName")),
                              ""));
      if (problem.isPresent()) {
        return problem.map(
            p ->
                "MountVolume.SetUp failed for volume \"" + Tree.text(volume, "name") + "\" : " + p);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missing(
      Manifest pod, View view, Kind kind, @Nullable Object reference, String key) {
    var name = Tree.text(reference, "name");
    if (name.isEmpty() || Tree.flag(reference, "optional")) {
      return Optional.empty();
    }
    var word = kind == Kind.SECRET ? "secret" : "configmap";
    var found = view.get(kind, pod.namespace(), name);
    if (found.isEmpty()) {
      return Optional.of(word + " \"" + name + "\" not found");
    }
    var has =
        key.isEmpty()
            || found.get().at("data", key) != null
            || found.get().at("binaryData", key) != null;
    return has
        ? Optional.empty()
        : Optional.of(
            "couldn't find key %s in %s %s/%s".formatted(key, kind.word(), pod.namespace(), name));
  }
}
