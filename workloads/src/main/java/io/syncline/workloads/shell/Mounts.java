package io.syncline.workloads.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files of one container: a tree of its own with other trees mounted in it. */
final class Mounts {
  /**
   * One mounted tree.
   *
   * @param path where
   * @param files what
   * @param inside the folder, or the single file, of {@code files} that is seen there
   * @param readOnly whether it can only be read
   */
  record Mount(String path, Files files, String inside, boolean readOnly) {}

  /** Where a path leads. */
  private record Spot(Mount mount, String path) {
    Files files() {
      return mount.files();
    }
  }

  private final List<Mount> mounts;

  /** {@code root} with {@code mounts} in it. */
  Mounts(Files root, List<Mount> mounts) {
    this.mounts = new ArrayList<>(List.of(new Mount("/", root, "/", false)));
    this.mounts.addAll(mounts);
  }

  private Spot spot(String path) {
    var best = mounts.getFirst();
    for (var mount : mounts) {
      var within = path.equals(mount.path) || path.startsWith(mount.path + "/");
      if (within && mount.path.length() >= best.path.length()) {
        best = mount;
      }
    }
    var rest = best.path.equals("/") ? path : path.substring(best.path.length());
    return new Spot(best, Files.resolved("/", best.inside + "/" + rest));
  }

  boolean isFolder(String path) {
    var spot = spot(path);
    return spot.files().isFolder(spot.path) || above(path);
  }

  /** Whether something is mounted below a path. */
  private boolean above(String path) {
    var prefix = path.equals("/") ? "/" : path + "/";
    return mounts.stream().anyMatch(m -> m.path.startsWith(prefix));
  }

  boolean exists(String path) {
    return isFolder(path) || read(path).isPresent();
  }

  Optional<byte[]> read(String path) {
    var spot = spot(path);
    return spot.files().read(spot.path);
  }

  void write(String path, byte[] bytes) throws IOException {
    var spot = writable(path);
    spot.files().write(spot.path, bytes);
  }

  void makeFolder(String path) throws IOException {
    if (!isFolder(path)) {
      var spot = writable(path);
      spot.files().makeFolder(spot.path);
    }
  }

  void remove(String path) throws IOException {
    var spot = writable(path);
    spot.files().remove(spot.path);
  }

  private Spot writable(String path) throws IOException {
    var spot = spot(path);
    if (spot.mount.readOnly) {
      throw new IOException(path + ": Read-only file system");
    }
    return spot;
  }

  /** The names in a folder, sorted, with what is mounted there. */
  SortedSet<String> names(String folder) {
    var spot = spot(folder);
    var names = new TreeSet<>(spot.files().names(spot.path));
    var prefix = folder.equals("/") ? "/" : folder + "/";
    for (var mount : mounts) {
      if (mount.path.startsWith(prefix) && mount.path.length() > prefix.length()) {
        var rest = mount.path.substring(prefix.length());
        names.add(rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest);
      }
    }
    return names;
  }
}
