package io.syncline.render;

import io.syncline.model.source.SourceTree;

/**
 * Where a renderer gets what its source refers to elsewhere. Whoever implements it fetches, applies
 * credentials and keeps what it fetched; the renderer sees trees.
 */
@FunctionalInterface
public interface Remotes {
  /** For renders that may use nothing but their own tree. */
  Remotes NONE =
      address -> {
        throw RenderException.in(
            "",
            0,
            address.text() + " stands outside of the source and cannot be fetched here",
            "keep a copy of it in the repository");
      };

  /**
   * What an address means now.
   *
   * @param identity changes exactly when the content does: a commit or a digest
   * @param tree the files: of the repository at that commit, of the chart with {@code Chart.yaml}
   *     at its root, or of one file under its last name
   */
  record Remote(String identity, SourceTree tree) {}

  /**
   * What {@code address} means now.
   *
   * @throws RenderException naming the address, when it cannot be had or must not be used
   */
  Remote open(RemoteAddress address);
}
