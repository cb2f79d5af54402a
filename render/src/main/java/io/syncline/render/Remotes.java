package io.syncline.render;

import io.syncline.model.source.SourceTree;
import java.util.List;
import java.util.Optional;

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

  /**
   * Why {@code charts}, of which one cannot be had, must not be used; empty when they may be.
   *
   * @param charts all that a chart needs and that do not stand in it
   */
  default Optional<String> refusal(List<RemoteAddress.Chart> charts) {
    return Optional.empty();
  }
}
