package io.syncline.controller.status;

import io.syncline.engine.status.Timestamps;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.WriteOptions;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Kubernetes Events on Applications (semantics 29.3). Best effort: nothing waits for it. */
public final class EventWriter {
  private static final Logger log = LoggerFactory.getLogger(EventWriter.class);

  private final Cluster cluster;
  private final InstantSource clock;

  /** More than this many at once are not worth the trouble they make. */
  private final Semaphore room = new Semaphore(64);

  /** Writes to {@code cluster}. */
  public EventWriter(Cluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Says that something normal happened. */
  public void normal(Application app, String reason, String message) {
    write(app, "Normal", reason, message);
  }

  /** Says that something went wrong. */
  public void warning(Application app, String reason, String message) {
    write(app, "Warning", reason, message);
  }

  private void write(Application app, String type, String reason, String message) {
    if (!room.tryAcquire()) {
      return;
    }
    var event = event(app, type, reason, message);
    Thread.ofVirtual()
        .name("event")
        .start(
            () -> {
              try {
                cluster.create(event, WriteOptions.DEFAULT);
              } catch (ClusterException e) {
                log.atDebug().addKeyValue("reason", reason).setCause(e).log("event not written");
              } finally {
                room.release();
              }
            });
  }

  private Manifest event(Application app, String type, String reason, String message) {
    var now = Timestamps.write(clock.instant());
    var suffix = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return new Manifest(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "Event",
            "metadata",
            ObjectTree.of("name", app.name() + "." + suffix, "namespace", app.namespace()),
            "involvedObject",
            ObjectTree.of(
                "apiVersion", Application.API_VERSION,
                "kind", "Application",
                "namespace", app.namespace(),
                "name", app.name(),
                "uid", app.manifest().uid(),
                "resourceVersion", app.manifest().resourceVersion()),
            "type",
            type,
            "reason",
            reason,
            "message",
            message.length() > 1_000 ? message.substring(0, 1_000) : message,
            "source",
            ObjectTree.of("component", "argocd-application-controller"),
            "firstTimestamp",
            now,
            "lastTimestamp",
            now,
            "count",
            1));
  }
}
