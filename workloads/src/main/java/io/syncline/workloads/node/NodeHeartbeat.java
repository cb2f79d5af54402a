package io.syncline.workloads.node;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Controller;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.control.View;
import io.syncline.workloads.control.Write.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The node's side of a simulated node: it renews its lease and reports its conditions, unless it is
 * down. Heartbeats keep to the clock, however fast other things pass.
 */
public record NodeHeartbeat() implements Controller {
  /** The namespace of the nodes' leases. */
  public static final String LEASES = "kube-node-lease";

  /** Rarer than a kubelet's, because every renewal is a stored write that tells nobody much. */
  private static final Duration RENEWAL = Duration.ofMinutes(1);

  private static final long LEASE_SECONDS = 240;

  @Override
  public String manager() {
    return "kubelet";
  }

  @Override
  public String component() {
    return "simulated-kubelet";
  }

  @Override
  public Kind kind() {
    return Kind.NODE;
  }

  @Override
  public Decision decide(Manifest node, View view, Instant now) {
    if (!NodeState.simulated(node) || NodeState.down(node) || node.deleting()) {
      return Decision.NOTHING;
    }
    var draft = new Decision.Draft();
    report(draft, node, now);
    renew(draft, node, view, now);
    return draft.done();
  }

  private static void report(Decision.Draft draft, Manifest node, Instant now) {
    var bad = node.annotation(NodeState.NOT_READY).filter("true"::equals).isPresent();
    var wanted = bad ? NodeConditions.notReady(node, now) : NodeConditions.healthy(node, now);
    var before = Conditions.of(node.at("status")).get("Ready").map(c -> Tree.text(c, "status"));
    draft.status(Kind.NODE, node, Tree.object(node.at("status")).with("conditions", wanted));
    if (before.isPresent() && before.get().equals("True") == bad) {
      var reason = bad ? "NodeNotReady" : "NodeReady";
      draft.add(
          Note.normal(node, reason, "Node %s status is now: %s".formatted(node.name(), reason)));
    }
  }

  private static void renew(Decision.Draft draft, Manifest node, View view, Instant now) {
    var known = view.get(Kind.LEASE, LEASES, node.name());
    if (known.isEmpty()) {
      draft.create(Kind.LEASE, lease(node, now)).wake(now.plus(RENEWAL));
      return;
    }
    var due =
        Stamp.parse(known.get().text("spec", "renewTime")).map(t -> t.plus(RENEWAL)).orElse(now);
    if (now.isBefore(due)) {
      draft.wake(due);
    } else {
      draft
          .update(Kind.LEASE, known.get().with(Stamp.micro(now), "spec", "renewTime"))
          .wake(now.plus(RENEWAL));
    }
  }

  private static Manifest lease(Manifest node, Instant now) {
    var owner =
        ObjectTree.of("apiVersion", "v1", "kind", "Node", "name", node.name(), "uid", node.uid());
    return Manifest.of(
        ObjectTree.of(
            "apiVersion",
            Kind.LEASE.apiVersion(),
            "kind",
            Kind.LEASE.word(),
            "metadata",
            ObjectTree.of(
                "name", node.name(), "namespace", LEASES, "ownerReferences", List.of(owner)),
            "spec",
            ObjectTree.of(
                "holderIdentity",
                node.name(),
                "leaseDurationSeconds",
                LEASE_SECONDS,
                "renewTime",
                Stamp.micro(now))));
  }
}
