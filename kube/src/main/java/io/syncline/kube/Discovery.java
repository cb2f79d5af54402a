package io.syncline.kube;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The kinds a cluster serves at one moment, in its order of preference. */
public final class Discovery {
  /** A cluster that serves nothing. */
  public static final Discovery EMPTY = new Discovery(List.of());

  private final List<ResourceKind> kinds;
  private final Map<GroupKind, List<ResourceKind>> byGroupKind;
  private final List<String> apiVersions;

  /** Kinds in order of preference: of one group and kind the first version is preferred. */
  public Discovery(List<ResourceKind> kinds) {
    this.kinds = List.copyOf(kinds);
    var map = new LinkedHashMap<GroupKind, List<ResourceKind>>();
    for (var kind : kinds) {
      map.computeIfAbsent(kind.groupKind(), _ -> new ArrayList<>()).add(kind);
    }
    map.replaceAll((_, versions) -> List.copyOf(versions));
    this.byGroupKind = Collections.unmodifiableMap(map);
    var names = new TreeSet<String>();
    for (var kind : kinds) {
      names.add(kind.apiVersion());
      names.add(kind.apiVersion() + "/" + kind.kind());
    }
    this.apiVersions = List.copyOf(names);
  }

  /** All kinds in all versions. */
  public List<ResourceKind> kinds() {
    return kinds;
  }

  /** The preferred version of a kind. */
  public Optional<ResourceKind> find(GroupKind kind) {
    return byGroupKind.getOrDefault(kind, List.of()).stream().findFirst();
  }

  /** A kind in the version asked for. */
  public Optional<ResourceKind> find(String apiVersion, String kind) {
    var slash = apiVersion.indexOf('/');
    var group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return byGroupKind.getOrDefault(new GroupKind(group, kind), List.of()).stream()
        .filter(k -> k.apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** The kind of {@code manifest} in its version. */
  public Optional<ResourceKind> find(Manifest manifest) {
    return find(manifest.apiVersion(), manifest.kind());
  }

  /** All versions of a kind, preferred first. */
  public List<ResourceKind> versions(GroupKind kind) {
    return byGroupKind.getOrDefault(kind, List.of());
  }

  /** Whether objects of the kind live in namespaces; empty when the kind is not served. */
  public Optional<Boolean> namespaced(GroupKind kind) {
    return find(kind).map(ResourceKind::namespaced);
  }

  /** {@code group/version} and {@code group/version/Kind} of everything served, sorted. */
  public List<String> apiVersions() {
    return apiVersions;
  }

  /** The problem of asking for a kind that is not served, with the versions that are. */
  public ClusterException unknown(String apiVersion, String kind) {
    var slash = apiVersion.indexOf('/');
    var group = slash < 0 ? "" : apiVersion.substring(0, slash);
    var served =
        versions(new GroupKind(group, kind)).stream().map(ResourceKind::apiVersion).toList();
    var hint =
        served.isEmpty()
            ? "; hint: ensure CRDs are installed first"
            : " (expected: " + String.join(" or ", served) + ")";
    return new ClusterException(
        ClusterException.Code.UNKNOWN_KIND,
        "no matches for kind \"" + kind + "\" in version \"" + apiVersion + "\"" + hint,
        null);
  }
}
