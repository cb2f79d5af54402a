package io.syncline.workloads.shell;

import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.workloads.control.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where containers get values from: ConfigMaps, Secrets and their own pod. */
final class Sources {
  private final LocalApi api;
  private final Manifest pod;

  Sources(LocalApi api, Manifest pod) {
    this.api = api;
    this.pod = pod;
  }

  /** What a ConfigMap holds, by key; empty when there is none. */
  Map<String, byte[]> configMap(String name) {
    var values = new TreeMap<String, byte[]>();
    var map = object(Kind.CONFIG_MAP.resource(), name);
    for (var key : Tree.object(Tree.at(map, "data")).keySet()) {
      values.put(key, bytes(Tree.text(map, "data", key)));
    }
    for (var key : Tree.object(Tree.at(map, "binaryData")).keySet()) {
      values.put(key, decoded(Tree.text(map, "binaryData", key)));
    }
    return values;
  }

  /** What a Secret holds, by key; empty when there is none. */
  Map<String, byte[]> secret(String name) {
    var values = new TreeMap<String, byte[]>();
    var secret = object(Kind.SECRET.resource(), name);
    for (var key : Tree.object(Tree.at(secret, "data")).keySet()) {
      values.put(key, decoded(Tree.text(secret, "data", key)));
    }
    return values;
  }

  private ObjectTree object(ResourceId resource, String name) {
    return api.get(resource, pod.namespace(), name).map(Manifest::root).orElse(ObjectTree.EMPTY);
  }

  /** A field of the pod as the downward API gives it. */
  String field(String path) {
    var bracket = path.indexOf('[');
    if (bracket > 0 && path.endsWith("']")) {
      var map = path.substring(0, bracket).split("\\.");
      var key = path.substring(bracket + 2, path.length() - 2);
      return Optional.ofNullable(Tree.object(pod.at(map)).get(key)).map(String::valueOf).orElse("");
    }
    var value = pod.at(path.split("\\."));
    if (value instanceof ObjectTree map) {
      var lines = new StringBuilder();
      for (var key : map.keySet()) {
        lines.append(key).append("=\"").append(map.get(key)).append("\"\n");
      }
      return lines.toString();
    }
    return value == null ? "" : String.valueOf(value);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      // The API keeps such values out; a broken one is shown as it is.
      return bytes(text);
    }
  }
}
