package io.syncline.acceptance.scenario;

import io.syncline.embedded.EmbeddedKube;
import java.nio.file.Path;

/** The embedded Kubernetes that asks callers who they are, once for all tests. */
final class SecuredCluster {
  private static final EmbeddedKube KUBE = EmbeddedKube.builder().secured().timeScale(0.02).start();

  private SecuredCluster() {}

  /** The way in as its administrator. */
  static Path kubeconfig() {
    return KUBE.kubeconfigFile();
  }
}
