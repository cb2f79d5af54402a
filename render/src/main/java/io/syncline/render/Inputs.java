package io.syncline.render;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exact inputs of one render: identity of each path read or looked up, and of each directory
 * listed, in the source's own tree and in those it refers to. When all of them stand unchanged, the
 * same request renders to the same result.
 *
 * @param files path to entry id as seen, {@link #ABSENT} when nothing stood there
 * @param listings directory path to a digest of its names and kinds
 * @param refs the same for each tree reached as {@code $ref/…}, by the name of the ref
 * @param remotes identity of all that was fetched from elsewhere
 * @param revision where the source pointed, when an override file may show it; else ""
 */
public record Inputs(
    SortedMap<String, String> files,
    SortedMap<String, String> listings,
    SortedMap<String, Inputs> refs,
    Map<RemoteAddress, String> remotes,
    String revision) {
  /** Identity of a path where nothing stood. */
  public static final String ABSENT = "-";

  /** Nothing read. */
  public static final Inputs NONE =
      new Inputs(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Map.of(), "");

  /** Copies the maps. */
  public Inputs {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    listings = Collections.unmodifiableSortedMap(new TreeMap<>(listings));
    refs = Collections.unmodifiableSortedMap(new TreeMap<>(refs));
    remotes = Collections.unmodifiableMap(new LinkedHashMap<>(remotes));
  }

  /** Whether nothing was read at all. */
  public boolean isEmpty() {
    return files.isEmpty() && listings.isEmpty() && refs.isEmpty() && remotes.isEmpty();
  }

  /** Whether {@code request} over {@code tree} would read the same, and show the same revision. */
  public boolean standFor(SourceTree tree, RenderRequest request) {
    return (revision.isEmpty() || revision.equals(revision(request)))
        && unchangedIn(tree, request.refs(), request.remotes());
  }

  /** All that build variables say of where the source of {@code request} points. */
  static String revision(RenderRequest request) {
    return request.revision() + " of " + request.source().targetRevision();
  }

  /** Whether every input stands unchanged in {@code tree}, where no other tree was read. */
  public boolean unchangedIn(SourceTree tree) {
    return unchangedIn(tree, Map.of(), Remotes.NONE);
  }

  /**
   * Whether every input stands unchanged. False when that cannot be told.
   *
   * @param tree the source's own tree
   * @param otherTrees trees it may refer to, by the name of the ref
   * @param elsewhere where to ask for the rest
   */
  public boolean unchangedIn(
      SourceTree tree, Map<String, SourceTree> otherTrees, Remotes elsewhere) {
    return standIn(tree)
        && refs.entrySet().stream()
            .allMatch(
                ref -> {
                  var other = otherTrees.get(ref.getKey());
                  return other != null && ref.getValue().standIn(other);
                })
        && remotes.entrySet().stream()
            .allMatch(remote -> identity(elsewhere, remote.getKey()).equals(remote.getValue()));
  }

  /**
   * Whether files that changed are likely to change the result: one of them was read or looked for,
   * or is new to a directory that was listed. Other trees are not looked at. Cheap, for a first
   * guess at many results; {@link #unchangedIn} knows.
   */
  public boolean touchedBy(Collection<String> changed) {
    return changed.stream().anyMatch(this::touchedBy);
  }

  private boolean touchedBy(String path) {
    if (files.containsKey(path)) {
      return true;
    }
    // A directory that was listed, and below it nothing that was known then.
    for (var child = path; !child.isEmpty(); child = SourcePath.parent(child)) {
      if (listings.containsKey(child)) {
        return false;
      }
      if (listings.containsKey(SourcePath.parent(child))) {
        return true;
      }
    }
    return false;
  }

  private boolean standIn(SourceTree tree) {
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

  private static String identity(Remotes elsewhere, RemoteAddress address) {
    try {
      return elsewhere.open(address).identity();
    } catch (RenderException cannotBeHad) {
      return ABSENT;
    }
  }
}
