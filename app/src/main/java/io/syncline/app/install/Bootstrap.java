package io.syncline.app.install;

import io.syncline.kube.Cluster;
import io.syncline.kube.ClusterException;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Puts into a cluster what is missing there: custom kinds, namespace, settings, default project.
 */
public final class Bootstrap {
  private static final List<String> KINDS =
      List.of("applications", "appprojects", "applicationsets");
  private static final WriteOptions OURS = WriteOptions.by("syncline");

  private final Cluster cluster;
  private final String namespace;

  /** For an installation in {@code namespace}. */
  public Bootstrap(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /** Makes what is missing and leaves alone what is there. */
  public void run() {
    KINDS.forEach(this::kind);
    if (cluster
        .get(ResourceKind.of("", "v1", "Namespace", "namespaces", false), "", namespace)
        .isEmpty()) {
      create(
          new Manifest(
              ObjectTree.of(
                  "apiVersion",
                  "v1",
                  "kind",
                  "Namespace",
                  "metadata",
                  ObjectTree.of("name", namespace))));
    }
    for (var name : List.of("argocd-cm", "argocd-cmd-params-cm", "argocd-rbac-cm")) {
      if (cluster
          .get(ResourceKind.of("", "v1", "ConfigMap", "configmaps", true), namespace, name)
          .isEmpty()) {
        create(settings(name));
      }
    }
    cluster.rediscover();
    var projects = ResourceKind.of("argoproj.io", "v1alpha1", "AppProject", "appprojects", true);
    if (cluster.get(projects, namespace, "default").isEmpty()) {
      create(Project.permissive(namespace).manifest());
    }
  }

  private Manifest settings(String name) {
    return new Manifest(
        ObjectTree.of(
            "apiVersion", "v1",
            "kind", "ConfigMap",
            "metadata",
                ObjectTree.of(
                    "name",
                    name,
                    "namespace",
                    namespace,
                    "labels",
                    ObjectTree.of(
                        "app.kubernetes.io/name", name, "app.kubernetes.io/part-of", "argocd"))));
  }

  private void kind(String plural) {
    var name = plural + ".argoproj.io";
    var kind =
        ResourceKind.of(
            "apiextensions.k8s.io",
            "v1",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            false);
    if (cluster.get(kind, "", name).isEmpty()) {
      create(new Manifest(Yaml.parseObject(resource("/io/syncline/app/crds/" + plural + ".yaml"))));
    }
  }

  private void create(Manifest manifest) {
    try {
      cluster.create(manifest, OURS);
    } catch (ClusterException e) {
      if (e.code() != ClusterException.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private static String resource(String path) {
    try (var in = Bootstrap.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("resource " + path + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
