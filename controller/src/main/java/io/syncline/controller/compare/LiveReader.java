package io.syncline.controller.compare;

import io.syncline.controller.destination.DestinationCluster;
import io.syncline.engine.target.Target;
import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.cache.ChildKinds;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.application.Application;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers the live objects that concern an Application. */
final class LiveReader {
  private static final GroupKind NAMESPACE = new GroupKind("", "Namespace");
  private static final int CONVERTED = 2_000;

  private final DestinationCluster place;
  private final Cluster cluster;
  private final LiveCache cache;
  private final Duration patience;

  /** Objects read in a version the cache does not hold, by uid, version and resource version. */
  private final Map<String, Manifest> converted =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Manifest> eldest) {
          return size() > CONVERTED;
        }
      };

  LiveReader(DestinationCluster place, Duration patience) {
    this.place = place;
    this.cluster = place.cluster();
    this.cache = place.cache();
    this.patience = patience;
  }

  /**
   * The objects tracked to {@code instance} and those with the keys of {@code target}.
   *
   * @throws ClusterException when a kind cannot be read
   */
  LiveState read(Application app, String instance, Target target) {
    place.demand();
    target.manifests().forEach(this::covered);
    var kinds = kinds(app, target);
    var problems = cache.require(kinds, patience);
    if (!problems.isEmpty()) {
      throw problems.values().iterator().next();
    }
    cache.follow(ChildKinds.descendants(kinds));
    var live = new TreeMap<ObjectKey, Manifest>();
    cache.tracked(instance).forEach(object -> live.put(object.key(), object));
    target.manifests().forEach(wanted -> add(live, wanted));
    target.deletionHooks().forEach(wanted -> add(live, wanted));
    return new LiveState(live);
  }

  private void add(Map<ObjectKey, Manifest> live, Manifest wanted) {
    var key = wanted.key();
    var known = live.get(key);
    var found = known == null ? get(wanted) : Optional.of(convert(known, wanted));
    found.ifPresent(object -> live.put(key, object));
  }

  /** What nobody watches would look missing for ever. */
  private void covered(Manifest wanted) {
    var registered = place.registered();
    if (!registered.restricted()) {
      return;
    }
    var namespaced = cluster.discovery().namespaced(wanted.groupKind()).orElse(true);
    var namespace = namespaced ? wanted.namespace() : "";
    if (!registered.covers(namespace)) {
      throw new ClusterException(
          ClusterException.Code.FORBIDDEN,
          namespaced
              ? "Namespace \"%s\" for %s \"%s\" is not managed"
                  .formatted(namespace, wanted.kind(), wanted.name())
              : "Cluster level %s \"%s\" can not be managed when in namespaced mode"
                  .formatted(wanted.kind(), wanted.name()),
          null);
    }
  }

  /** The live object of {@code wanted}, in its version. */
  Optional<Manifest> get(Manifest wanted) {
    return cache.get(wanted.key()).map(found -> convert(found, wanted));
  }

  Optional<Manifest> namespace(String name) {
    cache.require(List.of(NAMESPACE), patience);
    return cache.get(new ObjectKey("", "Namespace", "", name));
  }

  private Manifest convert(Manifest found, Manifest wanted) {
    if (found.apiVersion().equals(wanted.apiVersion())) {
      return found;
    }
    var name = found.uid() + " " + wanted.apiVersion() + " " + found.resourceVersion();
    synchronized (converted) {
      var known = converted.get(name);
      if (known != null) {
        return known;
      }
    }
    var kind = cluster.discovery().find(wanted);
    if (kind.isEmpty()) {
      return found;
    }
    var read = cluster.get(kind.get(), found.namespace(), found.name()).orElse(found);
    synchronized (converted) {
      converted.put(name, read);
    }
    return read;
  }

  private static Set<GroupKind> kinds(Application app, Target target) {
    var kinds = new TreeSet<GroupKind>();
    target.manifests().forEach(m -> kinds.add(m.groupKind()));
    target.deletionHooks().forEach(m -> kinds.add(m.groupKind()));
    // What was managed before may be left over now: look for those kinds as well.
    add(kinds, Tree.items(app.status().get("resources")));
    add(kinds, Tree.items(Tree.at(app.status(), "operationState", "syncResult", "resources")));
    if (app.syncPolicy().has("CreateNamespace=true")) {
      kinds.add(NAMESPACE);
    }
    return kinds;
  }

  private static void add(Set<GroupKind> kinds, Collection<Object> entries) {
    for (var entry : entries) {
      kinds.add(new GroupKind(Tree.text(entry, "group"), Tree.text(entry, "kind")));
    }
  }
}
