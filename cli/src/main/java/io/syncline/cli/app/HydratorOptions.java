package io.syncline.cli.app;

import static io.syncline.cli.app.SourceOptions.put;

import io.syncline.model.tree.ObjectTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of an application whose manifests are rendered into a branch before they are synced. */
final class HydratorOptions {
  @Option(names = "--dry-source-repo", description = "Repository manifests are rendered from")
  @Nullable String dryRepository;

  @Option(names = "--dry-source-revision", description = "Revision they are rendered from")
  @Nullable String dryRevision;

  @Option(names = "--dry-source-path", description = "Path they are rendered from")
  @Nullable String dryPath;

  @Option(names = "--sync-source-branch", description = "Branch that is synced")
  @Nullable String syncBranch;

  @Option(names = "--sync-source-path", description = "Path that is synced")
  @Nullable String syncPath;

  @Option(names = "--hydrate-to-branch", description = "Branch rendered manifests go to first")
  @Nullable String hydrateTo;

  /** {@code spec} with what the flags say. */
  ObjectTree apply(ObjectTree spec) {
    var next = spec;
    next = put(next, dryRepository, "sourceHydrator", "drySource", "repoURL");
    next = put(next, dryRevision, "sourceHydrator", "drySource", "targetRevision");
    next = put(next, dryPath, "sourceHydrator", "drySource", "path");
    next = put(next, syncBranch, "sourceHydrator", "syncSource", "targetBranch");
    next = put(next, syncPath, "sourceHydrator", "syncSource", "path");
    return put(next, hydrateTo, "sourceHydrator", "hydrateTo", "targetBranch");
  }
}
