package io.syncline.controller.source;

import io.syncline.model.object.Manifest;
import io.syncline.render.SourceType;
import java.util.List;
import java.util.Optional;

/**
 * What Git wants.
 *
 * @param manifests objects of all sources in order
 * @param revisions commit of each source
 * @param types tool of each source; empty for one that only others refer to
 * @param warnings of the tools
 */
public record Desired(
    List<Manifest> manifests,
    List<String> revisions,
    List<Optional<SourceType>> types,
    List<String> warnings) {
  /** Copies the lists. */
  public Desired {
    manifests = List.copyOf(manifests);
    revisions = List.copyOf(revisions);
    types = List.copyOf(types);
    warnings = List.copyOf(warnings);
  }
}
