package io.syncline.engine.target;

import io.syncline.engine.glob.Patterns;
import io.syncline.model.object.GroupKind;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Set;

/**
 * Which kinds settings keep out of applications ({@code resource.inclusions} and {@code
 * resource.exclusions}, semantics 30.4).
 *
 * @param inclusions when there are any, kinds that match none of them are out
 * @param exclusions kinds that match one of them are out
 */
public record ResourceFilter(List<Entry> inclusions, List<Entry> exclusions) {
  /**
   * One entry; an empty list matches everything.
   *
   * @param groups globs of API groups
   * @param kinds globs of kinds
   * @param clusters globs of servers
   */
  public record Entry(List<String> groups, List<String> kinds, List<String> clusters) {
    /** Copies the lists. */
    public Entry {
      groups = List.copyOf(groups);
      kinds = List.copyOf(kinds);
      clusters = List.copyOf(clusters);
    }

    /** The entry written as {@code tree}. */
    public static Entry from(ObjectTree tree) {
      return new Entry(texts(tree, "apiGroups"), texts(tree, "kinds"), texts(tree, "clusters"));
    }

    private static List<String> texts(ObjectTree tree, String field) {
      return Tree.items(tree.get(field)).stream().map(String::valueOf).toList();
    }

    private boolean matches(GroupKind kind, String cluster) {
      return any(groups, kind.group()) && any(kinds, kind.kind()) && any(clusters, cluster);
    }

    private static boolean any(List<String> globs, String text) {
      return globs.isEmpty() || globs.stream().anyMatch(glob -> Patterns.matches(glob, text));
    }
  }

  /** What is out when no setting says otherwise: kinds that controllers write for themselves. */
  public static final ResourceFilter DEFAULT =
      new ResourceFilter(
          List.of(),
          List.of(
              entry(Set.of("", "discovery.k8s.io"), "Endpoints", "EndpointSlice"),
              entry(Set.of("coordination.k8s.io"), "Lease"),
              entry(
                  Set.of("authentication.k8s.io", "authorization.k8s.io"),
                  "SelfSubjectReview",
                  "TokenReview",
                  "LocalSubjectAccessReview",
                  "SelfSubjectAccessReview",
                  "SelfSubjectRulesReview",
                  "SubjectAccessReview"),
              entry(Set.of("certificates.k8s.io"), "CertificateSigningRequest"),
              entry(Set.of("cert-manager.io"), "CertificateRequest"),
              entry(Set.of("cilium.io"), "CiliumIdentity", "CiliumEndpoint", "CiliumEndpointSlice"),
              entry(
                  Set.of("kyverno.io", "reports.kyverno.io", "wgpolicyk8s.io"),
                  "PolicyReport",
                  "ClusterPolicyReport",
                  "EphemeralReport",
                  "ClusterEphemeralReport",
                  "AdmissionReport",
                  "ClusterAdmissionReport",
                  "BackgroundScanReport",
                  "ClusterBackgroundScanReport",
                  "UpdateRequest")));

  private static Entry entry(Set<String> groups, String... kinds) {
    return new Entry(groups.stream().sorted().toList(), List.of(kinds), List.of());
  }

  /** Copies the lists. */
  public ResourceFilter {
    inclusions = List.copyOf(inclusions);
    exclusions = List.copyOf(exclusions);
  }

  /** The exclusions that hold in the cluster at {@code server}. */
  public Exclusions in(String server) {
    return kind ->
        Exclusions.BUILT_IN.excluded(kind)
            || (!inclusions.isEmpty()
                && inclusions.stream().noneMatch(e -> e.matches(kind, server)))
            || exclusions.stream().anyMatch(e -> e.matches(kind, server));
  }
}
