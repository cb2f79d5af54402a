package io.syncline.localkube.discovery;

import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.kind.Resource;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Discovery documents, legacy and aggregated. */
public final class Discovery {
  /** Version of Kubernetes that is spoken; the suffix marks it as simulated. */
  public static final String VERSION = "v1.32.4+sim";

  private static final List<String> READ_WRITE = List.of("get", "patch", "update");

  private Discovery() {}

  /** The answer to {@code /version}. */
  public static ObjectTree version() {
    return ObjectTree.of(
        "major", "1",
        "minor", "32",
        "gitVersion", VERSION,
        "gitCommit", "simulated",
        "gitTreeState", "clean",
        "buildDate", "2025-04-22T16:03:58Z",
        "goVersion", "none",
        "compiler", "none",
        "platform", "jvm");
  }

  /**
   * The answer to {@code /api}.
   *
   * @param address name and port by which the client reached the server
   */
  public static ObjectTree coreVersions(Kinds kinds, String address) {
    return ObjectTree.of(
        "kind", "APIVersions",
        "versions", kinds.versions().getOrDefault("", List.of()),
        "serverAddressByClientCIDRs",
            List.of(ObjectTree.of("clientCIDR", "0.0.0.0/0", "serverAddress", address)));
  }

  /** The answer to {@code /apis}. */
  public static ObjectTree groups(Kinds kinds) {
    var groups = new ArrayList<ObjectTree>();
    for (var group : kinds.versions().keySet()) {
      if (!group.isEmpty()) {
        group(kinds, group)
            .ifPresent(tree -> groups.add(tree.without("kind").without("apiVersion")));
      }
    }
    return ObjectTree.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups);
  }

  /** The answer to {@code /apis/group}. */
  public static Optional<ObjectTree> group(Kinds kinds, String group) {
    var versions = kinds.versions().get(group);
    if (versions == null || group.isEmpty()) {
      return Optional.empty();
    }
    var list = versions.stream().map(version -> groupVersion(group, version)).toList();
    return Optional.of(
        ObjectTree.of(
            "kind",
            "APIGroup",
            "apiVersion",
            "v1",
            "name",
            group,
            "versions",
            list,
            "preferredVersion",
            list.getFirst()));
  }

  private static ObjectTree groupVersion(String group, String version) {
    return ObjectTree.of("groupVersion", group + "/" + version, "version", version);
  }

  /** The answer to {@code /api/v1} or {@code /apis/group/version}. */
  public static Optional<ObjectTree> resources(Kinds kinds, String group, String version) {
    var found = kinds.in(group, version);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var rows = new ArrayList<ObjectTree>();
    for (var resource : found) {
      rows.add(row(resource));
      for (var subresource : resource.subresources()) {
        rows.add(row(resource, subresource));
      }
    }
    if (found.stream().allMatch(resource -> resource.custom().isEmpty())) {
      rows.sort(Comparator.comparing(row -> Tree.text(row, "name")));
    }
    // The core group is older than the rule that every document tells its version.
    return Optional.of(
        group.isEmpty()
            ? ObjectTree.of("kind", "APIResourceList", "groupVersion", version, "resources", rows)
            : ObjectTree.of(
                "kind",
                "APIResourceList",
                "apiVersion",
                "v1",
                "groupVersion",
                group + "/" + version,
                "resources",
                rows));
  }

  private static ObjectTree row(Resource resource) {
    var row =
        ObjectTree.of(
            "name", resource.id().plural(),
            "singularName", resource.names().singular(),
            "namespaced", resource.namespaced(),
            "kind", resource.kind(),
            "verbs", resource.verbs());
    if (!resource.names().shortNames().isEmpty()) {
      row = row.with("shortNames", resource.names().shortNames());
    }
    if (!resource.names().categories().isEmpty()) {
      row = row.with("categories", resource.names().categories());
    }
    return row.with("storageVersionHash", Integer.toHexString(resource.qualified().hashCode()));
  }

  private static ObjectTree row(Resource resource, String subresource) {
    var part = part(resource, subresource);
    var row =
        ObjectTree.of(
            "name",
            resource.id().plural() + "/" + subresource,
            "singularName",
            "",
            "namespaced",
            resource.namespaced());
    if (!part.group().equals(resource.id().group())
        || !part.version().equals(resource.id().version())) {
      row = row.with("group", part.group()).with("version", part.version());
    }
    return row.with("kind", part.kind()).with("verbs", part.verbs());
  }

  private record Part(String group, String version, String kind, List<String> verbs) {}

  private static Part part(Resource resource, String subresource) {
    return switch (subresource) {
      case "scale" -> new Part("autoscaling", "v1", "Scale", READ_WRITE);
      case "eviction" -> new Part("policy", "v1", "Eviction", List.of("create"));
      case "token" -> new Part("authentication.k8s.io", "v1", "TokenRequest", List.of("create"));
      case "binding" -> new Part("", "v1", "Binding", List.of("create"));
      case "exec" -> new Part("", "v1", "PodExecOptions", List.of("create", "get"));
      case "attach" -> new Part("", "v1", "PodAttachOptions", List.of("create", "get"));
      case "portforward" -> new Part("", "v1", "PodPortForwardOptions", List.of("create", "get"));
      case "proxy" ->
          new Part(
              "",
              "v1",
              resource.kind() + "ProxyOptions",
              List.of("create", "delete", "get", "patch", "update"));
      case "log" -> own(resource, List.of("get"));
      case "finalize" -> own(resource, List.of("update"));
      default -> own(resource, READ_WRITE);
    };
  }

  private static Part own(Resource resource, List<String> verbs) {
    return new Part(resource.id().group(), resource.id().version(), resource.kind(), verbs);
  }

  /**
   * The aggregated answer to {@code /api} or {@code /apis}.
   *
   * @param core whether for {@code /api}
   * @param version {@code v2} or {@code v2beta1}
   */
  public static ObjectTree aggregated(Kinds kinds, boolean core, String version) {
    var groups = new ArrayList<ObjectTree>();
    kinds
        .versions()
        .forEach(
            (group, versions) -> {
              if (group.isEmpty() == core) {
                groups.add(
                    ObjectTree.of(
                        "metadata",
                        core
                            ? ObjectTree.of("creationTimestamp", null)
                            : ObjectTree.of("name", group, "creationTimestamp", null),
                        "versions",
                        versions.stream().map(v -> aggregatedVersion(kinds, group, v)).toList()));
              }
            });
    return ObjectTree.of(
        "kind",
        "APIGroupDiscoveryList",
        "apiVersion",
        "apidiscovery.k8s.io/" + version,
        "metadata",
        ObjectTree.EMPTY,
        "items",
        groups);
  }

  private static ObjectTree aggregatedVersion(Kinds kinds, String group, String version) {
    var resources = new ArrayList<ObjectTree>();
    for (var resource : kinds.in(group, version)) {
      resources.add(aggregatedResource(resource));
    }
    resources.sort(Comparator.comparing(resource -> Tree.text(resource, "resource")));
    return ObjectTree.of("version", version, "resources", resources, "freshness", "Current");
  }

  private static ObjectTree aggregatedResource(Resource resource) {
    var tree =
        ObjectTree.of(
            "resource", resource.id().plural(),
            "responseKind", responseKind(resource, own(resource, List.of())),
            "scope", resource.namespaced() ? "Namespaced" : "Cluster",
            "singularResource", resource.names().singular(),
            "verbs", resource.verbs());
    if (!resource.names().shortNames().isEmpty()) {
      tree = tree.with("shortNames", resource.names().shortNames());
    }
    if (!resource.names().categories().isEmpty()) {
      tree = tree.with("categories", resource.names().categories());
    }
    var subresources = new ArrayList<ObjectTree>();
    var names = new ArrayList<>(resource.subresources());
    if (resource.custom().isEmpty()) {
      names.sort(Comparator.naturalOrder());
    }
    for (var subresource : names) {
      var part = part(resource, subresource);
      subresources.add(
          ObjectTree.of(
              "subresource", subresource,
              "responseKind", responseKind(resource, part),
              "verbs", part.verbs()));
    }
    return subresources.isEmpty() ? tree : Tree.with(tree, subresources, "subresources");
  }

  /** Built-in kinds leave out the version when it is that of the resource. */
  private static ObjectTree responseKind(Resource resource, Part part) {
    var same =
        resource.custom().isEmpty()
            && part.group().equals(resource.id().group())
            && part.version().equals(resource.id().version());
    return ObjectTree.of(
        "group", same ? "" : part.group(),
        "version", same ? "" : part.version(),
        "kind", part.kind());
  }
}
