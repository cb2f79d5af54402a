package io.syncline.kube;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import java.util.List;

/**
 * A kind in one version as a cluster serves it.
 *
 * @param group API group, "" for core
 * @param version API version without group
 * @param kind kind, such as {@code Deployment}
 * @param plural plural name in paths
 * @param singular singular name as kubectl prints it
 * @param namespaced whether objects live in a namespace
 * @param verbs what may be done, such as {@code list} and {@code watch}
 * @param shortNames names people type
 */
public record ResourceKind(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    boolean namespaced,
    List<String> verbs,
    List<String> shortNames) {
  /** Copies the lists. */
  public ResourceKind {
    verbs = List.copyOf(verbs);
    shortNames = List.copyOf(shortNames);
  }

  /** A kind that can be listed and watched, for kinds known beforehand. */
  public static ResourceKind of(
      String group, String version, String kind, String plural, boolean namespaced) {
    return new ResourceKind(
        group,
        version,
        kind,
        plural,
        kind.toLowerCase(java.util.Locale.ROOT),
        namespaced,
        List.of("create", "delete", "get", "list", "patch", "update", "watch"),
        List.of());
  }

  /** {@code group/version}, or just the version for core. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Group and kind. */
  public GroupKind groupKind() {
    return new GroupKind(group, kind);
  }

  /** Whether objects can be listed and watched. */
  public boolean watchable() {
    return verbs.contains("list") && verbs.contains("watch");
  }

  /** Whether {@code manifest} is of this kind and version. */
  public boolean describes(Manifest manifest) {
    return manifest.kind().equals(kind) && manifest.apiVersion().equals(apiVersion());
  }

  /** {@code deployment.apps/web}, as kubectl names an object. */
  public String named(String name) {
    return (group.isEmpty() ? singular : singular + "." + group) + "/" + name;
  }

  /** Path of the collection, or with a name of the object, below the server's prefix. */
  public String path(String namespace, String name) {
    var path = new StringBuilder(group.isEmpty() ? "/api/" : "/apis/");
    path.append(apiVersion());
    if (namespaced && !namespace.isEmpty()) {
      path.append("/namespaces/").append(segment(namespace));
    }
    path.append('/').append(plural);
    if (!name.isEmpty()) {
      path.append('/').append(segment(name));
    }
    return path.toString();
  }

  private static String segment(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":");
  }
}
