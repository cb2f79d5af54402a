package io.syncline.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What setting images comes to.
 *
 * @param files path to new content, of changed files only
 * @param changes places that change
 * @param unchanged places that name the wanted version already
 */
public record ImageEdit(
    Map<String, Optional<byte[]>> files, List<ImageChange> changes, List<ImageChange> unchanged) {
  /** Copies the collections, paths sorted. */
  public ImageEdit {
    files = java.util.Collections.unmodifiableMap(new TreeMap<>(files));
    changes = List.copyOf(changes);
    unchanged = List.copyOf(unchanged);
  }
}
