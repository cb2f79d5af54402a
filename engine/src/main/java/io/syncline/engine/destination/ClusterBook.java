package io.syncline.engine.destination;

import io.syncline.model.application.Destination;
import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The clusters that applications may deploy to.
 *
 * @param clusters each server once, sorted by server
 */
public record ClusterBook(List<RegisteredCluster> clusters) {
  /** Copies the list. */
  public ClusterBook {
    clusters = List.copyOf(clusters);
  }

  /**
   * The clusters that {@code secrets} describe; of two Secrets for one server the first by name
   * counts.
   *
   * @param own whether the cluster we run in is one of them even when no Secret describes it
   */
  public static ClusterBook of(Collection<Manifest> secrets, boolean own) {
    var clusters = new ArrayList<RegisteredCluster>();
    secrets.stream()
        .map(RegisteredCluster::of)
        .sorted(Comparator.comparing(RegisteredCluster::secret))
        .filter(c -> !c.server().isEmpty())
        .filter(c -> own || !c.own())
        .forEach(
            c -> {
              if (clusters.stream().noneMatch(known -> known.server().equals(c.server()))) {
                clusters.add(c);
              }
            });
    if (own && clusters.stream().noneMatch(RegisteredCluster::own)) {
      clusters.add(RegisteredCluster.IN_CLUSTER);
    }
    clusters.sort(Comparator.comparing(RegisteredCluster::server));
    return new ClusterBook(clusters);
  }

  /** What {@code wanted} may mean: one cluster, none, or several of one name. */
  public List<RegisteredCluster> matching(Destination wanted) {
    if (!wanted.server().isEmpty()) {
      var server = withoutSlashes(wanted.server());
      return clusters.stream().filter(c -> c.server().equals(server)).toList();
    }
    return clusters.stream().filter(c -> c.name().equals(wanted.name())).toList();
  }

  private static String withoutSlashes(String server) {
    var end = server.length();
    while (end > 0 && server.charAt(end - 1) == '/') {
      end--;
    }
    return server.substring(0, end);
  }

  /** The one cluster that {@code wanted} means; empty when it is not clear. */
  public Optional<RegisteredCluster> find(Destination wanted) {
    if (!wanted.server().isEmpty() && !wanted.name().isEmpty()) {
      return Optional.empty();
    }
    var matching = matching(wanted);
    return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
  }

  /** The cluster at {@code server}. */
  public Optional<RegisteredCluster> at(String server) {
    return clusters.stream().filter(c -> c.server().equals(server)).findFirst();
  }

  /** All, by their names. */
  public List<Destination> destinations() {
    return clusters.stream().map(RegisteredCluster::destination).toList();
  }

  /** Those registered for {@code project} alone. */
  public List<Destination> ofProject(String project) {
    return clusters.stream()
        .filter(c -> !c.project().isEmpty() && c.project().equals(project))
        .map(RegisteredCluster::destination)
        .toList();
  }
}
