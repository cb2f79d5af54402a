package io.syncline.controller.status;

import io.syncline.controller.compare.Compared;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.sync.Images;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.status.ResourceNode.Fact;
import io.syncline.model.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of an Application and what they made, as a tree. */
public final class ResourceTree {
  private static final int NODES = 20_000;

  private final LiveCache cache;
  private final HealthRules rules;

  /** Follows owners in {@code cache}, judging by {@code rules}. */
  public ResourceTree(LiveCache cache, HealthRules rules) {
    this.cache = cache;
    this.rules = rules;
  }

  /** What the managed live objects of {@code compared} made, near or far. */
  public List<Manifest> descendants(Compared compared) {
    var roots = new LinkedHashMap<ObjectKey, Manifest>();
    compared.differences().forEach(d -> d.live().ifPresent(l -> roots.put(d.key(), l)));
    var found = new ArrayList<Manifest>();
    walk(
        roots.values().stream().toList(),
        (child, _) -> {
          if (!roots.containsKey(child.key())) {
            found.add(child);
          }
        });
    return found;
  }

  /** The nodes of {@code compared}: managed objects first, missing ones included. */
  public List<ResourceNode> nodes(Compared compared) {
    var nodes = new LinkedHashMap<ObjectKey, ResourceNode>();
    var roots = new ArrayList<Manifest>();
    for (var difference : compared.differences()) {
      var live = difference.live().flatMap(l -> cache.get(l.key()).or(() -> Optional.of(l)));
      if (live.isPresent()) {
        roots.add(live.get());
        nodes.put(difference.key(), node(live.get(), List.of()));
      } else if (!difference.hook()) {
        nodes.put(difference.key(), missing(difference.key(), difference.object()));
      }
    }
    walk(roots, (child, parent) -> add(nodes, child, parent));
    return List.copyOf(nodes.values());
  }

  /** The nodes of objects that no application has, and of what they made. */
  public List<ResourceNode> orphans(List<Manifest> roots) {
    var nodes = new LinkedHashMap<ObjectKey, ResourceNode>();
    roots.forEach(root -> nodes.put(root.key(), node(root, List.of())));
    walk(roots, (child, parent) -> add(nodes, child, parent));
    return List.copyOf(nodes.values());
  }

  private void add(Map<ObjectKey, ResourceNode> nodes, Manifest child, Manifest parent) {
    var known = nodes.get(child.key());
    var parents = new ArrayList<ObjectKey>();
    if (known != null) {
      parents.addAll(known.parents());
    }
    if (!parents.contains(parent.key())) {
      parents.add(parent.key());
    }
    nodes.put(child.key(), node(child, parents));
  }

  /** Told of each object with each of its owners. */
  private interface Visitor {
    void visit(Manifest child, Manifest parent);
  }

  private void walk(List<Manifest> roots, Visitor visitor) {
    var seen = new java.util.HashSet<String>();
    var open = new ArrayDeque<Manifest>(roots);
    roots.forEach(root -> seen.add(root.uid()));
    while (!open.isEmpty() && seen.size() < NODES) {
      var parent = open.poll();
      for (var child : children(parent)) {
        visitor.visit(child, parent);
        if (seen.add(child.uid())) {
          open.add(child);
        }
      }
    }
  }

  private List<Manifest> children(Manifest parent) {
    var children = parent.uid().isEmpty() ? List.<Manifest>of() : cache.ownedBy(parent.uid());
    if (!parent.groupKind().toString().equals("Service")) {
      return children;
    }
    // Endpoints do not name their Service as owner: they share its name.
    var endpoints = cache.get(new ObjectKey("", "Endpoints", parent.namespace(), parent.name()));
    var all = new ArrayList<>(children);
    endpoints.ifPresent(all::add);
    return all;
  }

  private ResourceNode node(Manifest live, List<ObjectKey> parents) {
    return new ResourceNode(
        live.key(),
        live.version(),
        live.uid(),
        parents,
        live.resourceVersion(),
        Images.of(live),
        HealthRules.health(live, rules),
        live.text("metadata", "creationTimestamp"),
        facts(live));
  }

  private static ResourceNode missing(ObjectKey key, Manifest target) {
    return new ResourceNode(
        key,
        target.version(),
        "",
        List.of(),
        "",
        Images.of(target),
        Optional.of(Health.of(HealthStatus.MISSING)),
        "",
        List.of());
  }

  private static List<Fact> facts(Manifest live) {
    return switch (live.groupKind().toString()) {
      case "Pod" -> podFacts(live);
      case "apps/ReplicaSet" ->
          live.annotation("deployment.kubernetes.io/revision")
              .map(r -> List.of(new Fact("Revision", "Rev:" + r)))
              .orElse(List.of());
      default -> List.of();
    };
  }

  private static List<Fact> podFacts(Manifest pod) {
    var facts = new ArrayList<Fact>();
    var reason = pod.text("status", "phase");
    var ready = 0;
    var restarts = 0L;
    var states = Tree.items(pod.at("status", "containerStatuses"));
    for (var state : states) {
      ready += Tree.flag(state, "ready") ? 1 : 0;
      restarts += Tree.number(state, 0, "restartCount");
      for (var phase : List.of("waiting", "terminated")) {
        var why = Tree.text(state, "state", phase, "reason");
        reason = why.isEmpty() ? reason : why;
      }
    }
    if (pod.deleting()) {
      reason = "Terminating";
    }
    if (!reason.isEmpty()) {
      facts.add(new Fact("Status Reason", reason));
    }
    var node = pod.text("spec", "nodeName");
    if (!node.isEmpty()) {
      facts.add(new Fact("Node", node));
    }
    var containers = Tree.items(pod.at("spec", "containers")).size();
    facts.add(new Fact("Containers", ready + "/" + containers));
    if (restarts > 0) {
      facts.add(new Fact("Restart Count", Long.toString(restarts)));
    }
    return facts;
  }
}
