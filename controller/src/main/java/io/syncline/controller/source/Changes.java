package io.syncline.controller.source;

import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import java.util.Collection;

/** Files that differ between two commits of a repository. */
@FunctionalInterface
public interface Changes {
  /** As the repository tells, asked anew each time. */
  Changes READ = Changes::read;

  /**
   * Paths that differ.
   *
   * @throws SourceException when a commit is gone
   */
  Collection<String> between(GitRepository repository, String from, String to);

  private static Collection<String> read(GitRepository repository, String from, String to) {
    try {
      return repository.changedPaths(from, to);
    } catch (GitException e) {
      throw RepositoryAccess.problem(e);
    }
  }
}
