package io.syncline.git;

import java.util.List;

/**
 * What became of one edit.
 *
 * @param commit the commit that holds it; the branch's head when nothing had to change
 * @param changed whether a commit was made
 * @param attempts how often the edit was applied: 1 unless others moved the branch meanwhile
 * @param paths files it changed, sorted; none when unchanged
 */
public record PushReceipt(String commit, boolean changed, int attempts, List<String> paths) {
  /** Copies the list. */
  public PushReceipt {
    paths = List.copyOf(paths);
  }
}
