package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.store.State;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What kinds get when an object is made. */
final class OnCreate {
  private OnCreate() {}

  /** A new object with what counts as a default of its kind, and thus as said by its writer. */
  static ObjectTree defaulted(Resource resource, ObjectTree object) {
    if (resource.custom().isPresent()) {
      return object;
    }
    return switch (resource.kind()) {
      case "Namespace" ->
          Tree.with(
              object,
              Tree.text(object, "metadata", "name"),
              "metadata",
              "labels",
              "kubernetes.io/metadata.name");
      case "Secret" -> secret(object);
      case "DaemonSet" ->
          Tree.with(
              object, "1", "metadata", "annotations", "deprecated.daemonset.template.generation");
      default -> object;
    };
  }

  static ObjectTree prepared(State state, Resource resource, ObjectTree object, Instant now) {
    var fresh =
        defaulted(resource, resource.traits().statusSplit() ? object.without("status") : object);
    if (resource.custom().isPresent()) {
      return fresh;
    }
    return switch (resource.kind()) {
      case "Namespace" -> namespace(fresh);
      case "Pod" -> PodAdmission.prepared(state, resource, fresh);
      case "Job" -> JobAdmission.prepared(fresh);
      case "PersistentVolume" ->
          Tree.with(
              Tree.with(
                  finalizer(fresh, "kubernetes.io/pv-protection"), "Pending", "status", "phase"),
              Metadata.time(now),
              "status",
              "lastPhaseTransitionTime");
      case "PersistentVolumeClaim" -> claim(state, fresh);
      case "CustomResourceDefinition" -> DefinitionAdmission.established(state, fresh, now);
      case "APIService" -> DefinitionAdmission.available(fresh, now);
      default -> fresh;
    };
  }

  private static ObjectTree namespace(ObjectTree object) {
    return Tree.with(
        Tree.with(object, List.of("kubernetes"), "spec", "finalizers"),
        "Active",
        "status",
        "phase");
  }

  static ObjectTree finalizer(ObjectTree object, String finalizer) {
    var finalizers = new ArrayList<>(Tree.items(Tree.at(object, "metadata", "finalizers")));
    if (finalizers.contains(finalizer)) {
      return object;
    }
    finalizers.add(finalizer);
    return Tree.with(object, finalizers, "metadata", "finalizers");
  }

  private static ObjectTree claim(State state, ObjectTree object) {
    var held =
        Tree.with(finalizer(object, "kubernetes.io/pvc-protection"), "Pending", "status", "phase");
    if (Tree.at(held, "spec", "storageClassName") != null) {
      return held;
    }
    for (var storageClass : state.objects().under("storage.k8s.io/storageclasses/")) {
      var annotation =
          Tree.text(
              storageClass.object(),
              "metadata",
              "annotations",
              "storageclass.kubernetes.io/is-default-class");
      if (annotation.equals("true")) {
        return Tree.with(held, storageClass.key().name(), "spec", "storageClassName");
      }
    }
    return held;
  }

  /** A secret whose plain values are folded into its data. */
  static ObjectTree secret(ObjectTree object) {
    if (!(object.get("stringData") instanceof ObjectTree plain)) {
      return object.without("stringData");
    }
    var data = Tree.object(object.get("data"));
    for (var key : plain.keySet()) {
      if (plain.get(key) instanceof String text) {
        data =
            data.with(
                key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return object.without("stringData").with("data", data);
  }
}
