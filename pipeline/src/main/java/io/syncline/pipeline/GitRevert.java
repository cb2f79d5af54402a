package io.syncline.pipeline;

import io.syncline.git.Edit;
import io.syncline.model.source.SourceTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings files back to what they were in an earlier commit, and nothing else.
 *
 * @param good files as they are to be again
 * @param bad files as they are at the head that was looked at
 * @param paths the files to bring back
 */
public record GitRevert(SourceTree good, SourceTree bad, List<String> paths) implements Edit {
  /** Copies the list. */
  public GitRevert {
    paths = List.copyOf(paths);
  }

  /**
   * The contents of then, deletions where there was nothing.
   *
   * @throws PipelineException when somebody changed one of the files since {@code bad}: that change
   *     would be lost
   */
  @Override
  public Map<String, Optional<byte[]>> apply(SourceTree head) {
    var files = new HashMap<String, Optional<byte[]>>();
    for (var path : paths) {
      var then = file(good, path);
      var now = file(head, path);
      if (same(then, now)) {
        continue;
      }
      if (!same(now, file(bad, path))) {
        throw new PipelineException(
            "file " + path + " was changed by somebody else meanwhile",
            "look at that change, then try again");
      }
      files.put(path, then);
    }
    return files;
  }

  private static Optional<byte[]> file(SourceTree tree, String path) {
    var entry = tree.entry(path);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    if (entry.get().type() != SourceTree.Type.FILE) {
      throw new PipelineException(
          "path " + path + " is no plain file in " + tree.label(),
          "revert that commit with git itself");
    }
    return tree.read(path);
  }

  private static boolean same(Optional<byte[]> a, Optional<byte[]> b) {
    return a.isPresent() == b.isPresent()
        && (a.isEmpty() || Arrays.equals(a.get(), b.orElseThrow()));
  }
}
