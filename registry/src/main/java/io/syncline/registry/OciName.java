package io.syncline.registry;

import java.util.Locale;

/**
 * A repository of an OCI registry.
 *
 * @param host host, with port if need be
 * @param path name in it
 */
record OciName(String host, String path) {
  private static final String SCHEME = "oci://";

  /** Whether an address means an OCI registry: by its scheme, or as it has none. */
  static boolean is(String url) {
    return url.startsWith(SCHEME) || !url.contains("://");
  }

  static OciName of(String url) {
    var text = url.strip().replaceFirst("^oci://", "").replaceFirst("/+$", "");
    var slash = text.indexOf('/');
    var host = slash < 0 ? text : text.substring(0, slash);
    var path = slash < 0 ? "" : text.substring(slash + 1);
    if (!host.matches("[A-Za-z0-9.\\-]+(:[0-9]+)?|\\[[0-9a-fA-F:]+](:[0-9]+)?")
        || !path.matches("[A-Za-z0-9._\\-/]*")) {
      throw new RegistryException(
          "address " + Web.redacted(url) + " is malformed (expected: oci://host/path)",
          "correct the URL");
    }
    // Docker Hub answers under another name than the one everybody writes.
    var real = host.equals("docker.io") || host.equals("index.docker.io");
    return new OciName(real ? "registry-1.docker.io" : host, path.toLowerCase(Locale.ROOT));
  }

  static OciName of(ChartName chart) {
    return of(chart.repository().replaceFirst("/+$", "") + "/" + chart.name());
  }

  @Override
  public String toString() {
    return SCHEME + host + "/" + path;
  }
}
