package io.syncline.workloads.loop;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Stamp;
import io.syncline.workloads.time.SimulationClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes events an hour after they last happened, as a real cluster does. */
final class EventExpiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventExpiry.class);
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration ROUND = Duration.ofMinutes(10);

  private final LocalApi api;
  private final SimulationClock clock;
  private final Progress progress;
  private volatile boolean closed;

  EventExpiry(LocalApi api, SimulationClock clock, Progress progress) {
    this.api = api;
    this.clock = clock;
    this.progress = progress;
    begin();
  }

  private void begin() {
    if (closed) {
      return;
    }
    progress.begun();
    Thread.ofVirtual().name("workload-event-expiry").start(this::sweep);
    clock.at(clock.instant().plus(ROUND), this::begin);
  }

  private void sweep() {
    try {
      var end = clock.instant().minus(LIFE);
      for (var event : api.list(Kind.EVENT.resource(), "")) {
        if (!closed && last(event).isBefore(end)) {
          api.delete(
              Kind.EVENT.resource(),
              event.namespace(),
              event.name(),
              LocalApi.Propagation.BACKGROUND,
              -1);
        }
      }
    } catch (ApiException e) {
      LOG.warn("events not expired reason={}", e.reason());
    } catch (RuntimeException e) {
      // An API that was closed meanwhile has nothing to sweep.
      if (!closed) {
        LOG.warn("events not expired", e);
      }
    } finally {
      progress.finished();
    }
  }

  /** When it last happened; one that does not say so counts from its creation. */
  private Instant last(Manifest event) {
    return Stream.of(
            event.text("series", "lastObservedTime"),
            event.text("lastTimestamp"),
            event.text("eventTime"),
            event.text("metadata", "creationTimestamp"))
        .flatMap(text -> Stamp.parse(text).stream())
        .findFirst()
        .orElse(clock.instant());
  }

  @Override
  public void close() {
    closed = true;
  }
}
