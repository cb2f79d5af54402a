package io.syncline.controller.source;

import io.syncline.controller.control.ControlPlane;
import io.syncline.git.Credentials;
import io.syncline.git.GitRepository;
import io.syncline.model.object.Manifest;
import java.util.Optional;

/** The repositories applications read, asked for by others than applications. */
public final class RepositoryDesk {
  private final ControlPlane control;
  private final RepositoryAccess access;
  private final RegistrySources charts;
  private final Revisions revisions;

  /** Asks as applications do. */
  public RepositoryDesk(
      ControlPlane control, RepositoryAccess access, RegistrySources charts, Revisions revisions) {
    this.control = control;
    this.access = access;
    this.charts = charts;
    this.revisions = revisions;
  }

  /** How applications of {@code project} log in at {@code url}. */
  public Credentials credentials(String url, String project) {
    return access.access(url, project).credentials();
  }

  /** The repository at {@code url} with the credentials applications of {@code project} have. */
  public GitRepository open(String url, String project) {
    return access.open(url, project);
  }

  /**
   * Why the repository at {@code url} cannot be listed for {@code project}; empty when it can.
   *
   * @param now list it anew instead of within the interval of sources
   */
  public Optional<String> problem(String url, String project, boolean now) {
    try {
      if (!isGit(url, project)) {
        return charts.problem(url, project);
      }
      var repository = access.open(url, project);
      if (now) {
        revisions.retry(repository);
      }
      return revisions.problem(repository, now);
    } catch (SourceException e) {
      return Optional.of(e.text());
    }
  }

  /** Why the repository that {@code secret} describes cannot be listed; empty when it can. */
  public Optional<String> problem(Manifest secret) {
    return access.problem(secret, charts);
  }

  private boolean isGit(String url, String project) {
    return access.isGit(url, project)
        && control.applications().stream()
            .flatMap(app -> app.sources().stream())
            .noneMatch(source -> source.repoUrl().equals(url) && RegistrySources.serves(source));
  }
}
