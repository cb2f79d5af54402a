package io.syncline.git;

import java.util.Optional;
import java.util.function.Function;

/**
 * How one repository and what it refers to are opened.
 *
 * @param credentials of the repository
 * @param lfs whether pointers to large files are replaced by the files
 * @param submodules whether other repositories a tree names appear in it
 * @param others how another repository is opened, by its URL; empty when nobody configured it, then
 *     one on the same host is opened like this one and any other anonymously
 * @param depth how many commits of each history are fetched; 0 for all
 */
public record Access(
    Credentials credentials,
    boolean lfs,
    boolean submodules,
    Function<String, Optional<Access>> others,
    int depth) {

  /** With submodules, without large files, and nothing known of other repositories. */
  public static Access of(Credentials credentials) {
    return new Access(credentials, false, true, _ -> Optional.empty(), 0);
  }

  /** The same with large files or without. */
  public Access lfs(boolean wanted) {
    return new Access(credentials, wanted, submodules, others, depth);
  }

  /** The same with submodules or without. */
  public Access submodules(boolean wanted) {
    return new Access(credentials, lfs, wanted, others, depth);
  }

  /** The same with {@code commits} of each history; 0 for all. */
  public Access depth(int commits) {
    return new Access(credentials, lfs, submodules, others, commits);
  }

  /** How the repository at {@code other}, which the one at {@code url} names, is opened. */
  Access of(String url, String other) {
    var known = others.apply(other);
    if (known.isPresent()) {
      return known.get().submodules(submodules);
    }
    var same = !GitUrl.host(url).isEmpty() && GitUrl.host(url).equals(GitUrl.host(other));
    // A login never goes to a host it was not given for.
    return new Access(same ? credentials : Credentials.anonymous(), lfs, submodules, others, depth);
  }

  @Override
  public String toString() {
    return "Access[" + credentials + "]";
  }
}
