package io.syncline.localkube.control;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.authz.Policy;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.select.LabelSelector;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.Stored;
import io.syncline.localkube.store.Written;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Keeps ClusterRoles that are put together from others up to date. */
public final class RoleAggregation implements Follower {
  private static final String MANAGER = "clusterrole-aggregation-controller";

  private final Cluster cluster;

  /** For {@code cluster}. */
  public RoleAggregation(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void see(Written written) {
    if (written.key().group().equals(Policy.GROUP)
        && written.key().plural().equals("clusterroles")) {
      begin();
    }
  }

  @Override
  public void begin() {
    // A role may gather one that gathers itself, so it takes as many rounds as they are deep.
    var changed = true;
    for (var round = 0; changed && round < 10; round++) {
      changed = false;
      for (var stored : roles()) {
        changed |= gathered(stored.object());
      }
    }
  }

  private List<Stored> roles() {
    var roles = new ArrayList<Stored>();
    for (var stored :
        cluster.store().head().objects().under(Key.prefix(Policy.GROUP, "clusterroles", ""))) {
      roles.add(stored);
    }
    return roles;
  }

  private boolean gathered(ObjectTree role) {
    var selectors = Tree.items(Tree.at(role, "aggregationRule", "clusterRoleSelectors"));
    if (selectors.isEmpty()) {
      return false;
    }
    var rules = new LinkedHashSet<Object>();
    for (var selector : selectors) {
      var fits = LabelSelector.of(Tree.object(selector));
      for (var other : roles()) {
        if (fits.test(other.object()) && !other.key().name().equals(name(role))) {
          rules.addAll(Tree.items(other.object().get("rules")));
        }
      }
    }
    var wanted = List.<Object>copyOf(rules);
    if (wanted.equals(Tree.items(role.get("rules")))) {
      return false;
    }
    var resource =
        cluster
            .kinds()
            .get(new ResourceId(Policy.GROUP, "v1", "clusterroles"))
            .orElseThrow(Refusal::noSuchResource);
    Attempt.at(
        () ->
            cluster.change(
                resource,
                "",
                name(role),
                Part.MAIN,
                WriteOptions.by(MANAGER),
                live -> Tree.without(live, "metadata", "resourceVersion").with("rules", wanted)));
    return true;
  }

  private static String name(ObjectTree role) {
    return Tree.text(role, "metadata", "name");
  }
}
