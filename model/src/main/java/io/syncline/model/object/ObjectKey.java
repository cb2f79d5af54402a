package io.syncline.model.object;

/**
 * The identity of an object in one cluster: group, kind, namespace, name. The version is left out
 * because the same object answers under every version its group serves.
 *
 * @param group API group, "" for core
 * @param kind kind, such as {@code Deployment}
 * @param namespace namespace, "" for a cluster-scoped object
 * @param name name
 */
public record ObjectKey(String group, String kind, String namespace, String name)
    implements Comparable<ObjectKey> {
  /** The kind part of this key. */
  public GroupKind groupKind() {
    return new GroupKind(group, kind);
  }

  /** This key in another namespace. */
  public ObjectKey in(String otherNamespace) {
    return new ObjectKey(group, kind, otherNamespace, name);
  }

  /** {@code apps/Deployment/shop/web}: group, kind, namespace and name, empty parts kept. */
  @Override
  public String toString() {
    return group + "/" + kind + "/" + namespace + "/" + name;
  }

  @Override
  public int compareTo(ObjectKey other) {
    // Sorting thousands of keys goes through here: no chain of comparators.
    var order = group.compareTo(other.group);
    order = order == 0 ? kind.compareTo(other.kind) : order;
    order = order == 0 ? namespace.compareTo(other.namespace) : order;
    return order == 0 ? name.compareTo(other.name) : order;
  }
}
