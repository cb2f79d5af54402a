package io.syncline.controller.source;

import io.syncline.model.application.ApplicationSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds the repository or registry of each source, and what its revision means there. */
final class Places {
  private final RepositoryAccess access;
  private final Revisions revisions;
  private final RegistrySources registries;

  Places(RepositoryAccess access, Revisions revisions, RegistrySources registries) {
    this.access = access;
    this.revisions = revisions;
    this.registries = registries;
  }

  /**
   * The sources of {@code wish} where they point.
   *
   * @throws SourceException when one cannot be had
   */
  List<Placed> place(Wish wish) {
    var placed = new ArrayList<Placed>();
    for (var i = 0; i < wish.sources().size(); i++) {
      var source = wish.sources().get(i);
      var revision = i < wish.revisions().size() ? wish.revisions().get(i) : "";
      placed.add(place(wish, source, revision));
    }
    return placed;
  }

  private Placed place(Wish wish, ApplicationSource source, String revision) {
    var project = wish.app().project();
    if (RegistrySources.serves(source)) {
      return new Placed(
          source,
          new Origin.Registry(registries, source, project, wish.hard()),
          registries.resolve(source, revision, project, wish.now()));
    }
    var repository = access.open(source.repoUrl(), project);
    if (wish.hard()) {
      revisions.retry(repository);
    }
    return new Placed(
        source,
        new Origin.Git(repository),
        revisions.resolve(repository, source, revision, wish.now()));
  }

  /** Whether {@code source} is in a repository that was listed after {@code at}. */
  boolean listedSince(ApplicationSource source, String project, Instant at) {
    try {
      return !RegistrySources.serves(source)
          && revisions.listedSince(access.open(source.repoUrl(), project), at);
    } catch (SourceException notOpened) {
      return false;
    }
  }

  /**
   * Where {@code source} points now, as last looked at.
   *
   * @throws SourceException when that cannot be had
   */
  String revision(ApplicationSource source, String project) {
    return RegistrySources.serves(source)
        ? registries.resolve(source, "", project, false)
        : revisions.resolve(access.open(source.repoUrl(), project), source, "", false);
  }
}
