package io.syncline.controller.source;

import io.syncline.controller.control.ControlPlane;
import io.syncline.git.Credentials;
import io.syncline.git.GitException;
import io.syncline.git.GitRepository;
import io.syncline.git.RemoteRefs;
import io.syncline.model.object.Manifest;
import io.syncline.model.source.SourceTree;
import io.syncline.render.SourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The repositories applications read, asked for by others than applications. */
public final class RepositoryDesk {
  private static final Set<String> KUSTOMIZATIONS =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");

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

  /**
   * The references of the Git repository at {@code url}.
   *
   * @param now list them anew instead of within the interval of sources
   * @throws SourceException when they cannot be listed; the message says why
   */
  public RemoteRefs references(String url, String project, boolean now) {
    try {
      return revisions.listed(access.open(url, project), now);
    } catch (GitException e) {
      throw RepositoryAccess.problem(e);
    }
  }

  /**
   * The folders of a Git repository that are a chart or a kustomization, "." for the root, sorted.
   *
   * @param revision branch, tag, range or commit; "" for the default branch
   * @throws SourceException when it cannot be read; the message says why
   */
  public SortedMap<String, SourceType> applications(String url, String revision, String project) {
    var repository = access.open(url, project);
    var commit = revisions.resolve(repository, revision.isEmpty() ? "HEAD" : revision, "", false);
    try {
      var found = new TreeMap<String, SourceType>();
      look(repository.tree(commit), "", found);
      return found;
    } catch (GitException e) {
      throw RepositoryAccess.problem(e);
    }
  }

  private static void look(SourceTree tree, String folder, Map<String, SourceType> found) {
    for (var entry : tree.list(folder)) {
      var path = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
      var place = folder.isEmpty() ? "." : folder;
      if (entry.type() == SourceTree.Type.DIRECTORY) {
        look(tree, path, found);
      } else if (KUSTOMIZATIONS.contains(entry.name())) {
        found.put(place, SourceType.KUSTOMIZE);
      } else if (entry.name().equals("Chart.yaml")) {
        found.putIfAbsent(place, SourceType.HELM);
      }
    }
  }

  /**
   * The charts of the Helm repository at {@code url}, by name, each with its versions.
   *
   * @throws SourceException when they cannot be listed; the message says why
   */
  public Map<String, List<String>> charts(String url, String project, boolean now) {
    return charts.charts(url, project, now);
  }

  /**
   * The tags of the OCI repository at {@code url}.
   *
   * @throws SourceException when they cannot be listed; the message says why
   */
  public List<String> tags(String url, String project, boolean now) {
    return charts.tags(url, project, now);
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
