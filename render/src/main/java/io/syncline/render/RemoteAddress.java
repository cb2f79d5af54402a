package io.syncline.render;

/** What a source may refer to outside of its own tree. */
public sealed interface RemoteAddress {
  /** The address as a message shows it. */
  String text();

  /**
   * A revision of a Git repository.
   *
   * @param url repository as written
   * @param revision branch, tag or commit; "" for the default branch
   */
  record Git(String url, String revision) implements RemoteAddress {
    @Override
    public String text() {
      return revision.isEmpty() ? url : url + "?ref=" + revision;
    }
  }

  /**
   * A chart of a Helm repository or an OCI registry.
   *
   * @param repository address: {@code https://…}, {@code oci://…}, or {@code @name} and {@code
   *     alias:name} for one known by name
   * @param name name of the chart
   * @param version version or constraint; "" for the newest
   */
  record Chart(String repository, String name, String version) implements RemoteAddress {
    @Override
    public String text() {
      return "chart " + name + (version.isEmpty() ? "" : " " + version) + " of " + repository;
    }
  }

  /**
   * One file.
   *
   * @param url address, {@code http://…} or {@code https://…}
   */
  record File(String url) implements RemoteAddress {
    @Override
    public String text() {
      return url;
    }
  }
}
