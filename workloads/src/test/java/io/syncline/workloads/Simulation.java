package io.syncline.workloads;

import io.syncline.localkube.LocalKube;
import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.model.yaml.Yaml;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;

/** A cluster in memory whose clock the test moves. */
final class Simulation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  static final String USER = "kubectl";

  final VirtualTime clock = new VirtualTime(Instant.parse("2026-03-01T10:00:00Z"));
  final LocalKube kube = LocalKube.builder().clock(clock).start();
  final LocalApi api = kube.api();
  private final Semaphore events = new Semaphore(0);
  private final LocalApi.Subscription subscription = api.subscribe(e -> events.release());
  private Workloads workloads = start();

  private Workloads start() {
    return Workloads.start(api, WorkloadSettings.DEFAULT.withClock(clock));
  }

  /** Stops the controllers and starts them anew on what is stored. */
  void restart() {
    workloads.close();
    workloads = start();
  }

  Manifest create(Kind kind, String yaml) {
    var object = new Manifest(Yaml.parseObject(yaml));
    object =
        object.namespace().isEmpty() ? object.with("default", "metadata", "namespace") : object;
    return written(api.create(kind.resource(), object, USER));
  }

  Manifest createClusterWide(Kind kind, String yaml) {
    return written(api.create(kind.resource(), new Manifest(Yaml.parseObject(yaml)), USER));
  }

  private Manifest written(Manifest object) {
    workloads.expect(object.resourceVersion());
    return object;
  }

  Optional<Manifest> find(Kind kind, String name) {
    return api.get(kind.resource(), "default", name);
  }

  Manifest get(Kind kind, String name) {
    return find(kind, name).orElseThrow(() -> new AssertionError(kind + " " + name + " is absent"));
  }

  List<Manifest> all(Kind kind) {
    return api.list(kind.resource(), "default");
  }

  Manifest edit(Kind kind, String name, UnaryOperator<Manifest> change) {
    var edited = change.apply(get(kind, name)).without("metadata", "resourceVersion");
    return written(api.update(kind.resource(), edited, USER));
  }

  void delete(Kind kind, String name) {
    api.delete(kind.resource(), "default", name, LocalApi.Propagation.BACKGROUND, -1);
  }

  /** Moves the clock. */
  void pass(Duration span) {
    clock.advance(span);
  }

  /** Lets time pass in small steps until {@code condition} holds. */
  void until(String what, BooleanSupplier condition) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      Assertions.assertThat(System.nanoTime()).as("waited too long: " + what).isLessThan(end);
      clock.advance(Duration.ofMillis(20));
      awaitEvent();
    }
  }

  /** The object, once {@code condition} holds for it. */
  Manifest until(Kind kind, String name, Predicate<Manifest> condition) {
    until(
        kind + " " + name + " is " + find(kind, name).map(Manifest::json),
        () -> find(kind, name).filter(condition).isPresent());
    return get(kind, name);
  }

  private void awaitEvent() {
    try {
      // Without an event within the time the clock simply moves on.
      if (events.tryAcquire(5, TimeUnit.MILLISECONDS)) {
        events.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    workloads.close();
    subscription.close();
    kube.close();
  }
}
