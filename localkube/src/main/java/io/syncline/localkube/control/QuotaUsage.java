package io.syncline.localkube.control;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.quota.Quota;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.Written;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.Part;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.TreeSet;

/** Keeps in the status of quotas what is used of them. */
public final class QuotaUsage implements Follower {
  private final Cluster cluster;

  /** For {@code cluster}. */
  public QuotaUsage(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void begin() {
    var namespaces = new TreeSet<String>();
    for (var stored : cluster.state().objects().under(Key.prefix("", "resourcequotas", ""))) {
      namespaces.add(stored.key().namespace());
    }
    namespaces.forEach(namespace -> Quota.of(cluster.state(), namespace).forEach(this::settle));
  }

  @Override
  public void see(Written written) {
    var key = written.key();
    if (key.namespace().isEmpty()) {
      return;
    }
    var own = key.group().isEmpty() && key.plural().equals("resourcequotas");
    var object = written.after().or(written::before).orElse(ObjectTree.EMPTY);
    for (var quota : Quota.of(cluster.state(), key.namespace())) {
      if (own
          || quota.concerns(key, object)
          || written.before().filter(b -> quota.concerns(key, b)).isPresent()) {
        settle(quota);
      }
    }
  }

  private void settle(Quota quota) {
    var status = quota.status(cluster.state());
    if (status.equals(quota.object().get("status"))) {
      return;
    }
    var resource =
        cluster
            .kinds()
            .get(new ResourceId("", "v1", "resourcequotas"))
            .orElseThrow(Refusal::noSuchResource);
    Attempt.at(
        () ->
            cluster.change(
                resource,
                Tree.text(quota.object(), "metadata", "namespace"),
                quota.name(),
                Part.STATUS,
                WriteOptions.by("kube-controller-manager"),
                live -> Tree.without(live, "metadata", "resourceVersion").with("status", status)));
  }
}
