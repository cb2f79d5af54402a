package io.syncline.controller;

import io.syncline.controller.control.AppKey;
import io.syncline.controller.control.ControlPlane;
import io.syncline.kube.cache.LiveCache.Change;
import io.syncline.model.application.Application;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows whom objects concern that belong to no application: those that deploy to their namespace
 * and whose project asks for orphans (semantics 4.7).
 */
final class OrphanWatch {
  private final ControlPlane control;
  private final Map<String, Set<AppKey>> byNamespace = new ConcurrentHashMap<>();

  OrphanWatch(ControlPlane control) {
    this.control = control;
  }

  /** Takes note of a changed Application. */
  void applicationChanged(Change change) {
    var key = new AppKey(change.key().namespace(), change.key().name());
    var before = change.before().map(OrphanWatch::namespace).orElse("");
    var now = change.after().map(OrphanWatch::namespace).orElse("");
    if (!before.isEmpty() && !before.equals(now)) {
      byNamespace.computeIfPresent(before, (_, keys) -> without(keys, key));
    }
    if (!now.isEmpty()) {
      byNamespace.compute(now, (_, keys) -> with(keys, key));
    }
  }

  private static Set<AppKey> with(@Nullable Set<AppKey> keys, AppKey key) {
    var all = keys == null ? ConcurrentHashMap.<AppKey>newKeySet() : keys;
    all.add(key);
    return all;
  }

  private static @Nullable Set<AppKey> without(Set<AppKey> keys, AppKey key) {
    keys.remove(key);
    return keys.isEmpty() ? null : keys;
  }

  private static String namespace(Manifest application) {
    return new Application(application).destination().namespace();
  }

  /** The applications that want to know of what comes and goes in {@code namespace}. */
  List<Application> concerned(String namespace) {
    return new HashSet<>(byNamespace.getOrDefault(namespace, Set.of()))
        .stream()
            .flatMap(key -> control.application(key).stream())
            .filter(app -> control.project(app.project()).filter(Project::seeksOrphans).isPresent())
            .toList();
  }
}
