package io.syncline.localkube.control;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.store.Cursor;
import io.syncline.localkube.store.Stored;
import io.syncline.localkube.store.Written;
import io.syncline.localkube.write.Cluster;
import io.syncline.localkube.write.DeleteOptions;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows all changes on one thread and does what a cluster does by itself. */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final Duration EVENT_LIFE = Duration.ofHours(1);

  private final Cluster cluster;
  private final Seed seed;
  private final List<Follower> followers;
  private final Dependents dependents;
  private final Emptying emptying;
  private final Thread thread;
  private Instant swept = Instant.MIN;

  private Housekeeping(Cluster cluster, String rootCertificates, List<Follower> followers) {
    this.cluster = cluster;
    this.seed = new Seed(cluster, rootCertificates);
    this.followers = List.copyOf(followers);
    this.dependents = new Dependents(cluster);
    this.emptying = new Emptying(cluster);
    var cursor = cluster.store().cursor();
    this.thread = Thread.ofVirtual().name("kube-housekeeping").unstarted(() -> run(cursor));
  }

  /** Starts to look after {@code cluster}, beginning with what an earlier run left undone. */
  public static Housekeeping start(
      Cluster cluster, String rootCertificates, List<Follower> followers) {
    var housekeeping = new Housekeeping(cluster, rootCertificates, followers);
    housekeeping.thread.start();
    return housekeeping;
  }

  private void run(Cursor cursor) {
    try {
      guarded(this::begin);
      followers.forEach(follower -> guarded(follower::begin));
      while (!cluster.store().closed()) {
        var written = cursor.next(LOOK);
        if (written.isPresent()) {
          guarded(() -> see(written.get()));
          followers.forEach(follower -> guarded(() -> follower.see(written.get())));
        } else {
          guarded(this::idle);
        }
      }
    } catch (InterruptedException e) {
      // Interruption is how it ends.
      Thread.currentThread().interrupt();
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      if (!cluster.store().closed()) {
        LOG.error("housekeeping failed", e);
      }
    }
  }

  private void begin() {
    for (var stored : cluster.state().objects().under("")) {
      dependents.settle(stored);
    }
    emptying.advance();
  }

  private void idle() {
    if (emptying.pending()) {
      emptying.advance();
    }
    var now = cluster.clock().instant();
    if (swept.equals(Instant.MIN) || Duration.between(swept, now).compareTo(SWEEP_EVERY) >= 0) {
      swept = now;
      forgetEvents(now);
    }
  }

  private void see(Written written) {
    var key = written.key();
    if (written.after().isEmpty()) {
      written.before().ifPresent(object -> dependents.removed(object, key.namespace()));
      if (Seed.plants(key)) {
        seed.fill(key.namespace());
      }
      if (emptying.pending()) {
        emptying.advance();
      }
      return;
    }
    var object = written.after().get();
    var deleting = Tree.at(object, "metadata", "deletionTimestamp") != null;
    if (deleting || Tree.at(object, "metadata", "ownerReferences") != null) {
      dependents.settle(new Stored(key, written.revision(), object));
    }
    if (key.group().isEmpty() && key.plural().equals("namespaces") && !deleting) {
      seed.fill(key.name());
    }
    var holder =
        key.plural().equals("namespaces") || key.plural().equals("customresourcedefinitions");
    if (deleting && holder) {
      emptying.advance();
    }
  }

  private void forgetEvents(Instant now) {
    var resource = cluster.kinds().get(new ResourceId("", "v1", "events"));
    for (var stored : cluster.state().objects().under("/events/")) {
      if (Duration.between(lastSeen(stored.object(), now), now).compareTo(EVENT_LIFE) > 0) {
        resource.ifPresent(
            events ->
                Attempt.at(
                    () ->
                        cluster.delete(
                            events,
                            stored.key().namespace(),
                            stored.key().name(),
                            DeleteOptions.BACKGROUND)));
      }
    }
  }

  private static Instant lastSeen(ObjectTree event, Instant now) {
    for (var path :
        new String[][] {
          {"series", "lastObservedTime"},
          {"lastTimestamp"},
          {"eventTime"},
          {"metadata", "creationTimestamp"}
        }) {
      var time = Tree.text(event, path);
      if (!time.isEmpty()) {
        try {
          return Instant.parse(time);
        } catch (DateTimeParseException e) {
          // A client wrote something else: keep the event for now.
          return now;
        }
      }
    }
    return now;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
