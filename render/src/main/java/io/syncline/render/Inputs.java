package io.syncline.render;

import io.syncline.model.source.SourceTree;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exact inputs of one render: identity of each path read or looked up, and of each directory
 * listed. When all of them stand unchanged in another tree, that tree renders to the same result.
 *
 * @param files path to entry id as seen, {@link #ABSENT} when nothing stood there
 * @param listings directory path to a digest of its names and ids
 */
public record Inputs(SortedMap<String, String> files, SortedMap<String, String> listings) {
  /** Identity of a path where nothing stood. */
  public static final String ABSENT = "-";

  /** Nothing read. */
  public static final Inputs NONE = new Inputs(new TreeMap<>(), new TreeMap<>());

  /** Copies the maps. */
  public Inputs {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    listings = Collections.unmodifiableSortedMap(new TreeMap<>(listings));
  }

  /** Whether every input stands unchanged in {@code tree}. */
  public boolean unchangedIn(SourceTree tree) {
    for (var file : files.entrySet()) {
      if (!RecordingTree.identity(tree, file.getKey()).equals(file.getValue())) {
        return false;
      }
    }
    for (var listing : listings.entrySet()) {
      if (!RecordingTree.digest(tree.list(listing.getKey())).equals(listing.getValue())) {
        return false;
      }
    }
    return true;
  }
}
