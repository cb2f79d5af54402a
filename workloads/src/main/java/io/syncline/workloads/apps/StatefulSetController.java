package io.syncline.workloads.apps;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Key;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Owners;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Share;
import io.syncline.workloads.control.Template;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps numbered pods with their own volume claims, made, updated and removed one after the other
 * unless the set says that order does not matter.
 *
 * @param pace how fast declared durations pass
 */
public record StatefulSetController(Pace pace) implements Controller {
  private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
  private static final String POD_INDEX = "apps.kubernetes.io/pod-index";

  @Override
  public String component() {
    return "statefulset-controller";
  }

  @Override
  public Kind kind() {
    return Kind.STATEFUL_SET;
  }

  /** One look at a set. */
  private record Look(
      Manifest set,
      View view,
      Instant now,
      Decision.Draft draft,
      TreeMap<Integer, Manifest> pods,
      String updateHash,
      String currentHash,
      Duration minReady) {
    int first() {
      return (int) Tree.number(set.root(), 0, "spec", "ordinals", "start");
    }

    int replicas() {
      return (int) Tree.number(set.root(), 1, "spec", "replicas");
    }

    boolean parallel() {
      return set.text("spec", "podManagementPolicy").equals("Parallel");
    }

    boolean available(Manifest pod) {
      return !pod.deleting()
          && Pods.availableFrom(pod, minReady).filter(t -> !t.isAfter(now)).isPresent();
    }

    int maxUnavailable() {
      return Share.of(
          set.at("spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), replicas(), true, 1);
    }

    int partition() {
      return (int)
          Tree.number(set.root(), 0, "spec", "updateStrategy", "rollingUpdate", "partition");
    }
  }

  @Override
  public Decision decide(Manifest set, View view, Instant now) {
    if (set.deleting()) {
      return Decision.NOTHING;
    }
    var draft = new Decision.Draft();
    var revisions = Revisions.of(set, Kind.STATEFUL_SET, view);
    var update = revisions.update(draft);
    var pods = new TreeMap<Integer, Manifest>();
    for (var pod : Owners.controlled(view, Kind.POD, set)) {
      ordinal(set, pod).ifPresent(i -> pods.put(i, pod));
    }
    var updateHash = update.name();
    var current = set.text("status", "currentRevision");
    var look =
        new Look(
            set,
            view,
            now,
            draft,
            pods,
            updateHash,
            current.isEmpty() || revisions.template(current).isEmpty() ? updateHash : current,
            pace.seconds(Tree.number(set.root(), 0, "spec", "minReadySeconds")));
    var settled = scale(look, revisions);
    if (settled) {
      replace(look);
    }
    status(look);
    if (draft.writesNothing()) {
      var kept = new HashSet<String>();
      pods.values().forEach(p -> kept.add(hash(p)));
      kept.add(updateHash);
      kept.add(look.currentHash());
      revisions.forget(draft, kept);
    }
    return draft.done();
  }

  private static Optional<Integer> ordinal(Manifest set, Manifest pod) {
    var rest =
        pod.name().startsWith(set.name() + "-")
            ? pod.name().substring(set.name().length() + 1)
            : "";
    return rest.matches("\\d{1,8}") ? Optional.of(Integer.parseInt(rest)) : Optional.empty();
  }

  /** Makes missing pods and removes surplus ones; whether nothing of that is left to do. */
  private boolean scale(Look look, Revisions revisions) {
    var end = look.first() + look.replicas();
    var claims = new Claims(look.set(), look.view(), look.draft());
    for (var i = look.first(); i < end; i++) {
      claims.provide(i);
      var pod = look.pods().get(i);
      if (pod == null || Pods.finished(pod)) {
        if (pod == null) {
          if (mayRetry(look)) {
            create(look, revisions, i);
          }
        } else if (!pod.deleting()) {
          look.draft().delete(Kind.POD, pod);
        }
        if (!look.parallel()) {
          return false;
        }
      } else if (!look.parallel() && !look.available(pod)) {
        wakeFor(look, pod);
        return false;
      }
    }
    var surplus =
        look.pods().descendingMap().entrySet().stream()
            .filter(e -> e.getKey() >= end || e.getKey() < look.first())
            .toList();
    for (var entry : surplus) {
      var pod = entry.getValue();
      claims.condemn(entry.getKey(), pod);
      if (!pod.deleting()) {
        look.draft()
            .add(
                new Write.Delete(
                    Kind.POD,
                    pod,
                    -1,
                    Optional.of(
                        Write.Note.normal(
                            look.set(),
                            "SuccessfulDelete",
                            "delete Pod %s in StatefulSet %s successful"
                                .formatted(pod.name(), look.set().name())))));
      }
      if (!look.parallel()) {
        return false;
      }
    }
    return surplus.isEmpty();
  }

  private boolean mayRetry(Look look) {
    var retry =
        look.view()
            .refusal(Key.of(Kind.STATEFUL_SET, look.set()))
            .map(r -> r.at().plus(pace.seconds(1L << Math.min(6, r.times()))));
    if (retry.filter(look.now()::isBefore).isPresent()) {
      look.draft().wake(retry);
      return false;
    }
    return true;
  }

  private static void wakeFor(Look look, Manifest pod) {
    look.draft().wake(Pods.availableFrom(pod, look.minReady()).filter(look.now()::isBefore));
  }

  private static void create(Look look, Revisions revisions, int ordinal) {
    var set = look.set();
    var old = ordinal < look.first() + look.partition();
    var hash = old ? look.currentHash() : look.updateHash();
    var template =
        revisions.template(hash).orElseGet(() -> Tree.object(set.at("spec", "template")));
    var name = set.name() + "-" + ordinal;
    var pod =
        Template.pod(Kind.STATEFUL_SET, set, template)
            .with(name, "metadata", "name")
            .with(name, "metadata", "labels", POD_NAME)
            .with(Integer.toString(ordinal), "metadata", "labels", POD_INDEX)
            .with(hash, "metadata", "labels", Revisions.LABEL)
            .with(name, "spec", "hostname")
            .with(set.text("spec", "serviceName"), "spec", "subdomain");
    var volumes = new ArrayList<Object>();
    for (var claim : Tree.items(set.at("spec", "volumeClaimTemplates"))) {
      var claimName = Tree.text(claim, "metadata", "name");
      volumes.add(
          ObjectTree.of(
              "name",
              claimName,
              "persistentVolumeClaim",
              ObjectTree.of("claimName", claimName + "-" + name)));
    }
    for (var volume : Tree.items(pod.at("spec", "volumes"))) {
      if (volumes.stream().noneMatch(v -> Tree.text(v, "name").equals(Tree.text(volume, "name")))) {
        volumes.add(volume);
      }
    }
    pod = volumes.isEmpty() ? pod : pod.with(volumes, "spec", "volumes");
    pod = pod.text("spec", "subdomain").isEmpty() ? pod.without("spec", "subdomain") : pod;
    look.draft()
        .create(
            Kind.POD,
            pod,
            Write.Note.normal(
                set,
                "SuccessfulCreate",
                "create Pod %s in StatefulSet %s successful".formatted(name, set.name())));
  }

  /**
   * Removes, from the highest number down, the next pods that have an old template; as many as may
   * be unavailable at once.
   */
  private static void replace(Look look) {
    if (look.set().text("spec", "updateStrategy", "type").equals("OnDelete")) {
      return;
    }
    var end = look.first() + look.replicas();
    var most = Math.max(1, look.maxUnavailable());
    var unavailable = 0;
    for (var i = end - 1; i >= look.first() + look.partition(); i--) {
      var pod = look.pods().get(i);
      if (pod == null) {
        return;
      }
      if (!hash(pod).equals(look.updateHash())) {
        if (!pod.deleting()) {
          look.draft().delete(Kind.POD, pod);
        }
        unavailable++;
      } else if (!look.available(pod)) {
        // A broken pod holds the rollout until someone mends it, as it does in a real cluster.
        wakeFor(look, pod);
        unavailable++;
      }
      if (unavailable >= most) {
        return;
      }
    }
  }

  private static String hash(Manifest pod) {
    return pod.label(Revisions.LABEL).orElse("");
  }

  private static void status(Look look) {
    var live = look.pods().values().stream().filter(p -> !Pods.finished(p)).toList();
    var running = live.stream().filter(p -> !p.deleting()).toList();
    var count = Pods.Count.of(running, look.minReady(), look.now());
    look.draft().wake(count.next());
    var updated = count(running, look.updateHash());
    var current = look.currentHash();
    var end = look.first() + look.replicas();
    var done =
        updated == look.replicas()
            && live.size() == look.replicas()
            && count.ready() == look.replicas()
            && look.pods().keySet().stream().allMatch(i -> i >= look.first() && i < end);
    current = done ? look.updateHash() : current;
    var status =
        ObjectTree.of("observedGeneration", look.set().generation(), "replicas", live.size());
    status = positive(status, "readyReplicas", count.ready());
    status = positive(status, "currentReplicas", count(running, current));
    status = positive(status, "updatedReplicas", updated);
    status =
        status
            .with("currentRevision", current)
            .with("updateRevision", look.updateHash())
            .with("collisionCount", 0)
            .with("availableReplicas", count.available());
    var conditions = Conditions.of(look.set().at("status"));
    if (!conditions.items().isEmpty()) {
      status = status.with("conditions", conditions.tree());
    }
    look.draft().status(Kind.STATEFUL_SET, look.set(), status);
  }

  private static int count(List<Manifest> pods, String hash) {
    return (int) pods.stream().filter(p -> hash(p).equals(hash)).count();
  }

  private static ObjectTree positive(ObjectTree tree, String name, int value) {
    return value == 0 ? tree : tree.with(name, value);
  }
}
