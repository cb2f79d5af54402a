package io.syncline.controller.source;

import io.syncline.git.GitException;
import io.syncline.render.RemoteAddress;
import io.syncline.render.Remotes;
import io.syncline.render.RenderException;
import java.util.List;
import java.util.Optional;

/** What sources refer to outside of their own tree, with the credentials of their project. */
final class RemoteSources {
  private final RepositoryAccess access;
  private final Revisions revisions;
  private final RegistrySources registries;

  RemoteSources(RepositoryAccess access, Revisions revisions, RegistrySources registries) {
    this.access = access;
    this.revisions = revisions;
    this.registries = registries;
  }

  /**
   * What applications of {@code project} may refer to.
   *
   * @param passing whether logins of Helm repositories go to other hosts too
   */
  Remotes of(String project, boolean passing) {
    return new Remotes() {
      @Override
      public Remote open(RemoteAddress address) {
        return RemoteSources.this.open(address, project, passing);
      }

      @Override
      public Optional<String> refusal(List<RemoteAddress.Chart> charts) {
        return registries.refusal(charts, project);
      }
    };
  }

  private Remotes.Remote open(RemoteAddress address, String project, boolean passing) {
    try {
      return switch (address) {
        case RemoteAddress.Git git -> repository(git, project);
        case RemoteAddress.Chart chart -> registries.chart(chart, project, passing);
        case RemoteAddress.File file -> registries.file(file, project);
      };
    } catch (SourceException e) {
      throw RenderException.in("", 0, address.text() + " cannot be read: " + e.text());
    }
  }

  private Remotes.Remote repository(RemoteAddress.Git address, String project) {
    var repository = access.open(address.url(), project);
    var commit = revisions.resolve(repository, address.revision(), "", false);
    try {
      return new Remotes.Remote(commit, repository.tree(commit));
    } catch (GitException e) {
      throw RepositoryAccess.problem(e);
    }
  }
}
