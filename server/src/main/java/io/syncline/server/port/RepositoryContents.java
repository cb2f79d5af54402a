package io.syncline.server.port;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What stands in a repository, asked for while a source is being chosen. The controller knows it.
 * Every method throws {@link IllegalArgumentException} when the repository cannot be read; the
 * message says why.
 */
public interface RepositoryContents {
  /**
   * Short names of references.
   *
   * @param branches in the server's order
   * @param tags in the server's order
   */
  record References(List<String> branches, List<String> tags) {
    /** Copies the lists. */
    public References {
      branches = List.copyOf(branches);
      tags = List.copyOf(tags);
    }
  }

  /**
   * Branches and tags of a Git repository.
   *
   * @param project whose Secret counts; "" for those of no project
   * @param now list them anew
   */
  References references(String repoUrl, String project, boolean now);

  /**
   * Folders of a Git repository that a tool claims, with the tool as on the wire.
   *
   * @param revision branch, tag, range or commit; "" for the default branch
   */
  SortedMap<String, String> folders(String repoUrl, String revision, String project);

  /** Charts of a Helm repository, each with its versions as its index lists them. */
  Map<String, List<String>> charts(String repoUrl, String project, boolean now);

  /** Tags of an OCI repository. */
  List<String> tags(String repoUrl, String project, boolean now);
}
