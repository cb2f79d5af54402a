package io.syncline.server.api;

import io.syncline.kube.Cluster;
import io.syncline.kube.Selection;
import io.syncline.kube.Watch;
import io.syncline.kube.WatchListener;
import io.syncline.model.object.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The Applications of the installation as last seen, and news of them. */
public final class Applications implements AutoCloseable {
  /**
   * News of one application.
   *
   * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
   * @param application its last state
   */
  public record News(String type, Manifest application) {}

  private final ConcurrentSkipListMap<String, Manifest> known = new ConcurrentSkipListMap<>();
  private final CopyOnWriteArrayList<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
  private final Watch watch;

  /** Starts watching {@code namespace}. */
  public Applications(Cluster cluster, String namespace) {
    watch =
        cluster.watch(
            Kinds.APPLICATION,
            Selection.in(namespace),
            new WatchListener() {
              @Override
              public void replaced(List<Manifest> objects) {
                var gone = new ArrayList<>(known.keySet());
                objects.forEach(
                    o -> {
                      gone.remove(o.name());
                      changed(o);
                    });
                gone.forEach(
                    name -> {
                      var old = known.get(name);
                      if (old != null) {
                        deleted(old);
                      }
                    });
              }

              @Override
              public void changed(Manifest object) {
                var old = known.put(object.name(), object);
                tell(new News(old == null ? "ADDED" : "MODIFIED", object));
              }

              @Override
              public void deleted(Manifest object) {
                known.remove(object.name());
                tell(new News("DELETED", object));
              }
            });
  }

  private void tell(News news) {
    listeners.forEach(l -> l.accept(news));
  }

  /** Waits until the first list is there. */
  public boolean awaitSynced(Duration limit) {
    return watch.awaitSynced(limit);
  }

  /** One application as last seen. */
  public Optional<Manifest> get(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /** All applications as last seen, by name. */
  public Map<String, Manifest> all() {
    return known;
  }

  /** Calls {@code listener} with all news from now on, until closed; it must not block. */
  public AutoCloseable listen(Consumer<News> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Waits until the application fulfils {@code wanted}; empty when it does not within {@code
   * limit}.
   */
  public Optional<Manifest> await(String name, Predicate<Manifest> wanted, Duration limit) {
    var found = new CompletableFuture<Manifest>();
    Consumer<News> listener =
        news -> {
          if (news.application().name().equals(name) && wanted.test(news.application())) {
            found.complete(news.application());
          }
        };
    listeners.add(listener);
    try {
      var now = known.get(name);
      if (now != null && wanted.test(now)) {
        return Optional.of(now);
      }
      return Optional.of(found.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException tooLong) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for application " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      listeners.remove(listener);
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
