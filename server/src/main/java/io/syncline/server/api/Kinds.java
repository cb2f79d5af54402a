package io.syncline.server.api;

import io.syncline.kube.ResourceKind;

/** The kinds the API itself reads and writes. */
final class Kinds {
  static final ResourceKind APPLICATION =
      ResourceKind.of("argoproj.io", "v1alpha1", "Application", "applications", true);
  static final ResourceKind PROJECT =
      ResourceKind.of("argoproj.io", "v1alpha1", "AppProject", "appprojects", true);
  static final ResourceKind SECRET = ResourceKind.of("", "v1", "Secret", "secrets", true);
  static final ResourceKind CONFIG_MAP = ResourceKind.of("", "v1", "ConfigMap", "configmaps", true);
  static final ResourceKind EVENT = ResourceKind.of("", "v1", "Event", "events", true);

  /** Owner of the fields the API writes. */
  static final String MANAGER = "argocd-server";

  private Kinds() {}
}
