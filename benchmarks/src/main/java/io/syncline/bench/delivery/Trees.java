package io.syncline.bench.delivery;

import io.syncline.bench.live.Workloads;
import io.syncline.controller.Controller;
import io.syncline.controller.control.AppKey;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.ResourceNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the tree of an application whenever it is told that it changed, as a page does. */
final class Trees implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double NANO = 1e-9;

  private final Controller controller;
  private final BlockingQueue<AppKey> changed = new LinkedBlockingQueue<>();
  private final AtomicLong told = new AtomicLong();
  private final AtomicLong strangers = new AtomicLong();
  private final Runnable listening;
  private final Thread thread;

  /** What is not yet shown, by application. */
  private final Map<String, List<Awaited>> awaited = new ConcurrentHashMap<>();

  private final List<Double> lags = new ArrayList<>();

  private record Awaited(ObjectKey key, long version, long since) {}

  Trees(Controller controller) {
    this.controller = controller;
    this.listening =
        controller.onApplicationDetailChange(
            key -> {
              told.incrementAndGet();
              changed.add(key);
            });
    this.thread = Thread.ofPlatform().name("page").daemon().start(this::look);
  }

  /** A pod was changed just now. */
  void expect(int pod, long version) {
    var one = new Awaited(Workloads.key(pod), version, System.nanoTime());
    var app = Workloads.application(pod / Workloads.PODS);
    synchronized (awaited) {
      awaited.computeIfAbsent(app, _ -> new ArrayList<>()).add(one);
    }
  }

  private void look() {
    try {
      while (true) {
        look(changed.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(AppKey app) {
    var nodes = new HashMap<ObjectKey, Long>();
    for (var node : nodes(app)) {
      nodes.put(node.key(), Long.parseLong(node.resourceVersion()));
    }
    var now = System.nanoTime();
    synchronized (awaited) {
      var open = awaited.get(app.name());
      if (open == null) {
        strangers.incrementAndGet();
        return;
      }
      open.removeIf(
          one -> {
            var shown = nodes.getOrDefault(one.key(), 0L) >= one.version();
            if (shown) {
              lags.add((now - one.since()) * NANO);
            }
            return shown;
          });
      awaited.notifyAll();
    }
  }

  private List<ResourceNode> nodes(AppKey app) {
    return controller
        .inspection()
        .detail(app.namespace(), app.name())
        .map(detail -> detail.nodes())
        .orElse(List.of());
  }

  /** Waits until all is shown; seconds each took since the last call. */
  List<Double> complete() throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (awaited) {
      while (awaited.values().stream().anyMatch(open -> !open.isEmpty())) {
        var left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IllegalStateException("trees do not show: " + awaited);
        }
        awaited.wait(left);
      }
      var taken = List.copyOf(lags);
      lags.clear();
      return taken;
    }
  }

  /** How often anybody was told that a tree changed. */
  long told() {
    return told.get();
  }

  /** How often that was an application of which nothing had changed. */
  long strangers() {
    return strangers.get();
  }

  @Override
  public void close() {
    listening.run();
    thread.interrupt();
  }
}
