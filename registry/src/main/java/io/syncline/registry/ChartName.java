package io.syncline.registry;

/**
 * A chart and where it is.
 *
 * @param repository {@code https://…} for a Helm repository; {@code oci://host/path} or {@code
 *     host/path} for an OCI registry
 * @param name name of the chart in it
 */
public record ChartName(String repository, String name) {
  /** Whether it stands in an OCI registry. */
  public boolean oci() {
    return OciName.is(repository);
  }
}
