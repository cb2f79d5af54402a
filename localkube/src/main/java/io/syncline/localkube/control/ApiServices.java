package io.syncline.localkube.control;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.Written;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps one APIService for every group version that is served. */
public final class ApiServices implements Follower {
  private static final String GROUP = "apiregistration.k8s.io";
  private static final String DEFINITIONS = "customresourcedefinitions";
  private static final String OWN = "kube-aggregator.kubernetes.io/automanaged";

  /** Priorities by group, as Kubernetes gives them to the groups it is made of. */
  private static final Map<String, Long> PRIORITIES =
      Map.ofEntries(
          Map.entry("", 18_000L),
          Map.entry("apps", 17_800L),
          Map.entry("events.k8s.io", 17_750L),
          Map.entry("authentication.k8s.io", 17_700L),
          Map.entry("authorization.k8s.io", 17_600L),
          Map.entry("autoscaling", 17_500L),
          Map.entry("batch", 17_400L),
          Map.entry("certificates.k8s.io", 17_300L),
          Map.entry("networking.k8s.io", 17_200L),
          Map.entry("policy", 17_100L),
          Map.entry("rbac.authorization.k8s.io", 17_000L),
          Map.entry("storage.k8s.io", 16_800L),
          Map.entry("apiextensions.k8s.io", 16_700L),
          Map.entry("admissionregistration.k8s.io", 16_700L),
          Map.entry("scheduling.k8s.io", 16_600L),
          Map.entry("coordination.k8s.io", 16_500L),
          Map.entry("node.k8s.io", 16_300L),
          Map.entry("discovery.k8s.io", 16_200L),
          Map.entry("flowcontrol.apiserver.k8s.io", 16_100L),
          Map.entry("metrics.k8s.io", 100L));

  private static final long OF_DEFINITIONS = 1_000;

  private final Cluster cluster;

  /** For {@code cluster}. */
  public ApiServices(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Makes what is missing and removes what is served no more. */
  public void plant() {
    var resource = resource();
    var wanted = wanted(cluster.kinds());
    wanted.forEach(
        (name, object) -> {
          if (cluster.store().head().get(resource.key("", name)).isEmpty()) {
            make(resource, object);
          }
        });
    var gone = new ArrayList<String>();
    for (var stored :
        cluster.store().head().objects().under(Key.prefix(GROUP, "apiservices", ""))) {
      var own = Tree.text(stored.object(), "metadata", "labels", OWN);
      if (!own.isEmpty() && !wanted.containsKey(stored.key().name())) {
        gone.add(stored.key().name());
      }
    }
    gone.forEach(
        name -> Attempt.at(() -> cluster.delete(resource, "", name, DeleteOptions.BACKGROUND)));
  }

  private void make(Resource resource, ObjectTree object) {
    try {
      cluster.create(resource, "", object, WriteOptions.by("kube-apiserver"));
    } catch (ApiException e) {
      // Made by somebody else between: fine.
      if (!e.reason().equals("AlreadyExists")) {
        throw e;
      }
    }
  }

  private static Map<String, ObjectTree> wanted(Kinds kinds) {
    var wanted = new LinkedHashMap<String, ObjectTree>();
    kinds
        .versions()
        .forEach(
            (group, versions) ->
                versions.forEach(
                    version -> {
                      // The aggregator does not list itself.
                      if (!group.equals(GROUP)) {
                        wanted.put(version + "." + group, service(group, version));
                      }
                    }));
    return wanted;
  }

  private static ObjectTree service(String group, String version) {
    var builtIn = PRIORITIES.containsKey(group);
    var spec = ObjectTree.of("group", group);
    spec =
        (group.isEmpty() ? ObjectTree.EMPTY : spec)
            .with("version", version)
            .with("groupPriorityMinimum", PRIORITIES.getOrDefault(group, OF_DEFINITIONS))
            .with("versionPriority", builtIn ? versionPriority(group, version) : 100L);
    return ObjectTree.of(
        "apiVersion",
        GROUP + "/v1",
        "kind",
        "APIService",
        "metadata",
        ObjectTree.of(
            "name",
            version + "." + group,
            "labels",
            ObjectTree.of(OWN, builtIn ? "onstart" : "true")),
        "spec",
        spec);
  }

  private static long versionPriority(String group, String version) {
    return switch (group + "/" + version) {
      case "/v1" -> 1;
      case "autoscaling/v2" -> 30;
      case "flowcontrol.apiserver.k8s.io/v1" -> 21;
      case "metrics.k8s.io/v1beta1" -> 100;
      default -> 15;
    };
  }

  private Resource resource() {
    return cluster
        .kinds()
        .get(new ResourceId(GROUP, "v1", "apiservices"))
        .orElseThrow(Refusal::noSuchResource);
  }

  @Override
  public void begin() {
    plant();
  }

  @Override
  public void see(Written written) {
    var plural = written.key().plural();
    if (plural.equals(DEFINITIONS) || (plural.equals("apiservices") && written.after().isEmpty())) {
      plant();
    }
  }
}
