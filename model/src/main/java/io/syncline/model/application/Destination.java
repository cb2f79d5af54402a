package io.syncline.model.application;

/**
 * A cluster and a namespace in it.
 *
 * @param server URL of the cluster's API, "" when {@code name} is used
 * @param name symbolic name of the cluster, "" when {@code server} is used
 * @param namespace namespace given to namespaced objects that have none
 */
public record Destination(String server, String name, String namespace) {
  /** URL that stands for the cluster the controller runs in. */
  public static final String IN_CLUSTER = "https://kubernetes.default.svc";

  /** Symbolic name of that cluster. */
  public static final String IN_CLUSTER_NAME = "in-cluster";

  /** Whether this names the cluster the controller runs in. */
  public boolean inCluster() {
    return server.isEmpty() ? name.equals(IN_CLUSTER_NAME) : server.equals(IN_CLUSTER);
  }
}
