package io.syncline.workloads.apps;

import io.syncline.model.object.Manifest;
import io.syncline.workloads.control.Pods;
import io.syncline.workloads.control.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One step of bringing the pods of a DaemonSet to the wanted template, node by node. */
final class DaemonRoll {
  private final Manifest set;
  private final String hash;
  private final Duration minReady;
  private final Instant now;

  /** Old pods that work and have no successor, and those that do not work. */
  private final List<Manifest> working = new ArrayList<>();

  private final List<Manifest> broken = new ArrayList<>();

  /** Old pods beside which a new one is available. */
  private final List<Manifest> succeeded = new ArrayList<>();

  private final List<String> workingNodes = new ArrayList<>();
  private final List<String> brokenNodes = new ArrayList<>();
  private int unavailable;
  private int surging;

  DaemonRoll(Manifest set, String hash, Duration minReady, Instant now) {
    this.set = set;
    this.hash = hash;
    this.minReady = minReady;
    this.now = now;
  }

  private boolean available(Manifest pod) {
    return Pods.availableFrom(pod, minReady).filter(t -> !t.isAfter(now)).isPresent();
  }

  /** Takes the pods of one wanted node into account. */
  void look(List<Manifest> pods, String node) {
    var current =
        pods.stream()
            .filter(p -> Pods.active(p) && DaemonSetController.hash(p).equals(hash))
            .findFirst();
    var old =
        pods.stream()
            .filter(p -> Pods.active(p) && !DaemonSetController.hash(p).equals(hash))
            .findFirst();
    if (old.isEmpty()) {
      unavailable += current.filter(this::available).isPresent() ? 0 : 1;
    } else if (current.isPresent()) {
      if (available(current.get())) {
        succeeded.add(old.get());
      } else {
        surging++;
      }
    } else if (available(old.get())) {
      working.add(old.get());
      workingNodes.add(node);
    } else {
      broken.add(old.get());
      brokenNodes.add(node);
      unavailable++;
    }
  }

  private boolean rolling() {
    return !set.text("spec", "updateStrategy", "type").equals("OnDelete");
  }

  private int maxSurge(int nodes) {
    return Share.of(set.at("spec", "updateStrategy", "rollingUpdate", "maxSurge"), nodes, true, 0);
  }

  private int maxUnavailable(int nodes) {
    var share =
        Share.of(
            set.at("spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), nodes, true, 1);
    return maxSurge(nodes) == 0 ? Math.max(1, share) : share;
  }

  /** The old pods to remove now: broken ones cost nothing. */
  List<Manifest> removals(int nodes) {
    if (!rolling()) {
      return List.of();
    }
    if (maxSurge(nodes) > 0) {
      return succeeded;
    }
    var going = new ArrayList<>(broken);
    going.addAll(
        working.subList(
            0, Math.clamp(maxUnavailable(nodes) - (long) unavailable, 0, working.size())));
    return going;
  }

  /** The nodes on which a new pod starts beside the old one. */
  List<String> surges(int nodes) {
    if (!rolling() || maxSurge(nodes) == 0) {
      return List.of();
    }
    var starting = new ArrayList<>(brokenNodes);
    starting.addAll(
        workingNodes.subList(
            0, Math.clamp(maxSurge(nodes) - (long) surging, 0, workingNodes.size())));
    return starting;
  }
}
