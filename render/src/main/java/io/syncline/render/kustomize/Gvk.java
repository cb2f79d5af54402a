package io.syncline.render.kustomize;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Group, version and kind; as a selector, an empty part matches anything.
 *
 * @param clusterScoped whether objects of this kind certainly have no namespace; not part of
 *     equality
 */
record Gvk(String group, String version, String kind, boolean clusterScoped) {
  static final Gvk ANY = new Gvk("", "", "", false);

  private static final List<String> FIRST =
      List.of(
          "Namespace",
          "ResourceQuota",
          "StorageClass",
          "CustomResourceDefinition",
          "ServiceAccount",
          "PodSecurityPolicy",
          "Role",
          "ClusterRole",
          "RoleBinding",
          "ClusterRoleBinding",
          "ConfigMap",
          "Secret",
          "Endpoints",
          "Service",
          "LimitRange",
          "PriorityClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "Deployment",
          "StatefulSet",
          "CronJob",
          "PodDisruptionBudget");
  private static final List<String> LAST =
      List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");
  private static final Map<String, Integer> RANKS = ranks(FIRST, LAST);

  /** The order in which the default configuration lists kinds. */
  static final Comparator<Gvk> ORDER =
      Comparator.<Gvk>comparingInt(g -> RANKS.getOrDefault(g.kind, 0)).thenComparing(Gvk::sortText);

  static Gvk of(String group, String version, String kind) {
    return new Gvk(group, version, kind, false);
  }

  static Gvk of(String apiVersion, String kind) {
    var slash = apiVersion.indexOf('/');
    return slash < 0
        ? of("", apiVersion, kind)
        : of(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }

  static List<String> firstKinds() {
    return FIRST;
  }

  static List<String> lastKinds() {
    return LAST;
  }

  /** Negative for kinds that come first, positive for those that come last. */
  static Map<String, Integer> ranks(List<String> first, List<String> last) {
    var ranks = new HashMap<String, Integer>();
    for (var i = 0; i < first.size(); i++) {
      ranks.put(first.get(i), i - first.size());
    }
    for (var i = 0; i < last.size(); i++) {
      ranks.put(last.get(i), i + 1);
    }
    return ranks;
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Whether each part {@code selector} names equals this one's. */
  boolean selectedBy(Gvk selector) {
    return (selector.group.isEmpty() || selector.group.equals(group))
        && (selector.version.isEmpty() || selector.version.equals(version))
        && (selector.kind.isEmpty() || selector.kind.equals(kind));
  }

  String sortText() {
    return (group.isEmpty() ? "~G" : group)
        + "_"
        + (version.isEmpty() ? "~V" : version)
        + "_"
        + (kind.isEmpty() ? "~K" : kind);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gvk o
        && kind.equals(o.kind)
        && group.equals(o.group)
        && version.equals(o.version);
  }

  @Override
  public int hashCode() {
    return (kind.hashCode() * 31 + group.hashCode()) * 31 + version.hashCode();
  }

  /** {@code Kind.version.group}, as messages and sorting spell it. */
  @Override
  public String toString() {
    return (kind.isEmpty() ? "[noKind]" : kind)
        + "."
        + (version.isEmpty() ? "[noVer]" : version)
        + "."
        + (group.isEmpty() ? "[noGrp]" : group);
  }
}
