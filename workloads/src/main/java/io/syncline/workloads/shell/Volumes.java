package io.syncline.workloads.shell;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The volumes of a pod as files. */
final class Volumes {
  private Volumes() {}

  /**
   * What a container of {@code pod} has mounted.
   *
   * @param kept finds the files of a volume that is written to, by its name
   */
  static List<Mounts.Mount> of(
      Manifest pod, Object container, Sources sources, Function<String, Files> kept) {
    var mounts = new ArrayList<Mounts.Mount>();
    for (var mount : Tree.items(Tree.at(container, "volumeMounts"))) {
      for (var volume : Tree.items(pod.at("spec", "volumes"))) {
        if (Tree.text(volume, "name").equals(Tree.text(mount, "name"))) {
          var fixed = isFixed(volume);
          mounts.add(
              new Mounts.Mount(
                  Files.resolved("/", Tree.text(mount, "mountPath")),
                  fixed ? fixed(volume, sources) : kept.apply(place(pod, volume)),
                  Files.resolved("/", Tree.text(mount, "subPath")),
                  fixed || Tree.flag(mount, "readOnly")));
        }
      }
    }
    return mounts;
  }

  private static boolean isFixed(Object volume) {
    return List.of("configMap", "secret", "downwardAPI", "projected").stream()
        .anyMatch(kind -> Tree.at(volume, kind) != null);
  }

  /** A claim is the same for all pods; everything else belongs to one. */
  private static String place(Manifest pod, Object volume) {
    var claim = Tree.text(volume, "persistentVolumeClaim", "claimName");
    return claim.isEmpty()
        ? pod.uid() + " " + Tree.text(volume, "name")
        : "claim " + pod.namespace() + "/" + claim;
  }

  private static Files fixed(Object volume, Sources sources) {
    var content = new TreeMap<String, byte[]>();
    var projected = Tree.items(Tree.at(volume, "projected", "sources"));
    for (var source : projected.isEmpty() ? List.of(volume) : projected) {
      var secret = Tree.object(Tree.at(source, "secret"));
      var name = Tree.text(secret, "secretName");
      content.putAll(
          chosen(
              sources.secret(name.isEmpty() ? Tree.text(secret, "name") : name),
              Tree.items(secret.get("items"))));
      var map = Tree.object(Tree.at(source, "configMap"));
      content.putAll(
          chosen(sources.configMap(Tree.text(map, "name")), Tree.items(map.get("items"))));
      for (var item : Tree.items(Tree.at(source, "downwardAPI", "items"))) {
        content.put(
            Tree.text(item, "path"),
            Sources.bytes(sources.field(Tree.text(item, "fieldRef", "fieldPath"))));
      }
      var token = Tree.text(source, "serviceAccountToken", "path");
      if (!token.isEmpty()) {
        content.put(token, Sources.bytes("simulated-token-that-opens-nothing"));
      }
    }
    return filled(content);
  }

  private static Map<String, byte[]> chosen(Map<String, byte[]> values, List<Object> items) {
    if (items.isEmpty()) {
      return values;
    }
    var chosen = new TreeMap<String, byte[]>();
    for (var item : items) {
      var value = values.get(Tree.text(item, "key"));
      if (value != null) {
        chosen.put(Tree.text(item, "path"), value);
      }
    }
    return chosen;
  }

  /** Files with this content. */
  static Files filled(Map<String, byte[]> content) {
    var files = new Files();
    content.forEach(
        (name, bytes) -> {
          try {
            var path = Files.resolved("/", name);
            files.makeFolder(Files.folderOf(path));
            files.write(path, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return files;
  }
}
