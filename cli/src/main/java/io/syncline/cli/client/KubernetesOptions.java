package io.syncline.cli.client;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Flags by which {@code argocd} reaches a cluster without a server. Scripts give them to whole
 * groups; we always have a server, so they are understood and not needed.
 */
public final class KubernetesOptions {
  @Option(
      names = {
        "--cluster",
        "--context",
        "--kubeconfig",
        "-n",
        "--namespace",
        "--password",
        "--proxy-url",
        "--request-timeout",
        "--token",
        "--user",
        "--username"
      },
      hidden = true,
      description = "Accepted for compatibility")
  List<String> accepted = new ArrayList<>();

  @Option(
      names = "--insecure-skip-tls-verify",
      hidden = true,
      description = "Accepted for compatibility")
  boolean insecure;
}
