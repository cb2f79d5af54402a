package io.syncline.localkube.rules;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Fields that may not change once an object is made. */
final class Immutables {
  private static final String IMMUTABLE = "field is immutable";

  private Immutables() {}

  static List<Cause> changed(Resource resource, ObjectTree next, ObjectTree live) {
    return switch (resource.kind()) {
      case "Deployment", "ReplicaSet", "DaemonSet" -> same(next, live, "spec.selector");
      case "Job" -> job(next, live);
      case "StatefulSet" -> statefulSet(next, live);
      case "Pod" -> pod(next, live);
      case "ConfigMap", "Secret" -> data(resource.kind(), next, live);
      case "Service" -> service(next, live);
      case "RoleBinding", "ClusterRoleBinding" -> AccessRules.changedRole(next, live);
      case "StorageClass" -> StorageRules.changedClass(next, live);
      case "PriorityClass" -> PolicyRules.changedPriority(next, live);
      case "RuntimeClass" -> same(next, live, "handler");
      case "IngressClass" -> same(next, live, "spec.controller");
      case "EndpointSlice" -> same(next, live, "addressType");
      case "ControllerRevision" -> same(next, live, "data");
      case "CertificateSigningRequest" -> same(next, live, "spec");
      case "PersistentVolumeClaim" -> StorageRules.changedClaim(next, live);
      case "PersistentVolume" -> StorageRules.changedVolume(next, live);
      case "CustomResourceDefinition" ->
          same(next, live, "spec.group", "spec.scope", "spec.names.plural", "spec.names.kind");
      default -> List.of();
    };
  }

  /** Jobs without an index never change how often they must succeed. */
  private static List<Cause> job(ObjectTree next, ObjectTree live) {
    var causes = new ArrayList<Cause>();
    if (!Tree.text(next, "spec", "completionMode").equals("Indexed")) {
      causes.addAll(same(next, live, "spec.completions"));
    }
    causes.addAll(same(next, live, "spec.selector", "spec.template", "spec.completionMode"));
    for (var field :
        List.of("podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy")) {
      causes.addAll(same(next, live, "spec." + field));
    }
    return causes;
  }

  private static List<Cause> same(ObjectTree next, ObjectTree live, String... fields) {
    var causes = new ArrayList<Cause>();
    for (var field : fields) {
      var path = field.split("\\.");
      var now = Tree.at(next, path);
      if (!Objects.equals(now, Tree.at(live, path))) {
        var shown = field.equals("spec.selector") && now instanceof ObjectTree;
        causes.add(
            shown
                ? Cause.shown(field, GoText.selector(Tree.object(now)), IMMUTABLE)
                : Cause.invalid(field, now, IMMUTABLE));
      }
    }
    return causes;
  }

  private static List<Cause> statefulSet(ObjectTree next, ObjectTree live) {
    var a = Tree.object(next.get("spec"));
    var b = Tree.object(live.get("spec"));
    for (var free :
        List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds")) {
      a = a.without(free);
      b = b.without(free);
    }
    return a.equals(b)
        ? List.of()
        : List.of(
            Cause.forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals',"
                    + " 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and"
                    + " 'minReadySeconds' are forbidden"));
  }

  private static List<Cause> pod(ObjectTree next, ObjectTree live) {
    for (var field : List.of("containers", "initContainers")) {
      if (Tree.items(Tree.at(next, "spec", field)).size()
          != Tree.items(Tree.at(live, "spec", field)).size()) {
        var what = field.equals("containers") ? "containers" : "init containers";
        return List.of(
            Cause.forbidden("spec." + field, "pod updates may not add or remove " + what));
      }
    }
    var old = Tree.text(live, "spec", "nodeName");
    var comparable = fixed(live);
    var changed = fixed(next);
    if (old.isEmpty()) {
      // A pod gets its node once.
      changed = Tree.without(changed, "nodeName");
    }
    return changed.equals(comparable)
        ? List.of()
        : List.of(
            Cause.forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,"
                    + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                    + "`spec.tolerations` (only additions to existing"
                    + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1"
                    + " if it was previously negative)"));
  }

  /** The spec of a pod without what may change. */
  private static ObjectTree fixed(ObjectTree pod) {
    var spec = Tree.object(pod.get("spec"));
    for (var field : List.of("containers", "initContainers")) {
      if (spec.get(field) instanceof List<?> containers) {
        spec =
            spec.with(
                field,
                containers.stream()
                    .map(c -> Tree.object(c).without("image").without("resources"))
                    .toList());
      }
    }
    return spec.without("activeDeadlineSeconds")
        .without("terminationGracePeriodSeconds")
        .without("tolerations")
        .without("schedulingGates")
        .without("ephemeralContainers");
  }

  private static List<Cause> data(String kind, ObjectTree next, ObjectTree live) {
    var causes = new ArrayList<Cause>();
    if (kind.equals("Secret")) {
      causes.addAll(same(next, live, "type"));
    }
    if (!Tree.flag(live, "immutable")) {
      return causes;
    }
    for (var field : List.of("data", "binaryData")) {
      if (!Objects.equals(next.get(field), live.get(field))) {
        causes.add(Cause.forbidden(field, "field is immutable when `immutable` is set"));
      }
    }
    if (!Tree.flag(next, "immutable")) {
      causes.add(Cause.forbidden("immutable", "field is immutable when `immutable` is set"));
    }
    return causes;
  }

  private static List<Cause> service(ObjectTree next, ObjectTree live) {
    var old = Tree.text(live, "spec", "clusterIP");
    var external =
        Tree.text(next, "spec", "type").equals("ExternalName")
            || Tree.text(live, "spec", "type").equals("ExternalName");
    return old.isEmpty() || external || old.equals(Tree.text(next, "spec", "clusterIP"))
        ? List.of()
        : List.of(
            Cause.shown(
                "spec.clusterIPs[0]",
                GoText.texts(List.of(Tree.text(next, "spec", "clusterIP"))),
                "may not change once set"));
  }
}
