package io.syncline.server.api;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what people did through the API as Kubernetes events. */
final class Happenings {
  private static final Logger LOG = LoggerFactory.getLogger(Happenings.class);

  private Happenings() {}

  /** Says that {@code message} happened to {@code object}; a failure to say so stops nothing. */
  static void write(Cluster cluster, Manifest object, String reason, String message, Instant now) {
    var time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    var suffix = Long.toHexString(ThreadLocalRandom.current().nextLong());
    var home = object.namespace().isEmpty() ? "default" : object.namespace();
    var event =
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "Event",
            "metadata",
            ObjectTree.of("name", object.name() + "." + suffix, "namespace", home),
            "involvedObject",
            ObjectTree.of(
                "apiVersion", object.apiVersion(),
                "kind", object.kind(),
                "namespace", object.namespace(),
                "name", object.name(),
                "uid", object.uid(),
                "resourceVersion", object.resourceVersion()),
            "type",
            "Normal",
            "reason",
            reason,
            "message",
            message,
            "source",
            ObjectTree.of("component", Kinds.MANAGER),
            "firstTimestamp",
            time,
            "lastTimestamp",
            time,
            "count",
            1);
    try {
      cluster.create(new Manifest(event), WriteOptions.DEFAULT);
    } catch (ClusterException e) {
      LOG.atDebug().addKeyValue("reason", reason).setCause(e).log("event not written");
    }
  }
}
