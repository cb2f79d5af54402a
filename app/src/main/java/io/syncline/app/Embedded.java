package io.syncline.app;

import io.syncline.cli.terminal.CliException;
import io.syncline.localkube.LocalKube;
import io.syncline.localkube.store.StoreException;
import io.syncline.workloads.SimulatedLogs;
import io.syncline.workloads.SimulatedShell;
import io.syncline.workloads.WorkloadSettings;
import io.syncline.workloads.Workloads;
import java.nio.file.Path;
import java.time.InstantSource;

/** The embedded Kubernetes with its simulated workloads. */
final class Embedded implements AutoCloseable {
  /** Prefix of the Kubernetes API on the product's port. */
  static final String PREFIX = "/k8s";

  private final LocalKube kube;
  private final Workloads workloads;

  private Embedded(LocalKube kube, Workloads workloads) {
    this.kube = kube;
    this.workloads = workloads;
  }

  /**
   * Starts it on the data in {@code folder}.
   *
   * @throws CliException with exit code 2 when the data cannot be opened
   */
  static Embedded start(Path folder) {
    return start(folder, false);
  }

  /**
   * Starts it on the data in {@code folder}.
   *
   * @param secured whether callers must show who they are
   * @throws CliException with exit code 2 when the data cannot be opened
   */
  static Embedded start(Path folder, boolean secured) {
    try {
      var builder = LocalKube.builder().dataFolder(folder);
      var kube = (secured ? builder.secured() : builder).start();
      kube.podLogs(SimulatedLogs::lines);
      kube.podShell(new SimulatedShell(kube.api(), InstantSource.system()));
      return new Embedded(kube, Workloads.start(kube.api(), WorkloadSettings.DEFAULT));
    } catch (StoreException e) {
      throw new CliException(CliException.USAGE, String.valueOf(e.getMessage()));
    }
  }

  LocalKube kube() {
    return kube;
  }

  /** A kubeconfig of the administrator for the API at {@code url}. */
  String kubeconfig(String url, boolean secured) {
    return secured ? kube.kubeconfig("syncline", url) : kubeconfig(url);
  }

  /** A kubeconfig for the API at {@code url}. */
  static String kubeconfig(String url) {
    return """
        apiVersion: v1
        kind: Config
        current-context: syncline
        clusters:
        - name: syncline
          cluster:
            server: %s
        contexts:
        - name: syncline
          context:
            cluster: syncline
            user: admin
            namespace: default
        users:
        - name: admin
          user: {}
        """
        .formatted(url);
  }

  @Override
  public void close() {
    workloads.close();
    kube.close();
  }
}
