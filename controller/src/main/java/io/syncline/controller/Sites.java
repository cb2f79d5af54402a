package io.syncline.controller;

import io.syncline.controller.compare.Comparer;
import io.syncline.controller.deletion.Finalization;
import io.syncline.controller.destination.DestinationCluster;
import io.syncline.controller.destination.DestinationClusters;
import io.syncline.controller.status.ResourceTree;
import io.syncline.controller.sync.Operations;
import io.syncline.model.application.Application;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What works on each cluster that applications deploy to. */
final class Sites {
  /**
   * What works on one cluster.
   *
   * @param place the cluster
   * @param comparer compares with it
   * @param tree shows what is in it
   * @param operations syncs to it
   * @param finalization deletes from it
   */
  record Site(
      DestinationCluster place,
      Comparer comparer,
      ResourceTree tree,
      Operations operations,
      Finalization finalization) {}

  private final DestinationClusters clusters;
  private final Function<DestinationCluster, Site> furnish;
  private final Map<DestinationCluster, Site> sites = new ConcurrentHashMap<>();

  Sites(DestinationClusters clusters, Function<DestinationCluster, Site> furnish) {
    this.clusters = clusters;
    this.furnish = furnish;
    clusters.onClose(sites::remove);
  }

  /** Where {@code app} goes; when it is not clear where, what says so. */
  Site of(Application app) {
    var place = clusters.of(app).orElseGet(clusters::own);
    return sites.computeIfAbsent(place, furnish);
  }

  /** The sites made so far. */
  List<Site> all() {
    return List.copyOf(sites.values());
  }
}
