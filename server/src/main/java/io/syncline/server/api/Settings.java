package io.syncline.server.api;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** One ConfigMap of the installation, made when first written. */
final class Settings {
  private static final int ATTEMPTS = 8;

  private final Cluster cluster;
  private final String namespace;
  private final String name;

  Settings(Cluster cluster, String namespace, String name) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.name = name;
  }

  /** What stands in it, by key. */
  Map<String, String> read() {
    return cluster.get(Kinds.CONFIG_MAP, namespace, name).map(Settings::entries).orElse(Map.of());
  }

  private static Map<String, String> entries(Manifest map) {
    var entries = new TreeMap<String, String>();
    Tree.object(map.at("data")).forEach((key, value) -> entries.put(key, String.valueOf(value)));
    return entries;
  }

  /** Writes what {@code edit} makes of the entries, again when somebody else wrote meanwhile. */
  void change(UnaryOperator<Map<String, String>> edit) {
    for (var attempt = 1; ; attempt++) {
      var known = cluster.get(Kinds.CONFIG_MAP, namespace, name);
      var before = known.map(Settings::entries).orElseGet(TreeMap::new);
      var after = edit.apply(new TreeMap<>(before));
      if (after.equals(before)) {
        return;
      }
      var data = new ObjectTree.Builder(after.size());
      after.forEach(data::put);
      try {
        if (known.isEmpty()) {
          cluster.create(fresh(data.build()), WriteOptions.by(Kinds.MANAGER));
        } else {
          var changed = Tree.with(known.get().root(), data.build(), "data");
          cluster.update(new Manifest(changed), WriteOptions.by(Kinds.MANAGER));
        }
        return;
      } catch (ClusterException e) {
        var lost =
            e.code() == ClusterException.Code.CONFLICT
                || e.code() == ClusterException.Code.ALREADY_EXISTS;
        if (!lost || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Manifest fresh(ObjectTree data) {
    return new Manifest(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            ObjectTree.of(
                "name",
                name,
                "namespace",
                namespace,
                "labels",
                ObjectTree.of(
                    "app.kubernetes.io/name", name, "app.kubernetes.io/part-of", "argocd")),
            "data",
            data));
  }
}
