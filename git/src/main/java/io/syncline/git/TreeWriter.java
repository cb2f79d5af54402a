package io.syncline.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * Writes a changed tree by writing only the folders on the way to each change, so that the cost
 * does not grow with the repository.
 */
final class TreeWriter {
  private final ObjectReader reader;
  private final ObjectInserter inserter;

  TreeWriter(ObjectReader reader, ObjectInserter inserter) {
    this.reader = reader;
    this.inserter = inserter;
  }

  private record Node(FileMode mode, ObjectId id) {}

  /**
   * The tree {@code base} with {@code changes} made; modes of files that stay are kept.
   *
   * @param base null for an empty one
   */
  ObjectId write(@Nullable ObjectId base, Map<String, Optional<byte[]>> changes)
      throws IOException {
    var checked = new TreeMap<String, Optional<byte[]>>();
    changes.forEach((path, content) -> checked.put(valid(path), content));
    var written = folder(base, checked);
    return written == null ? inserter.insert(new TreeFormatter()) : written;
  }

  private static String valid(String path) {
    for (var name : path.split("/", -1)) {
      if (name.isEmpty()
          || name.equals(".")
          || name.equals("..")
          || name.equalsIgnoreCase(".git")) {
        throw new GitException(
            GitException.Code.FAILED,
            "path '" + path + "' cannot be committed (expected: names joined by single slashes)",
            "correct the path");
      }
    }
    return path;
  }

  /** The written tree; null when nothing is left in it. */
  private @Nullable ObjectId folder(
      @Nullable ObjectId base, TreeMap<String, Optional<byte[]>> changes) throws IOException {
    var nodes = base == null ? new HashMap<String, Node>() : entries(base);
    var below = new TreeMap<String, TreeMap<String, Optional<byte[]>>>();
    for (var change : changes.entrySet()) {
      var slash = change.getKey().indexOf('/');
      if (slash < 0) {
        file(nodes, change.getKey(), change.getValue());
      } else {
        below
            .computeIfAbsent(change.getKey().substring(0, slash), name -> new TreeMap<>())
            .put(change.getKey().substring(slash + 1), change.getValue());
      }
    }
    for (var sub : below.entrySet()) {
      var old = nodes.get(sub.getKey());
      var oldTree = old != null && old.mode().equals(FileMode.TREE) ? old.id() : null;
      var written = folder(oldTree, sub.getValue());
      if (written != null) {
        nodes.put(sub.getKey(), new Node(FileMode.TREE, written));
      } else if (oldTree != null) {
        nodes.remove(sub.getKey());
      }
    }
    return nodes.isEmpty() ? null : format(nodes);
  }

  private void file(Map<String, Node> nodes, String name, Optional<byte[]> content)
      throws IOException {
    if (content.isEmpty()) {
      nodes.remove(name);
      return;
    }
    var old = nodes.get(name);
    var mode =
        old != null && (old.mode().getBits() & FileMode.TYPE_MASK) == FileMode.TYPE_FILE
            ? old.mode()
            : FileMode.REGULAR_FILE;
    nodes.put(name, new Node(mode, inserter.insert(Constants.OBJ_BLOB, content.get())));
  }

  private HashMap<String, Node> entries(ObjectId tree) throws IOException {
    var nodes = new HashMap<String, Node>();
    var parser = new CanonicalTreeParser(null, reader, tree);
    for (; !parser.eof(); parser.next()) {
      nodes.put(
          parser.getEntryPathString(),
          new Node(parser.getEntryFileMode(), parser.getEntryObjectId()));
    }
    return nodes;
  }

  private ObjectId format(Map<String, Node> nodes) throws IOException {
    var sorted = new ArrayList<>(nodes.entrySet());
    sorted.sort((a, b) -> Arrays.compareUnsigned(sortKey(a), sortKey(b)));
    var formatter = new TreeFormatter();
    for (var node : sorted) {
      formatter.append(node.getKey(), node.getValue().mode(), node.getValue().id());
    }
    return inserter.insert(formatter);
  }

  /** Git orders a folder as if its name ended in a slash. */
  private static byte[] sortKey(Map.Entry<String, Node> node) {
    var name = node.getKey() + (node.getValue().mode().equals(FileMode.TREE) ? "/" : "");
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** Paths whose content differs from what {@code base} has; the rest of an edit is no change. */
  static List<String> changed(GitTree base, Map<String, Optional<byte[]>> changes) {
    var paths = new ArrayList<String>();
    for (var change : new TreeMap<>(changes).entrySet()) {
      var old = base.read(change.getKey());
      var now = change.getValue();
      if (old.isPresent() != now.isPresent()
          || old.isPresent() && !Arrays.equals(old.get(), now.get())) {
        paths.add(change.getKey());
      }
    }
    return paths;
  }
}
