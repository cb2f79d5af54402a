package io.syncline.localkube.control;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.WriteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/** Makes the objects that every cluster has from the start. */
public final class Seed {
  private static final String MANAGER = "kube-apiserver";
  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private final Cluster cluster;
  private final String rootCertificates;

  /** For {@code cluster}, whose certificates end in {@code rootCertificates}, "" for none. */
  public Seed(Cluster cluster, String rootCertificates) {
    this.rootCertificates = rootCertificates;
    this.cluster = cluster;
  }

  /**
   * Makes what is missing of the namespaces, the service of the API and the priorities of the
   * system.
   */
  public void plant() {
    for (var name : NAMESPACES) {
      made(new ResourceId("", "v1", "namespaces"), "", named("v1", "Namespace", "", name));
      fill(name);
    }
    made(new ResourceId("", "v1", "services"), "default", apiService());
    var classes = new ResourceId("scheduling.k8s.io", "v1", "priorityclasses");
    made(classes, "", priority("system-cluster-critical", 2_000_000_000L));
    made(classes, "", priority("system-node-critical", 2_000_001_000L));
  }

  private static ObjectTree priority(String name, long value) {
    return named("scheduling.k8s.io/v1", "PriorityClass", "", name)
        .with("value", value)
        .with("description", "For pods that the cluster itself needs");
  }

  private static ObjectTree apiService() {
    return named("v1", "Service", "default", "kubernetes")
        .with(
            "spec",
            ObjectTree.of(
                "type",
                "ClusterIP",
                "clusterIP",
                "10.96.0.1",
                "ports",
                List.of(
                    ObjectTree.of(
                        "name", "https", "port", 443L, "protocol", "TCP", "targetPort", 6443L))));
  }

  /** Whether a removed object belongs to every namespace and is to be made again. */
  static boolean plants(Key key) {
    return key.group().isEmpty()
        && ((key.plural().equals("serviceaccounts") && key.name().equals("default"))
            || (key.plural().equals("configmaps") && key.name().equals("kube-root-ca.crt")));
  }

  /** Makes what every namespace has: an account and the root certificates. */
  void fill(String namespace) {
    made(
        new ResourceId("", "v1", "serviceaccounts"),
        namespace,
        named("v1", "ServiceAccount", namespace, "default"));
    made(
        new ResourceId("", "v1", "configmaps"),
        namespace,
        named("v1", "ConfigMap", namespace, "kube-root-ca.crt")
            .with("data", ObjectTree.of("ca.crt", rootCertificates)));
  }

  private static ObjectTree named(String version, String kind, String namespace, String name) {
    var metadata = ObjectTree.of("name", name);
    return ObjectTree.of(
        "apiVersion", version,
        "kind", kind,
        "metadata", namespace.isEmpty() ? metadata : metadata.with("namespace", namespace));
  }

  private void made(ResourceId id, String namespace, ObjectTree object) {
    var resource = resource(id);
    var name = Tree.text(object, "metadata", "name");
    if (cluster.store().head().get(resource.key(namespace, name)).isPresent()) {
      return;
    }
    try {
      cluster.create(resource, namespace, object, WriteOptions.by(MANAGER));
    } catch (ApiException e) {
      // Made by somebody else between, or the namespace is going away: both are fine.
      if (!e.reason().equals("AlreadyExists") && e.code() != 403 && e.code() != 404) {
        throw e;
      }
    }
  }

  private Resource resource(ResourceId id) {
    return cluster.kinds().get(id).orElseThrow(Refusal::noSuchResource);
  }
}
