package io.syncline.server.api;

import io.syncline.engine.glob.Patterns;
import io.syncline.kube.Cluster;
import io.syncline.kube.PatchType;
import io.syncline.kube.Selection;
import io.syncline.kube.Watch;
import io.syncline.kube.WatchListener;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Applications of the installation as last seen and as stored, and news of them. Those of other
 * namespaces count where {@code application.namespaces} lets them.
 */
public final class Applications implements AutoCloseable {
  /**
   * News of one application.
   *
   * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
   * @param application its last state
   */
  public record News(String type, Manifest application) {}

  private final Cluster cluster;
  private final String home;
  private final List<String> others;
  private final ConcurrentSkipListMap<AppName, Manifest> known = new ConcurrentSkipListMap<>();
  private final CopyOnWriteArrayList<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
  private final Watch watch;

  /** Starts watching {@code namespace}, and all others where some are let. */
  public Applications(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.home = namespace;
    this.others = otherNamespaces();
    watch =
        cluster.watch(
            Kinds.APPLICATION,
            others.isEmpty() ? Selection.in(namespace) : Selection.ALL,
            new WatchListener() {
              @Override
              public void replaced(List<Manifest> objects) {
                var gone = new HashSet<>(known.keySet());
                objects.forEach(
                    o -> {
                      gone.remove(AppName.of(o));
                      if (permitted(o.namespace())) {
                        show(o);
                      }
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
                if (!permitted(object.namespace())) {
                  return;
                }
                take(object);
              }

              @Override
              public void deleted(Manifest object) {
                drop(object);
              }
            });
  }

  private List<String> otherNamespaces() {
    var text =
        new Settings(cluster, home, "argocd-cmd-params-cm")
            .read()
            .getOrDefault("application.namespaces", "");
    return Stream.of(text.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList();
  }

  /** Whether Applications in {@code namespace} belong to the installation. */
  private boolean permitted(String namespace) {
    return namespace.equals(home)
        || others.stream().anyMatch(pattern -> Patterns.matchesName(pattern, namespace));
  }

  /**
   * The application that stands in the path of {@code call}, in the namespace its query or its body
   * names.
   *
   * @throws ApiException when nobody may put Applications there
   */
  AppName named(Call call) {
    var asked = call.query("appNamespace");
    return named(asked.isEmpty() ? namespaceInBody(call) : asked, call.path("name"));
  }

  private static String namespaceInBody(Call call) {
    // Lists, texts and what is no JSON are for others to judge.
    var text = call.request().contentUtf8().strip();
    return text.startsWith("{") ? Tree.text(call.body(), "appNamespace") : "";
  }

  /**
   * An application by name.
   *
   * @param namespace where it stands, "" for the namespace of the installation
   * @throws ApiException when nobody may put Applications there
   */
  AppName named(String namespace, String name) {
    if (namespace.isEmpty()) {
      return new AppName(home, name);
    }
    if (!permitted(namespace)) {
      throw new ApiException(
          ApiException.Code.PERMISSION_DENIED, "namespace '" + namespace + "' is not permitted");
    }
    return new AppName(namespace, name);
  }

  /** The application as last seen, else as stored. */
  Manifest existing(AppName app) {
    return get(app).orElseGet(() -> stored(app));
  }

  /** The application as stored now. */
  Manifest stored(AppName app) {
    return cluster
        .get(Kinds.APPLICATION, app.namespace(), app.name())
        .orElseThrow(() -> missing(app));
  }

  /** The refusal of what is asked of an application that is not there. */
  static ApiException missing(AppName app) {
    return ApiException.notFound("applications.argoproj.io \"" + app.name() + "\" not found");
  }

  /** Patches the stored application with a JSON merge patch. */
  Manifest patch(AppName app, ObjectTree patch) {
    return patch(app, PatchType.MERGE, patch);
  }

  /** Patches the stored application. */
  Manifest patch(AppName app, PatchType type, @Nullable Object patch) {
    return written(
        cluster.patch(
            Kinds.APPLICATION, app.key(), "", type, patch, WriteOptions.by(Kinds.MANAGER)));
  }

  /** Replaces the stored application by what it was read as and changed to. */
  Manifest update(Manifest application) {
    return written(cluster.update(application, WriteOptions.by(Kinds.MANAGER)));
  }

  /**
   * Whoever wrote must not be shown less than that afterwards, though the watch may tell of it
   * later. What the watch does not know at all may be gone again already.
   */
  private synchronized Manifest written(Manifest application) {
    if (known.containsKey(AppName.of(application))) {
      take(application);
    }
    return application;
  }

  private synchronized void take(Manifest application) {
    var old = known.get(AppName.of(application));
    if (old == null || version(old) <= version(application)) {
      show(application);
    }
  }

  /**
   * A whole list counts whatever its versions are: they start anew where a cluster was restored.
   */
  private synchronized void show(Manifest application) {
    var old = known.put(AppName.of(application), application);
    tell(new News(old == null ? "ADDED" : "MODIFIED", application));
  }

  private synchronized void drop(Manifest application) {
    if (known.remove(AppName.of(application)) != null) {
      tell(new News("DELETED", application));
    }
  }

  /** Versions count up; where they do not, the last word counts. */
  private static long version(Manifest application) {
    try {
      return Long.parseLong(application.resourceVersion());
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private void tell(News news) {
    listeners.forEach(l -> l.accept(news));
  }

  /** Waits until the first list is there. */
  public boolean awaitSynced(Duration limit) {
    return watch.awaitSynced(limit);
  }

  /** One application as last seen. */
  Optional<Manifest> get(AppName app) {
    return Optional.ofNullable(known.get(app));
  }

  /** All applications as last seen, by name. */
  Collection<Manifest> all() {
    return known.values();
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
  Optional<Manifest> await(AppName app, Predicate<Manifest> wanted, Duration limit) {
    var found = new CompletableFuture<Manifest>();
    Consumer<News> listener =
        news -> {
          if (AppName.of(news.application()).equals(app) && wanted.test(news.application())) {
            found.complete(news.application());
          }
        };
    listeners.add(listener);
    try {
      var now = known.get(app);
      if (now != null && wanted.test(now)) {
        return Optional.of(now);
      }
      return Optional.of(found.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException tooLong) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for application " + app.name(), e);
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
