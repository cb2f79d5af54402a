package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.merge.value.Quantity;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Rules of volumes, claims and classes of storage. */
final class StorageRules {
  private static final List<String> MODES =
      List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
  private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");
  private static final List<String> RECLAIMS = List.of("Delete", "Recycle", "Retain");

  /** The fields of a volume that do not say what is behind it. */
  private static final Set<String> ABOUT =
      Set.of(
          "capacity",
          "accessModes",
          "claimRef",
          "persistentVolumeReclaimPolicy",
          "storageClassName",
          "mountOptions",
          "volumeMode",
          "nodeAffinity",
          "volumeAttributesClassName");

  private StorageRules() {}

  static List<Cause> claim(ObjectTree claim) {
    var spec = Tree.object(claim.get("spec"));
    var causes = new Causes();
    if (Tree.items(spec.get("accessModes")).isEmpty()) {
      causes.required("spec.accessModes", "at least 1 access mode is required");
    }
    SelectorRules.check(spec.get("selector"), "spec.selector", causes);
    modes(spec, causes);
    var at = "spec.resources[storage]";
    var size = Quantity.of(Tree.at(spec, "resources", "requests", "storage"));
    if (size.isEmpty()) {
      causes.required(at, "");
    } else if (size.get().amount().signum() <= 0) {
      causes.invalid(at, size.get().canonical(), "must be greater than zero");
    }
    common(spec, causes);
    return causes.list();
  }

  private static void modes(ObjectTree spec, Causes causes) {
    var modes = Tree.items(spec.get("accessModes")).stream().map(String::valueOf).toList();
    for (var mode : modes) {
      causes.supported("spec.accessModes", mode, MODES);
    }
    if (modes.contains("ReadWriteOncePod")
        && modes.stream().anyMatch(m -> MODES.contains(m) && !m.equals("ReadWriteOncePod"))) {
      causes.forbidden("spec.accessModes", "may not use ReadWriteOncePod with other access modes");
    }
  }

  private static void common(ObjectTree spec, Causes causes) {
    var storageClass = Tree.text(spec, "storageClassName");
    if (!storageClass.isEmpty()) {
      causes.addAll(NameRules.subdomain("spec.storageClassName", storageClass));
    }
    causes.supportedIfGiven("spec.volumeMode", Tree.text(spec, "volumeMode"), VOLUME_MODES);
  }

  static List<Cause> volume(ObjectTree volume) {
    var spec = Tree.object(volume.get("spec"));
    var causes = new Causes();
    if (Tree.items(spec.get("accessModes")).isEmpty()) {
      causes.required("spec.accessModes", "");
    }
    modes(spec, causes);
    var capacity = Tree.object(spec.get("capacity"));
    if (capacity.isEmpty()) {
      causes.required("spec.capacity", "");
    }
    if (!capacity.containsKey("storage") || capacity.size() > 1) {
      causes.add(
          new Cause(
              "FieldValueNotSupported",
              "Unsupported value: "
                  + (capacity.isEmpty()
                      ? "core.ResourceList(nil)"
                      : "core.ResourceList{" + String.join(", ", capacity.keySet()) + "}")
                  + ": supported values: \"storage\"",
              "spec.capacity"));
    }
    for (var name : new TreeSet<>(capacity.keySet())) {
      var size = Quantity.of(capacity.get(name));
      if (size.isPresent() && size.get().amount().signum() <= 0) {
        causes.invalid(
            "spec.capacity[" + name + "]", size.get().canonical(), "must be greater than zero");
      }
    }
    causes.supportedIfGiven(
        "spec.persistentVolumeReclaimPolicy",
        Tree.text(spec, "persistentVolumeReclaimPolicy"),
        RECLAIMS);
    var sources = sources(spec);
    if (sources.isEmpty()) {
      causes.required("spec", "must specify a volume type");
    }
    var i = 0;
    for (var source : sources.keySet()) {
      if (i++ > 0) {
        causes.forbidden("spec." + source, "may not specify more than 1 volume type");
      }
    }
    common(spec, causes);
    return causes.list();
  }

  private static ObjectTree sources(ObjectTree spec) {
    var sources = spec;
    for (var field : ABOUT) {
      sources = sources.without(field);
    }
    return sources;
  }

  static List<Cause> changedVolume(ObjectTree next, ObjectTree live) {
    var causes = new ArrayList<Cause>();
    var now = Tree.object(next.get("spec"));
    var old = Tree.object(live.get("spec"));
    if (!sources(now).equals(sources(old))) {
      var field = "spec.persistentvolumesource";
      causes.add(Cause.forbidden(field, field + " is immutable after creation"));
    }
    if (!Objects.equals(now.get("volumeMode"), old.get("volumeMode"))) {
      causes.add(Cause.invalid("volumeMode", now.get("volumeMode"), "field is immutable"));
    }
    return causes;
  }

  /** Before a claim has its volume, nothing but the volume may be set; then it may grow. */
  static List<Cause> changedClaim(ObjectTree next, ObjectTree live) {
    var now = Tree.object(next.get("spec"));
    var old = Tree.object(live.get("spec"));
    var causes = new ArrayList<Cause>();
    var size = Quantity.of(Tree.at(now, "resources", "requests", "storage"));
    var before = Quantity.of(Tree.at(old, "resources", "requests", "storage"));
    var shrinks = size.isPresent() && before.isPresent() && size.get().compareTo(before.get()) < 0;
    if (Tree.text(next, "status", "phase").equals("Bound")) {
      now = Tree.without(now, "resources", "requests", "storage");
      old = Tree.without(old, "resources", "requests", "storage");
      now = now.without("volumeAttributesClassName");
      old = old.without("volumeAttributesClassName");
    }
    if (Tree.text(old, "volumeName").isEmpty()) {
      now = now.without("volumeName");
      old = old.without("volumeName");
    }
    if (!old.containsKey("storageClassName")) {
      now = now.without("storageClassName");
    }
    if (!now.equals(old)) {
      causes.add(
          Cause.forbidden(
              "spec",
              "spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims"));
    }
    var has = Quantity.of(Tree.at(live, "status", "capacity", "storage"));
    if (shrinks && has.isPresent() && size.get().compareTo(has.get()) <= 0) {
      causes.add(
          Cause.forbidden(
              "spec.resources.requests.storage", "field can not be less than status.capacity"));
    }
    return causes;
  }

  static List<Cause> changedClass(ObjectTree next, ObjectTree live) {
    var causes = new ArrayList<Cause>();
    for (var field : List.of("parameters", "provisioner", "reclaimPolicy")) {
      if (!Objects.equals(next.get(field), live.get(field))) {
        causes.add(Cause.forbidden(field, "updates to " + field + " are forbidden."));
      }
    }
    if (!Objects.equals(next.get("volumeBindingMode"), live.get("volumeBindingMode"))) {
      causes.add(
          Cause.invalid("volumeBindingMode", next.get("volumeBindingMode"), "field is immutable"));
    }
    return causes;
  }
}
