package io.syncline.workloads.storage;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Quantity;
import io.syncline.workloads.control.Selector;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Binds volume claims: to a fitting volume that is there, or to one made for them. */
public record VolumeClaimController() implements Controller {
  private static final String PROTECTION = "kubernetes.io/pvc-protection";

  @Override
  public String component() {
    return "persistentvolume-controller";
  }

  @Override
  public Kind kind() {
    return Kind.VOLUME_CLAIM;
  }

  @Override
  public Set<Kind> watches() {
    return Set.of(Kind.POD, Kind.VOLUME, Kind.STORAGE_CLASS);
  }

  @Override
  public Stream<Key> touched(Kind kind, Manifest changed, View view) {
    return switch (kind) {
      case POD ->
          Tree.items(changed.at("spec", "volumes")).stream()
              .map(v -> Tree.text(v, "persistentVolumeClaim", "claimName"))
              .filter(name -> !name.isEmpty())
              .map(name -> new Key(Kind.VOLUME_CLAIM, changed.namespace(), name));
      case VOLUME -> {
        var reference = changed.at("spec", "claimRef");
        yield reference == null
            ? unbound(view)
            : Stream.of(
                new Key(
                    Kind.VOLUME_CLAIM,
                    Tree.text(reference, "namespace"),
                    Tree.text(reference, "name")));
      }
      default -> unbound(view);
    };
  }

  /** Claims that wait for a volume or a class. */
  private static Stream<Key> unbound(View view) {
    return view.everywhere(Kind.VOLUME_CLAIM).stream()
        .filter(c -> c.text("spec", "volumeName").isEmpty())
        .map(c -> Key.of(Kind.VOLUME_CLAIM, c));
  }

  @Override
  public Decision decide(Manifest claim, View view, Instant now) {
    if (claim.deleting()) {
      return release(claim, view);
    }
    var draft = new Decision.Draft();
    var name = claim.text("spec", "volumeName");
    var volume = name.isEmpty() ? available(claim, view) : view.get(Kind.VOLUME, "", name);
    if (volume.isPresent()) {
      var reference = volume.get().at("spec", "claimRef");
      return reference == null || reserved(volume.get(), claim)
          ? bind(draft, claim, volume.get(), view)
          : taken(draft, claim);
    }
    if (!name.isEmpty()) {
      return lost(draft, claim);
    }
    return provision(draft, claim, view, now);
  }

  /** Nobody uses it any more, so nothing holds it. */
  private static Decision release(Manifest claim, View view) {
    var used =
        view.in(Kind.POD, claim.namespace()).stream()
            .filter(p -> !Pods.finished(p))
            .flatMap(p -> Tree.items(p.at("spec", "volumes")).stream())
            .anyMatch(v -> Tree.text(v, "persistentVolumeClaim", "claimName").equals(claim.name()));
    if (used || !claim.finalizers().contains(PROTECTION)) {
      return Decision.NOTHING;
    }
    var rest = claim.finalizers().stream().filter(f -> !f.equals(PROTECTION)).toList();
    return new Decision.Draft()
        .update(Kind.VOLUME_CLAIM, claim.with(rest, "metadata", "finalizers"))
        .done();
  }

  private static Optional<Manifest> available(Manifest claim, View view) {
    var wanted = Quantity.units(claim.at("spec", "resources", "requests", "storage"));
    return view.in(Kind.VOLUME, "").stream()
        .filter(v -> reserved(v, claim) || v.at("spec", "claimRef") == null)
        .filter(v -> !v.deleting() && !v.text("status", "phase").equals("Released"))
        .filter(
            v -> v.text("spec", "storageClassName").equals(claim.text("spec", "storageClassName")))
        .filter(v -> Quantity.units(v.at("spec", "capacity", "storage")) >= wanted)
        .filter(
            v ->
                Tree.items(v.at("spec", "accessModes"))
                    .containsAll(Tree.items(claim.at("spec", "accessModes"))))
        .filter(v -> selected(claim, v) && sameMode(claim, v))
        // One kept for this claim goes first; then the smallest, so that big ones are left.
        .min(
            Comparator.comparing((Manifest v) -> !reserved(v, claim))
                .thenComparingLong(v -> Quantity.units(v.at("spec", "capacity", "storage")))
                .thenComparing(Manifest::name));
  }

  /** Whether a volume is one that the claim asks for by its labels. */
  private static boolean selected(Manifest claim, Manifest volume) {
    var selector = claim.at("spec", "selector");
    return selector == null || Selector.of(selector).matches(volume.labels());
  }

  private static boolean sameMode(Manifest claim, Manifest volume) {
    return mode(claim).equals(mode(volume));
  }

  private static String mode(Manifest object) {
    var mode = object.text("spec", "volumeMode");
    return mode.isEmpty() ? "Filesystem" : mode;
  }

  private static boolean reserved(Manifest volume, Manifest claim) {
    var reference = volume.at("spec", "claimRef");
    var uid = Tree.text(reference, "uid");
    return Tree.text(reference, "name").equals(claim.name())
        && Tree.text(reference, "namespace").equals(claim.namespace())
        && (uid.isEmpty() || uid.equals(claim.uid()));
  }

  /** The claim names a volume that belongs to another. */
  private static Decision taken(Decision.Draft draft, Manifest claim) {
    if (claim.text("status", "phase").equals("Bound")) {
      return draft
          .status(Kind.VOLUME_CLAIM, claim, ObjectTree.of("phase", "Lost"))
          .add(
              Note.warning(
                  claim,
                  "ClaimMisbound",
                  "Two claims are bound to the same volume, this one is bound incorrectly"))
          .done();
    }
    return draft
        .add(
            Note.warning(
                claim,
                "FailedBinding",
                "volume \"%s\" already bound to a different claim."
                    .formatted(claim.text("spec", "volumeName"))))
        .done();
  }

  /** Whether the class of a claim lets its volume grow. */
  private static boolean grows(Manifest claim, View view) {
    return view.get(Kind.STORAGE_CLASS, "", claim.text("spec", "storageClassName"))
        .filter(c -> Tree.flag(c.root(), "allowVolumeExpansion"))
        .isPresent();
  }

  private static Decision bind(Decision.Draft draft, Manifest claim, Manifest volume, View view) {
    if (!reserved(volume, claim) || Tree.text(volume.at("spec", "claimRef"), "uid").isEmpty()) {
      draft.update(Kind.VOLUME, volume.with(reference(claim), "spec", "claimRef"));
    }
    if (!volume.text("status", "phase").equals("Bound")) {
      draft.status(Kind.VOLUME, volume, ObjectTree.of("phase", "Bound"));
    }
    var asked = claim.at("spec", "resources", "requests", "storage");
    var grown =
        Quantity.units(asked) > Quantity.units(volume.at("spec", "capacity", "storage"))
            && grows(claim, view);
    if (grown) {
      draft.update(Kind.VOLUME, volume.with(asked, "spec", "capacity", "storage"));
      draft.add(
          Note.normal(
              claim,
              "FileSystemResizeSuccessful",
              "MountVolume.NodeExpandVolume succeeded (simulated)"));
    }
    if (claim.text("spec", "volumeName").isEmpty()) {
      draft.update(
          Kind.VOLUME_CLAIM,
          claim
              .with(volume.name(), "spec", "volumeName")
              .with("yes", "metadata", "annotations", "pv.kubernetes.io/bind-completed")
              .with("yes", "metadata", "annotations", "pv.kubernetes.io/bound-by-controller"));
    }
    draft.status(
        Kind.VOLUME_CLAIM,
        claim,
        ObjectTree.of(
            "phase",
            "Bound",
            "accessModes",
            Tree.items(claim.at("spec", "accessModes")),
            "capacity",
            ObjectTree.of("storage", grown ? asked : volume.at("spec", "capacity", "storage"))));
    return draft.done();
  }

  private static Decision lost(Decision.Draft draft, Manifest claim) {
    var bound = claim.text("status", "phase").equals("Bound");
    return bound
        ? draft
            .status(Kind.VOLUME_CLAIM, claim, ObjectTree.of("phase", "Lost"))
            .add(
                Note.warning(
                    claim,
                    "ClaimLost",
                    "Bound claim has lost its PersistentVolume. Data on the volume is lost!"))
            .done()
        : draft.done();
  }

  private static Decision provision(Decision.Draft draft, Manifest claim, View view, Instant now) {
    var className = claim.text("spec", "storageClassName");
    var storageClass = view.get(Kind.STORAGE_CLASS, "", className);
    if (storageClass.isEmpty()) {
      pending(draft, claim);
      if (className.isEmpty()) {
        draft.add(
            Note.normal(
                claim,
                "FailedBinding",
                "no persistent volumes available for this claim and no storage class is set"));
      } else {
        draft.add(
            Note.warning(
                claim,
                "ProvisioningFailed",
                "storageclass.storage.k8s.io \"" + className + "\" not found"));
      }
      return draft.wake(now.plusSeconds(15)).done();
    }
    var waits = storageClass.get().text("volumeBindingMode").equals("WaitForFirstConsumer");
    if (waits && !hasConsumer(claim, view)) {
      pending(draft, claim);
      return draft
          .add(
              Note.normal(
                  claim,
                  "WaitForFirstConsumer",
                  "waiting for first consumer to be created before binding"))
          .done();
    }
    var name = "pvc-" + claim.uid();
    if (view.get(Kind.VOLUME, "", name).isEmpty()) {
      draft.create(Kind.VOLUME, volume(name, claim, storageClass.get()));
      draft.add(
          Note.normal(claim, "ProvisioningSucceeded", "Successfully provisioned volume " + name));
    }
    return draft.done();
  }

  private static void pending(Decision.Draft draft, Manifest claim) {
    if (!claim.text("status", "phase").equals("Pending")) {
      draft.status(Kind.VOLUME_CLAIM, claim, ObjectTree.of("phase", "Pending"));
    }
  }

  private static boolean hasConsumer(Manifest claim, View view) {
    return view.in(Kind.POD, claim.namespace()).stream()
        .filter(p -> !p.text("spec", "nodeName").isEmpty())
        .flatMap(p -> Tree.items(p.at("spec", "volumes")).stream())
        .anyMatch(v -> Tree.text(v, "persistentVolumeClaim", "claimName").equals(claim.name()));
  }

  private static Manifest volume(String name, Manifest claim, Manifest storageClass) {
    var policy = storageClass.text("reclaimPolicy");
    return Manifest.of(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "PersistentVolume",
            "metadata",
            ObjectTree.of(
                "name",
                name,
                "annotations",
                ObjectTree.of("pv.kubernetes.io/provisioned-by", storageClass.text("provisioner"))),
            "spec",
            ObjectTree.of(
                "capacity",
                ObjectTree.of("storage", claim.at("spec", "resources", "requests", "storage")),
                "accessModes",
                Tree.items(claim.at("spec", "accessModes")),
                "claimRef",
                reference(claim),
                "persistentVolumeReclaimPolicy",
                policy.isEmpty() ? "Delete" : policy,
                "storageClassName",
                storageClass.name(),
                "hostPath",
                ObjectTree.of("path", "/simulated/" + name))));
  }

  private static ObjectTree reference(Manifest claim) {
    return ObjectTree.of(
        "apiVersion", "v1",
        "kind", "PersistentVolumeClaim",
        "namespace", claim.namespace(),
        "name", claim.name(),
        "uid", claim.uid());
  }

  /** Volumes keep their claim's place when it is gone; the volume controller sees to them. */
  static List<Manifest> volumesOf(Key claim, View view) {
    return view.in(Kind.VOLUME, "").stream()
        .filter(v -> Tree.text(v.at("spec", "claimRef"), "name").equals(claim.name()))
        .filter(v -> Tree.text(v.at("spec", "claimRef"), "namespace").equals(claim.namespace()))
        .toList();
  }

  @Override
  public Decision gone(Key key, View view, Instant now) {
    var draft = new Decision.Draft();
    for (var volume : volumesOf(key, view)) {
      if (!volume.text("status", "phase").equals("Bound")) {
        continue;
      }
      draft.status(Kind.VOLUME, volume, ObjectTree.of("phase", "Released"));
      if (volume.text("spec", "persistentVolumeReclaimPolicy").equals("Delete")) {
        draft.delete(Kind.VOLUME, volume);
      }
    }
    return draft.done();
  }
}
