package io.syncline.localkube.table;

import static io.syncline.localkube.table.Cells.orNone;
import static io.syncline.localkube.table.Cells.scalar;

import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Cells of configuration, storage, access and cluster objects. */
final class OtherCells {
  private static final Map<String, String> MODES =
      Map.of(
          "ReadWriteOnce", "RWO",
          "ReadOnlyMany", "ROX",
          "ReadWriteMany", "RWX",
          "ReadWriteOncePod", "RWOP");

  private OtherCells() {}

  static Object cell(String kind, String column, ObjectTree object, Instant now) {
    return switch (kind) {
      case "Namespace" -> Tree.text(object, "status", "phase");
      case "ConfigMap", "Secret" -> data(column, object);
      case "ServiceAccount" -> (long) Tree.items(object.get("secrets")).size();
      case "Node" -> node(column, object);
      case "PersistentVolume", "PersistentVolumeClaim", "StorageClass" ->
          storage(kind, column, object);
      case "RoleBinding", "ClusterRoleBinding" -> binding(column, object);
      case "ResourceQuota" -> quota(column, object);
      case "Lease" -> Tree.text(object, "spec", "holderIdentity");
      case "PriorityClass" -> priority(column, object);
      case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" ->
          (long) Tree.items(object.get("webhooks")).size();
      case "ValidatingAdmissionPolicy" -> policy(column, object);
      case "ValidatingAdmissionPolicyBinding" ->
          column.equals("PolicyName")
              ? Tree.text(object, "spec", "policyName")
              : scalar(object, "<unset>", "spec", "paramRef", "name");
      case "APIService" -> apiService(column, object);
      case "ComponentStatus" -> component(column, object);
      case "PodMetrics", "NodeMetrics" -> usage(column, object);
      case "RuntimeClass" -> Tree.text(object, "handler");
      case "CSINode" -> (long) Tree.items(Tree.at(object, "spec", "drivers")).size();
      case "CSIDriver", "VolumeAttachment", "CSIStorageCapacity" -> attachment(column, object);
      case "CertificateSigningRequest" -> signingRequest(column, object);
      case "FlowSchema", "PriorityLevelConfiguration" -> flow(column, object);
      default -> "";
    };
  }

  private static Object component(String column, ObjectTree object) {
    var healthy =
        Tree.items(object.get("conditions")).stream()
            .filter(c -> Tree.text(c, "type").equals("Healthy"))
            .findFirst()
            .map(Tree::object)
            .orElse(ObjectTree.EMPTY);
    return switch (column) {
      case "Status" -> Tree.text(healthy, "status").equals("True") ? "Healthy" : "Unhealthy";
      case "Message" -> Tree.text(healthy, "message");
      default -> Tree.text(healthy, "error");
    };
  }

  /** The use of a node, or of all containers of a pod together. */
  private static Object usage(String column, ObjectTree object) {
    if (column.equals("Window")) {
      return Tree.text(object, "window");
    }
    var name = column.toLowerCase(Locale.ROOT);
    var whole = Tree.text(object, "usage", name);
    if (!whole.isEmpty()) {
      return whole;
    }
    return Tree.items(object.get("containers")).stream()
        .map(container -> Quantity.parse(Tree.text(container, "usage", name)))
        .flatMap(Optional::stream)
        .reduce(Quantity::plus)
        .map(Quantity::canonical)
        .orElse("0");
  }

  private static Object data(String column, ObjectTree object) {
    return switch (column) {
      case "Type" -> Tree.text(object, "type");
      case "Data" ->
          (long)
              (Tree.object(object.get("data")).size()
                  + Tree.object(object.get("binaryData")).size());
      default -> "";
    };
  }

  private static Object node(String column, ObjectTree node) {
    return switch (column) {
      case "Status" -> {
        var ready = condition(node, "Ready");
        var status = ready.equals("True") ? "Ready" : ready.isEmpty() ? "Unknown" : "NotReady";
        yield Tree.flag(node, "spec", "unschedulable") ? status + ",SchedulingDisabled" : status;
      }
      case "Roles" -> {
        var roles = new ArrayList<String>();
        for (var label : Tree.object(Tree.at(node, "metadata", "labels")).keySet()) {
          if (label.startsWith("node-role.kubernetes.io/")) {
            roles.add(label.substring("node-role.kubernetes.io/".length()));
          }
        }
        roles.sort(null);
        yield orNone(String.join(",", roles));
      }
      case "Version" -> Tree.text(node, "status", "nodeInfo", "kubeletVersion");
      case "Internal-IP" -> address(node, "InternalIP");
      case "External-IP" -> address(node, "ExternalIP");
      case "OS-Image" -> scalar(node, "<unknown>", "status", "nodeInfo", "osImage");
      case "Kernel-Version" -> scalar(node, "<unknown>", "status", "nodeInfo", "kernelVersion");
      case "Container-Runtime" ->
          scalar(node, "<unknown>", "status", "nodeInfo", "containerRuntimeVersion");
      default -> "";
    };
  }

  private static String condition(ObjectTree object, String type) {
    return Tree.items(Tree.at(object, "status", "conditions")).stream()
        .filter(c -> Tree.text(c, "type").equals(type))
        .map(c -> Tree.text(c, "status"))
        .findFirst()
        .orElse("");
  }

  private static String address(ObjectTree node, String type) {
    return Tree.items(Tree.at(node, "status", "addresses")).stream()
        .filter(a -> Tree.text(a, "type").equals(type))
        .map(a -> Tree.text(a, "address"))
        .findFirst()
        .orElse("<none>");
  }

  private static Object storage(String kind, String column, ObjectTree object) {
    var claim = kind.equals("PersistentVolumeClaim");
    return switch (column) {
      case "Capacity" -> scalar(object, "", claim ? "status" : "spec", "capacity", "storage");
      case "Access Modes" -> {
        var modes = Tree.items(Tree.at(object, claim ? "status" : "spec", "accessModes"));
        yield String.join(
            ",", modes.stream().map(m -> MODES.getOrDefault(String.valueOf(m), "")).toList());
      }
      case "Reclaim Policy" -> Tree.text(object, "spec", "persistentVolumeReclaimPolicy");
      case "Status" ->
          Tree.at(object, "metadata", "deletionTimestamp") != null
              ? "Terminating"
              : Tree.text(object, "status", "phase");
      case "Claim" ->
          Tree.at(object, "spec", "claimRef") == null
              ? ""
              : Tree.text(object, "spec", "claimRef", "namespace")
                  + "/"
                  + Tree.text(object, "spec", "claimRef", "name");
      case "Volume" -> Tree.text(object, "spec", "volumeName");
      case "StorageClass" -> Tree.text(object, "spec", "storageClassName");
      case "VolumeAttributesClass" ->
          scalar(object, "<unset>", "spec", "volumeAttributesClassName");
      case "Reason" -> Tree.text(object, "status", "reason");
      case "VolumeMode" -> scalar(object, "<unset>", "spec", "volumeMode");
      case "Provisioner" -> Tree.text(object, "provisioner");
      case "ReclaimPolicy" -> scalar(object, "Delete", "reclaimPolicy");
      case "VolumeBindingMode" -> scalar(object, "Immediate", "volumeBindingMode");
      case "AllowVolumeExpansion" -> Tree.flag(object, "allowVolumeExpansion");
      default -> "";
    };
  }

  private static Object binding(String column, ObjectTree object) {
    return switch (column) {
      case "Role" ->
          Tree.text(object, "roleRef", "kind") + "/" + Tree.text(object, "roleRef", "name");
      case "Users" -> subjects(object, "User");
      case "Groups" -> subjects(object, "Group");
      case "ServiceAccounts" -> subjects(object, "ServiceAccount");
      default -> "";
    };
  }

  private static String subjects(ObjectTree object, String kind) {
    var names = new ArrayList<String>();
    for (var subject : Tree.items(object.get("subjects"))) {
      if (Tree.text(subject, "kind").equals(kind)) {
        var name = Tree.text(subject, "name");
        names.add(
            kind.equals("ServiceAccount") ? Tree.text(subject, "namespace") + "/" + name : name);
      }
    }
    return String.join(", ", names);
  }

  private static Object quota(String column, ObjectTree object) {
    var parts = new ArrayList<String>();
    var hard = Tree.object(Tree.at(object, "status", "hard"));
    var limits = column.equals("Limit");
    for (var name : hard.keySet()) {
      if (name.startsWith("limits.") == limits) {
        var used = scalar(object, "0", "status", "used", name);
        parts.add(name + ": " + used + "/" + hard.get(name));
      }
    }
    parts.sort(null);
    return String.join(", ", parts);
  }

  private static Object priority(String column, ObjectTree object) {
    return switch (column) {
      case "Value" -> Tree.number(object, 0, "value");
      case "Global-Default" -> Tree.flag(object, "globalDefault");
      case "PreemptionPolicy" -> scalar(object, "PreemptLowerPriority", "preemptionPolicy");
      default -> "";
    };
  }

  private static Object policy(String column, ObjectTree object) {
    if (column.equals("Validations")) {
      return (long) Tree.items(Tree.at(object, "spec", "validations")).size();
    }
    var kind = Tree.text(object, "spec", "paramKind", "kind");
    return kind.isEmpty()
        ? "<unset>"
        : Tree.text(object, "spec", "paramKind", "apiVersion") + "/" + kind;
  }

  private static Object apiService(String column, ObjectTree object) {
    if (column.equals("Service")) {
      var name = Tree.text(object, "spec", "service", "name");
      return name.isEmpty()
          ? "Local"
          : Tree.text(object, "spec", "service", "namespace") + "/" + name;
    }
    var available = condition(object, "Available");
    return available.isEmpty() ? "Unknown" : available;
  }

  private static Object attachment(String column, ObjectTree object) {
    return switch (column) {
      case "AttachRequired" -> Tree.flag(object, "spec", "attachRequired");
      case "PodInfoOnMount" -> Tree.flag(object, "spec", "podInfoOnMount");
      case "StorageCapacity" -> Tree.flag(object, "spec", "storageCapacity");
      case "TokenRequests" -> {
        var requests = Tree.items(Tree.at(object, "spec", "tokenRequests"));
        yield requests.isEmpty()
            ? "<unset>"
            : String.join(",", requests.stream().map(r -> Tree.text(r, "audience")).toList());
      }
      case "RequiresRepublish" -> Tree.flag(object, "spec", "requiresRepublish");
      case "Modes" ->
          String.join(
              ",",
              Tree.items(Tree.at(object, "spec", "volumeLifecycleModes")).stream()
                  .map(String::valueOf)
                  .toList());
      case "Attacher" -> Tree.text(object, "spec", "attacher");
      case "PV" -> Tree.text(object, "spec", "source", "persistentVolumeName");
      case "Node" -> Tree.text(object, "spec", "nodeName");
      case "Attached" -> Tree.flag(object, "status", "attached");
      case "StorageClassName" -> Tree.text(object, "storageClassName");
      case "Capacity" -> scalar(object, "", "capacity");
      default -> "";
    };
  }

  private static Object signingRequest(String column, ObjectTree object) {
    return switch (column) {
      case "SignerName" -> orNone(Tree.text(object, "spec", "signerName"));
      case "Requestor" -> Tree.text(object, "spec", "username");
      case "RequestedDuration" -> scalar(object, "<none>", "spec", "expirationSeconds");
      case "Condition" -> {
        var types =
            new ArrayList<>(
                Tree.items(Tree.at(object, "status", "conditions")).stream()
                    .map(c -> Tree.text(c, "type"))
                    .toList());
        if (!Tree.text(object, "status", "certificate").isEmpty()) {
          types.add("Issued");
        }
        yield types.isEmpty() ? "Pending" : String.join(",", types);
      }
      default -> "";
    };
  }

  private static Object flow(String column, ObjectTree object) {
    List<String> path =
        switch (column) {
          case "PriorityLevel" -> List.of("spec", "priorityLevelConfiguration", "name");
          case "MatchingPrecedence" -> List.of("spec", "matchingPrecedence");
          case "DistinguisherMethod" -> List.of("spec", "distinguisherMethod", "type");
          case "Type" -> List.of("spec", "type");
          case "NominalConcurrencyShares" -> List.of("spec", "limited", "nominalConcurrencyShares");
          case "Queues" -> List.of("spec", "limited", "limitResponse", "queuing", "queues");
          case "HandSize" -> List.of("spec", "limited", "limitResponse", "queuing", "handSize");
          case "QueueLengthLimit" ->
              List.of("spec", "limited", "limitResponse", "queuing", "queueLengthLimit");
          default -> List.of("status", "none");
        };
    return scalar(object, "<none>", path.toArray(String[]::new));
  }
}
