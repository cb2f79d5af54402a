package io.syncline.server;

import io.syncline.engine.destination.ClusterBook;
import io.syncline.engine.destination.RegisteredCluster;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.server.port.Destinations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The clusters registered in the embedded cluster, with connections that a test puts in by hand.
 */
final class RecordedDestinations implements Destinations {
  private static final ResourceKind SECRET = ResourceKind.of("", "v1", "Secret", "secrets", true);

  final Map<String, State> states = new ConcurrentHashMap<>();
  final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final Cluster own;

  RecordedDestinations(Cluster own) {
    this.own = own;
  }

  @Override
  public List<RegisteredCluster> registered() {
    var selection =
        Selection.in(Installation.NAMESPACE).labelled("argocd.argoproj.io/secret-type=cluster");
    return ClusterBook.of(own.list(SECRET, selection).items(), true).clusters();
  }

  @Override
  public Optional<State> state(String server) {
    return Optional.ofNullable(states.get(server));
  }

  @Override
  public long applications(String server) {
    return states.containsKey(server) ? 1 : 0;
  }

  @Override
  public Cluster of(String namespace, String application) {
    return own;
  }

  @Override
  public String attempt(RegisteredCluster cluster) {
    var refusal = refusals.get(cluster.server());
    if (refusal != null) {
      throw new ClusterException(ClusterException.Code.UNREACHABLE, refusal, null);
    }
    return "v1.32.0";
  }

  @Override
  public <T> T in(RegisteredCluster cluster, Function<Cluster, T> work) {
    attempt(cluster);
    return work.apply(own);
  }

  @Override
  public void invalidate(String server) {
    states.remove(server);
  }
}
