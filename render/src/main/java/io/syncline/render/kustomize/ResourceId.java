package io.syncline.render.kustomize;

/** Names an object within one build. */
record ResourceId(Gvk gvk, String name, String namespace) {
  /** Stands in the place of a namespace for objects that have none. */
  static final String CLUSTER = "_non_namespaceable_";

  static final String DEFAULT = "default";

  /** The namespace that counts: objects without one share the default one. */
  String effectiveNamespace() {
    if (gvk.clusterScoped()) {
      return CLUSTER;
    }
    return namespace.isEmpty() ? DEFAULT : namespace;
  }

  /** Kind, name and effective namespace: what two objects of one build must not share. */
  ResourceId key() {
    var effective = effectiveNamespace();
    return effective.equals(namespace) ? this : new ResourceId(gvk, name, effective);
  }

  boolean sameNamespace(ResourceId other) {
    return effectiveNamespace().equals(other.effectiveNamespace());
  }

  boolean sameKindAndName(ResourceId other) {
    return name.equals(other.name) && gvk.equals(other.gvk);
  }

  boolean same(ResourceId other) {
    return sameKindAndName(other) && sameNamespace(other);
  }

  /** Whether each part {@code selector} names fits. */
  boolean selectedBy(ResourceId selector) {
    return (selector.name.isEmpty() || selector.name.equals(name))
        && (selector.namespace.isEmpty() || selector.sameNamespace(this))
        && gvk.selectedBy(selector.gvk);
  }

  boolean isEmpty() {
    return name.isEmpty() && namespace.isEmpty() && gvk.equals(Gvk.ANY);
  }

  /** {@code Kind.version.group/name.namespace}. */
  @Override
  public String toString() {
    return gvk
        + "/"
        + (name.isEmpty() ? "[noName]" : name)
        + "."
        + (namespace.isEmpty() ? "[noNs]" : namespace);
  }
}
