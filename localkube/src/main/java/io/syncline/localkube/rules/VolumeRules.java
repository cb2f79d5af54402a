package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Rules of the volumes of pods. */
final class VolumeRules {
  private static final long MOST_MODE = 0777;

  /** The kinds of volumes in the order a server looks at them. */
  private static final List<String> SOURCES =
      List.of(
          "emptyDir",
          "hostPath",
          "gitRepo",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "secret",
          "nfs",
          "iscsi",
          "glusterfs",
          "flocker",
          "persistentVolumeClaim",
          "rbd",
          "cinder",
          "cephfs",
          "quobyte",
          "downwardAPI",
          "fc",
          "flexVolume",
          "configMap",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "storageos",
          "projected",
          "scaleIO",
          "csi",
          "ephemeral",
          "image");

  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "hostPath", List.of("path"),
          "secret", List.of("secretName"),
          "nfs", List.of("server", "path"),
          "persistentVolumeClaim", List.of("claimName"),
          "configMap", List.of("name"),
          "csi", List.of("driver"));

  private VolumeRules() {}

  /** Checks volumes and gives the names of those that can be mounted. */
  static Set<String> names(List<Object> volumes, String path, Causes causes) {
    var names = new TreeSet<String>();
    var i = 0;
    for (var volume : volumes) {
      var at = path + "[" + i++ + "]";
      var own = new Causes();
      source(Tree.object(volume), at, own);
      var name = Tree.text(volume, "name");
      if (name.isEmpty()) {
        own.required(at + ".name", "");
      } else {
        own.addAll(NameRules.label(at + ".name", name));
      }
      if (names.contains(name)) {
        own.add(Cause.duplicate(at + ".name", name));
      }
      if (own.isEmpty()) {
        names.add(name);
      }
      causes.addAll(own.list());
    }
    return names;
  }

  private static void source(ObjectTree volume, String path, Causes causes) {
    var first = true;
    for (var type : SOURCES) {
      if (volume.get(type) instanceof ObjectTree source) {
        var at = path + "." + type;
        if (first) {
          for (var field : NEEDED.getOrDefault(type, List.of())) {
            causes.needs(source, at, field);
          }
          mode(source, at, causes);
          paths(source, at, causes);
        } else {
          causes.forbidden(at, "may not specify more than 1 volume type");
        }
        first = false;
      }
    }
    if (first) {
      causes.required(path, "must specify a volume type");
    }
  }

  private static void mode(ObjectTree source, String path, Causes causes) {
    var mode = Tree.number(source, 0, "defaultMode");
    if (mode < 0 || mode > MOST_MODE) {
      causes.invalid(
          path + ".defaultMode",
          mode,
          "must be a number between 0 and 0777 (octal), both inclusive");
    }
  }

  private static void paths(ObjectTree source, String path, Causes causes) {
    var i = 0;
    for (var item : Tree.items(source.get("items"))) {
      var at = path + ".items[" + i++ + "]";
      if (!path.endsWith(".downwardAPI")) {
        causes.needs(item, at, "key");
      }
      causes.needs(item, at, "path");
      descending(Tree.text(item, "path"), at + ".path", causes);
    }
  }

  /** A path that stays below where it starts. */
  static void descending(String path, String field, Causes causes) {
    if (path.startsWith("/")) {
      causes.invalid(field, path, "must be a relative path");
    }
    if (List.of(path.split("/", -1)).contains("..")) {
      causes.invalid(field, path, "must not contain '..'");
    }
  }
}
