package io.syncline.server.port;

import io.syncline.engine.destination.RegisteredCluster;
import io.syncline.kube.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The clusters applications deploy to, as connections. The controller holds them. */
public interface Destinations {
  /**
   * How a cluster in use is.
   *
   * @param status {@code Successful}, {@code Failed} or {@code Unknown}
   * @param message why it failed, "" otherwise
   * @param attemptedAt when it was tried last, RFC 3339
   * @param version of its API server, "" when not known
   * @param objects live objects held
   * @param apiVersions groups and kinds it serves
   */
  record State(
      String status,
      String message,
      String attemptedAt,
      String version,
      long objects,
      List<String> apiVersions) {
    /** Copies the list. */
    public State {
      apiVersions = List.copyOf(apiVersions);
    }
  }

  /** The registered clusters, sorted by server. */
  List<RegisteredCluster> registered();

  /** How the cluster at {@code server} is; empty when no application made us look. */
  Optional<State> state(String server);

  /** Applications that deploy to the cluster at {@code server}. */
  long applications(String server);

  /**
   * Where the objects of an application are.
   *
   * @throws IllegalArgumentException when its destination is none
   */
  Cluster of(String namespace, String application);

  /**
   * Tries a cluster that is not registered yet.
   *
   * @return its version
   * @throws io.syncline.kube.ClusterException when it does not let us in
   */
  String attempt(RegisteredCluster cluster);

  /**
   * Does {@code work} in a cluster, over a connection that ends with it.
   *
   * @throws io.syncline.kube.ClusterException when it does not let us in
   */
  <T> T in(RegisteredCluster cluster, Function<Cluster, T> work);

  /** Reads everything from the cluster at {@code server} anew. */
  void invalidate(String server);
}
