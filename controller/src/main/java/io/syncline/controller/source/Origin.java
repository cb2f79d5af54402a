package io.syncline.controller.source;

import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import io.syncline.git.GitUrl;
import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;

/** Where the files of a source come from. */
sealed interface Origin {
  /** What tells it from others. */
  String name();

  /** Its files at a revision. */
  SourceTree tree(String revision);

  /** A Git repository. */
  record Git(GitRepository repository) implements Origin {
    @Override
    public String name() {
      return GitUrl.normalise(repository.url());
    }

    @Override
    public SourceTree tree(String revision) {
      try {
        return repository.tree(revision);
      } catch (GitException e) {
        throw RepositoryAccess.problem(e);
      }
    }
  }

  /** Files that somebody brought along. */
  record Upload(SourceTree files) implements Origin {
    @Override
    public String name() {
      return files.label();
    }

    @Override
    public SourceTree tree(String revision) {
      return files;
    }
  }

  /**
   * A Helm repository or an OCI registry.
   *
   * @param again fetch what is known already too
   */
  record Registry(RegistrySources from, ApplicationSource source, String project, boolean again)
      implements Origin {
    @Override
    public String name() {
      return source.repoUrl() + " " + source.chart();
    }

    @Override
    public SourceTree tree(String revision) {
      return from.tree(source, revision, project, again);
    }
  }
}
