package io.syncline.render.helm;

import io.syncline.lang.gotemplate.GoFormat;
import io.syncline.lang.gotemplate.GoFunction;
import io.syncline.lang.gotemplate.GoObject;
import io.syncline.lang.semver.Version;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code .Capabilities}: what the destination cluster can do. */
final class Capabilities {
  /** What Helm itself knows of; the cluster's own list comes on top. */
  private static final String KNOWN =
      """
      v1 admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1alpha1
      admissionregistration.k8s.io/v1beta1 internal.apiserver.k8s.io/v1alpha1 apps/v1 apps/v1beta1
      apps/v1beta2 authentication.k8s.io/v1 authentication.k8s.io/v1alpha1 authentication.k8s.io/v1beta1
      authorization.k8s.io/v1 authorization.k8s.io/v1beta1 autoscaling/v1 autoscaling/v2
      autoscaling/v2beta1 autoscaling/v2beta2 batch/v1 batch/v1beta1 certificates.k8s.io/v1
      certificates.k8s.io/v1beta1 certificates.k8s.io/v1alpha1 coordination.k8s.io/v1alpha2
      coordination.k8s.io/v1beta1 coordination.k8s.io/v1 discovery.k8s.io/v1 discovery.k8s.io/v1beta1
      events.k8s.io/v1 events.k8s.io/v1beta1 extensions/v1beta1 flowcontrol.apiserver.k8s.io/v1
      flowcontrol.apiserver.k8s.io/v1beta1 flowcontrol.apiserver.k8s.io/v1beta2
      flowcontrol.apiserver.k8s.io/v1beta3 networking.k8s.io/v1 networking.k8s.io/v1beta1 node.k8s.io/v1
      node.k8s.io/v1alpha1 node.k8s.io/v1beta1 policy/v1 policy/v1beta1 rbac.authorization.k8s.io/v1
      rbac.authorization.k8s.io/v1beta1 rbac.authorization.k8s.io/v1alpha1 resource.k8s.io/v1
      resource.k8s.io/v1beta2 resource.k8s.io/v1beta1 resource.k8s.io/v1alpha3
      scheduling.k8s.io/v1alpha1 scheduling.k8s.io/v1beta1 scheduling.k8s.io/v1 storage.k8s.io/v1beta1
      storage.k8s.io/v1 storage.k8s.io/v1alpha1 storagemigration.k8s.io/v1beta1
      apiextensions.k8s.io/v1beta1 apiextensions.k8s.io/v1
      """;

  private Capabilities() {}

  static GoObject of(Version kube, List<String> served) {
    var versions = new ArrayList<>(List.of(KNOWN.strip().split("\\s+")));
    versions.addAll(served);
    var helm = new TreeMap<String, @Nullable Object>();
    helm.put("Version", "v3.21.0");
    helm.put("GitCommit", "");
    helm.put("GitTreeState", "");
    helm.put("GoVersion", "go1.25.10");
    var fields = new TreeMap<String, @Nullable Object>();
    fields.put("KubeVersion", new Kube(kube));
    fields.put("APIVersions", new ApiVersions(versions));
    fields.put("HelmVersion", new Metadata.Struct("version.BuildInfo", helm, helm));
    var plain = new TreeMap<String, @Nullable Object>();
    plain.put("KubeVersion", new Kube(kube).plain());
    plain.put("APIVersions", versions);
    return new Metadata.Struct("*chartutil.Capabilities", fields, plain);
  }

  private record Kube(Version version) implements GoObject {
    @Override
    public String typeName() {
      return "chartutil.KubeVersion";
    }

    @Override
    public Optional<Member> member(String name) {
      return switch (name) {
        case "Version" -> Optional.of(new Member(text()));
        case "Major" -> Optional.of(new Member(Long.toString(version.major())));
        case "Minor" -> Optional.of(new Member(Long.toString(version.minor())));
        case "GitVersion", "String" -> Optional.of(new Member(GoFunction.of("", a -> text())));
        default -> Optional.empty();
      };
    }

    @Override
    public String text() {
      return "v" + version;
    }

    @Override
    public Object plain() {
      var plain = new TreeMap<String, @Nullable Object>();
      plain.put("Version", text());
      plain.put("Major", Long.toString(version.major()));
      plain.put("Minor", Long.toString(version.minor()));
      return plain;
    }
  }

  private static final class ApiVersions extends AbstractList<Object>
      implements GoObject, RandomAccess {
    private final List<String> versions;

    ApiVersions(List<String> versions) {
      this.versions = List.copyOf(versions);
    }

    @Override
    public Object get(int i) {
      return versions.get(i);
    }

    @Override
    public int size() {
      return versions.size();
    }

    @Override
    public String typeName() {
      return "chartutil.VersionSet";
    }

    @Override
    public Optional<Member> member(String name) {
      return name.equals("Has")
          ? Optional.of(
              new Member(
                  GoFunction.of("string", a -> a[0] instanceof String s && versions.contains(s))))
          : Optional.empty();
    }

    @Override
    public String text() {
      return GoFormat.text(List.copyOf(versions));
    }

    @Override
    public Object plain() {
      return versions;
    }
  }
}
