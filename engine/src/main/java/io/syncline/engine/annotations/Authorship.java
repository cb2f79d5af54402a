package io.syncline.engine.annotations;

/** How a live object says that the controller wrote it, and what it wrote. */
public final class Authorship {
  /** The field manager the controller writes as, in every way it writes. */
  public static final String MANAGER = "argocd-controller";

  /** Annotation in which a client-side apply remembers the object it sent. */
  public static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Authorship() {}
}
