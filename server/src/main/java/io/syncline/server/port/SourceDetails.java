package io.syncline.server.port;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.util.List;

/** What the API shows of the sources of applications. The controller knows it. */
public interface SourceDetails {
  /**
   * Manifests of one revision.
   *
   * @param revision commit they were rendered from, "" for files that are in no repository
   * @param sourceType tool that rendered, as on the wire
   * @param manifests objects in order, secrets masked
   */
  record RenderedRevision(String revision, String sourceType, List<Manifest> manifests) {
    /** Copies the list. */
    public RenderedRevision {
      manifests = List.copyOf(manifests);
    }
  }

  /**
   * Renders an application as it would be compared, without anybody taking it for that.
   *
   * @param revisions revision of each source, "" for its own; empty for their own all
   * @param anew ask repositories and render, whatever is known
   * @throws IllegalArgumentException when it does not render; the message says why
   */
  RenderedRevision render(String namespace, String name, List<String> revisions, boolean anew);

  /**
   * Renders an application as if other files stood in its repository.
   *
   * @param archive a tar of them, gzipped or not
   * @throws IllegalArgumentException when it does not render; the message says why
   */
  RenderedRevision renderFiles(String namespace, String name, byte[] archive);

  /**
   * What a source is and takes, as on the wire: {@code type}, and a block named after the tool.
   *
   * @param application an Application with the source, stored or not
   * @param index of the source
   * @throws IllegalArgumentException when it cannot be read; the message says why
   */
  ObjectTree describe(ObjectTree application, int index);
}
