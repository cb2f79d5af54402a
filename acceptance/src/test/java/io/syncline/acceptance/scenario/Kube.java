package io.syncline.acceptance.scenario;

import io.syncline.kube.Cluster;
import io.syncline.kube.Deletion;
import io.syncline.kube.PatchType;
import io.syncline.kube.ResourceKind;
import io.syncline.kube.Selection;
import io.syncline.kube.WriteOptions;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * The Kubernetes API as somebody beside the product uses it. Kinds are named as in a manifest:
 * {@code v1/ConfigMap}, {@code apps/v1/Deployment}.
 */
public final class Kube {
  private static final WriteOptions SOMEBODY = WriteOptions.by("kubectl-edit");

  private final Cluster cluster;

  Kube(Cluster cluster) {
    this.cluster = cluster;
  }

  private ResourceKind kind(String kind) {
    var slash = kind.lastIndexOf('/');
    return cluster.kind(kind.substring(0, slash), kind.substring(slash + 1));
  }

  /** One object; {@code namespace} is "" for cluster-scoped kinds. */
  public Optional<Manifest> get(String kind, String namespace, String name) {
    return cluster.get(kind(kind), namespace, name);
  }

  /** One object that must be there. */
  public Manifest existing(String kind, String namespace, String name) {
    return get(kind, namespace, name)
        .orElseThrow(() -> new AssertionError("no " + kind + " " + namespace + "/" + name));
  }

  /** All objects of a kind in a namespace, "" for all. */
  public List<Manifest> list(String kind, String namespace) {
    return cluster.list(kind(kind), Selection.in(namespace)).items();
  }

  /** Creates the object a manifest describes. */
  public Manifest create(String yaml) {
    return create(Yaml.parseObject(yaml));
  }

  /** Creates an object. */
  public Manifest create(ObjectTree object) {
    return cluster.create(new Manifest(object), SOMEBODY);
  }

  /** Makes a namespace that may be there, with the account its pods run as. */
  public void namespace(String name) {
    if (get("v1/Namespace", "", name).isEmpty()) {
      create(
          ObjectTree.of(
              "apiVersion", "v1", "kind", "Namespace", "metadata", ObjectTree.of("name", name)));
    }
    // Where there is a controller manager it makes the account; an API server alone waits for it.
    apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: %s}}"
            .formatted(name),
        "scenario");
  }

  /** Replaces an object by what it was read as and changed to. */
  public Manifest update(Manifest object) {
    return cluster.update(object, SOMEBODY);
  }

  /** Patches by JSON patch. */
  public Manifest patch(String kind, String namespace, String name, String operations) {
    return patch(kind, namespace, name, PatchType.JSON, operations);
  }

  /** Merges {@code yaml} into an object. */
  public Manifest merge(String kind, String namespace, String name, String yaml) {
    return patch(kind, namespace, name, PatchType.MERGE, yaml);
  }

  private Manifest patch(String kind, String namespace, String name, PatchType type, String text) {
    var served = kind(kind);
    return cluster.patch(
        served,
        new ObjectKey(served.group(), served.kind(), namespace, name),
        "",
        type,
        Yaml.parse(text),
        SOMEBODY);
  }

  /** Server-side apply by {@code manager}, taking over what others own. */
  public Manifest apply(String yaml, String manager) {
    return cluster.serverSideApply(
        new Manifest(Yaml.parseObject(yaml)), WriteOptions.by(manager).force(true));
  }

  /** Deletes an object; false when it was not there. */
  public boolean delete(String kind, String namespace, String name) {
    var served = kind(kind);
    return cluster.delete(
        served,
        new ObjectKey(served.group(), served.kind(), namespace, name),
        Deletion.of(Deletion.Propagation.BACKGROUND));
  }

  /** Value of a field as text, "" when absent. */
  public String text(String kind, String namespace, String name, String... field) {
    return Tree.text(existing(kind, namespace, name).root(), field);
  }
}
