package io.syncline.app;

import io.syncline.controller.Controller;
import io.syncline.controller.destination.DestinationCluster;
import io.syncline.engine.destination.RegisteredCluster;
import io.syncline.kube.Cluster;
import io.syncline.model.application.Destination;
import io.syncline.server.port.Destinations;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The clusters the controller deploys to, in the words of the server. */
final class ControllerDestinations implements Destinations {
  private final Controller controller;

  ControllerDestinations(Controller controller) {
    this.controller = controller;
  }

  @Override
  public List<RegisteredCluster> registered() {
    return controller.clusters().book().clusters();
  }

  @Override
  public Optional<State> state(String server) {
    if (server.equals(Destination.IN_CLUSTER)) {
      return Optional.of(state(controller.clusters().own()));
    }
    return controller.clusters().inUse().stream()
        .filter(place -> place.registered().server().equals(server))
        .findFirst()
        .map(ControllerDestinations::state);
  }

  private static State state(DestinationCluster place) {
    var connection = place.connection();
    var good = connection.good();
    return new State(
        connection.status().word(),
        connection.message(),
        connection.attemptedAt().toString(),
        good ? place.cluster().version() : "",
        place.cache().size(),
        good ? place.cluster().discovery().apiVersions() : List.of());
  }

  @Override
  public long applications(String server) {
    return controller.applicationsAt(server);
  }

  @Override
  public Cluster of(String namespace, String application) {
    return controller
        .placeOf(namespace, application)
        .map(DestinationCluster::cluster)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "application " + application + " has no destination that is registered"));
  }

  @Override
  public String attempt(RegisteredCluster cluster) {
    return controller.clusters().attempt(cluster);
  }

  @Override
  public <T> T in(RegisteredCluster cluster, Function<Cluster, T> work) {
    return controller.clusters().in(cluster, work);
  }

  @Override
  public void invalidate(String server) {
    controller.invalidate(server);
  }
}
