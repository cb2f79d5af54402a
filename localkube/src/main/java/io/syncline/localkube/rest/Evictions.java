package io.syncline.localkube.rest;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.select.LabelSelector;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes pods on request, unless a disruption budget forbids it at this moment. */
final class Evictions {
  private static final ResourceId BUDGETS = new ResourceId("policy", "v1", "poddisruptionbudgets");
  private static final String MANAGER = "kube-apiserver";

  /** More pods than this that were evicted and are still there mean that nobody counts. */
  private static final int MOST_DISRUPTED = 2000;

  private final Cluster cluster;

  Evictions(Cluster cluster) {
    this.cluster = cluster;
  }

  Reply answer(Resources.Place place, Request request) {
    var pod = cluster.get(place.resource(), place.namespace(), place.name());
    var body = request.body().length == 0 ? ObjectTree.EMPTY : Bodies.object(request, "Eviction");
    var name = Tree.text(body, "metadata", "name");
    if (!name.isEmpty() && !name.equals(place.name())) {
      throw Refusal.badRequest("name in URL does not match name in Eviction object");
    }
    var options = Options.delete(request, Tree.object(body.get("deleteOptions")));
    if (guarded(pod)) {
      var budgets = budgets(place.namespace(), pod);
      if (budgets.size() > 1) {
        throw Refusal.of(
            500,
            "",
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                + " not support.",
            ObjectTree.EMPTY);
      }
      if (!budgets.isEmpty() && !free(pod, budgets.getFirst())) {
        use(place, budgets.getFirst(), options);
      }
    }
    if (!options.dryRun()) {
      mark(place);
    }
    cluster.delete(place.resource(), place.namespace(), place.name(), options);
    return Reply.json(201, Subresources.success());
  }

  /** Whether the pod counts for a budget at all. */
  private static boolean guarded(ObjectTree pod) {
    return !Set.of("Succeeded", "Failed", "Pending").contains(Tree.text(pod, "status", "phase"))
        && Tree.at(pod, "metadata", "deletionTimestamp") == null;
  }

  private List<ObjectTree> budgets(String namespace, ObjectTree pod) {
    var found = new ArrayList<ObjectTree>();
    for (var stored :
        cluster.state().objects().under("policy/poddisruptionbudgets/" + namespace + "/")) {
      var selector = Tree.object(Tree.at(stored.object(), "spec", "selector"));
      if (LabelSelector.of(selector).test(pod)) {
        found.add(stored.object());
      }
    }
    return found;
  }

  /** Whether a pod that is not ready may go without being counted. */
  private static boolean free(ObjectTree pod, ObjectTree budget) {
    var ready =
        Tree.items(Tree.at(pod, "status", "conditions")).stream()
            .anyMatch(
                c -> Tree.text(c, "type").equals("Ready") && Tree.text(c, "status").equals("True"));
    if (ready) {
      return false;
    }
    var desired = Tree.number(budget, 0, "status", "desiredHealthy");
    return Tree.text(budget, "spec", "unhealthyPodEvictionPolicy").equals("AlwaysAllow")
        || (desired > 0 && Tree.number(budget, 0, "status", "currentHealthy") >= desired);
  }

  /** Takes one disruption off the budget. */
  private void use(Resources.Place place, ObjectTree budget, DeleteOptions options) {
    if (options.dryRun()) {
      used(place, budget);
      return;
    }
    cluster.change(
        budgetResource(),
        place.namespace(),
        Tree.text(budget, "metadata", "name"),
        Part.STATUS,
        WriteOptions.by(MANAGER),
        live -> Tree.without(used(place, live), "metadata", "resourceVersion"));
  }

  private Resource budgetResource() {
    return cluster.kinds().get(BUDGETS).orElseThrow(Refusal::noSuchResource);
  }

  private ObjectTree used(Resources.Place place, ObjectTree budget) {
    var name = Tree.text(budget, "metadata", "name");
    if (Tree.number(budget, 0, "status", "observedGeneration")
        < Tree.number(budget, 0, "metadata", "generation")) {
      throw tooMany(
          "The disruption budget " + name + " is still being processed by the server.",
          Optional.of(10L));
    }
    var allowed = Tree.number(budget, 0, "status", "disruptionsAllowed");
    var disrupted = Tree.object(Tree.at(budget, "status", "disruptedPods"));
    if (allowed < 0) {
      throw Refusal.forbidden(budgetResource(), name, "pdb disruptions allowed is negative");
    }
    if (disrupted.size() > MOST_DISRUPTED) {
      throw Refusal.forbidden(
          budgetResource(),
          name,
          "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
    }
    if (allowed == 0) {
      throw tooMany(
          "The disruption budget %s needs %d healthy pods and has %d currently"
              .formatted(
                  name,
                  Tree.number(budget, 0, "status", "desiredHealthy"),
                  Tree.number(budget, 0, "status", "currentHealthy")),
          Optional.empty());
    }
    return Tree.with(
        Tree.with(budget, allowed - 1, "status", "disruptionsAllowed"),
        disrupted.with(place.name(), now()),
        "status",
        "disruptedPods");
  }

  private static RuntimeException tooMany(String cause, Optional<Long> retry) {
    var details =
        ObjectTree.of(
            "causes", List.of(ObjectTree.of("reason", "DisruptionBudget", "message", cause)));
    return Refusal.of(
        429,
        "TooManyRequests",
        "Cannot evict pod as it would violate the pod's disruption budget.",
        retry.map(s -> details.with("retryAfterSeconds", s)).orElse(details));
  }

  /** Says on the pod why it goes. */
  private void mark(Resources.Place place) {
    cluster.change(
        place.resource(),
        place.namespace(),
        place.name(),
        Part.STATUS,
        WriteOptions.by(MANAGER),
        live -> {
          var conditions = new ArrayList<>(Tree.items(Tree.at(live, "status", "conditions")));
          conditions.removeIf(c -> Tree.text(c, "type").equals("DisruptionTarget"));
          conditions.add(
              ObjectTree.of(
                  "type", "DisruptionTarget",
                  "status", "True",
                  "reason", "EvictionByEvictionAPI",
                  "message", "Eviction API: evicting",
                  "lastTransitionTime", now()));
          return Tree.without(
              Tree.with(live, conditions, "status", "conditions"), "metadata", "resourceVersion");
        });
  }

  private String now() {
    return DateTimeFormatter.ISO_INSTANT.format(
        cluster.clock().instant().truncatedTo(ChronoUnit.SECONDS));
  }
}
