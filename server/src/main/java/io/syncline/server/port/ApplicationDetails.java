package io.syncline.server.port;

import io.syncline.model.object.Manifest;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the API shows of an application beyond its stored object. The controller knows it. */
public interface ApplicationDetails extends SourceDetails, RepositoryContents {
  /**
   * The compared state of one application.
   *
   * @param nodes roots and what they own
   * @param orphans what stands in the application's namespace and belongs to none, and what that
   *     owns; empty unless the project asks for it
   * @param resources managed objects from both sides, secrets masked
   */
  record Detail(
      List<ResourceNode> nodes, List<ResourceNode> orphans, List<ManagedResource> resources) {
    /** Copies the lists. */
    public Detail {
      nodes = List.copyOf(nodes);
      orphans = List.copyOf(orphans);
      resources = List.copyOf(resources);
    }
  }

  /**
   * What Git says of a commit.
   *
   * @param author {@code Name <mail>}
   * @param date RFC 3339
   * @param message whole commit message
   * @param tags tags at the commit
   */
  record CommitMetadata(String author, String date, String message, List<String> tags) {
    /** Copies the list. */
    public CommitMetadata {
      tags = List.copyOf(tags);
    }
  }

  /** The compared state; empty before the first comparison. */
  Optional<Detail> detail(String namespace, String name);

  /** {@code application} with the lists whole that are stored in part, where they are known. */
  Manifest whole(Manifest application);

  /**
   * The application compared by dry runs of its API server.
   *
   * @param manifests what is compared, of Git; empty for what its sources render to
   * @throws IllegalArgumentException when it cannot be compared; the message says why
   */
  List<ManagedResource> comparedByServer(String namespace, String name, List<Manifest> manifests);

  /**
   * What is wrong with an Application that is to be stored, each with the condition it would get;
   * empty when nothing is.
   *
   * @param render whether to try to render it
   */
  List<String> specProblems(Manifest application, boolean render);

  /** Why the application is as it is, as the API shows it; empty when there is none. */
  Optional<ObjectTree> explain(String namespace, String name);

  /**
   * What {@code operation} would do if it began now, as the API shows it.
   *
   * @throws IllegalArgumentException when it could not begin; the message says why
   */
  ObjectTree plan(String namespace, String name, ObjectTree operation);

  /**
   * Rolls an application back in Git and holds the commit that goes.
   *
   * @param request {@code id} of a history entry, {@code branch}, {@code allowShared}, {@code user}
   * @return what was pushed, as the API shows it
   * @throws IllegalArgumentException when nothing was pushed; the message says why
   */
  ObjectTree rollBackInGit(String namespace, String name, ObjectTree request);

  /**
   * Takes over into Git what somebody changed in the cluster.
   *
   * @param request {@code resources} chosen, {@code branch}, {@code dryRun}, {@code keepHold},
   *     {@code user}
   * @return the patch and what was pushed, as the API shows it
   * @throws IllegalArgumentException when nothing was pushed; the message says why
   */
  ObjectTree adoptInGit(String namespace, String name, ObjectTree request);

  /**
   * What the application's sources point at now: commits, or for a chart its version. Where commits
   * must be signed the revisions as they are named.
   *
   * @param revisions revision of each source to look up instead of its own; "" for its own
   * @throws IllegalArgumentException when one cannot be had; the message says why
   */
  List<String> resolve(String namespace, String name, List<String> revisions);

  /** What Git says of a commit of one of the application's sources. */
  Optional<CommitMetadata> commit(String namespace, String name, String revision);

  /** Whether the application's repository has {@code commit} in the history of {@code head}. */
  boolean contains(String namespace, String name, String commit, String head);

  /** Asks for a look at a repository now; the URL is compared in normalised form. */
  void sourceChanged(String repoUrl);

  /**
   * Why a repository cannot be read at the moment; empty when it can. The answer may be as old as
   * the interval in which repositories are looked at.
   *
   * @param project whose Secret counts; "" for those of no project
   * @param now look at it anew
   */
  Optional<String> repositoryProblem(String repoUrl, String project, boolean now);

  /** Why the repository that {@code secret} describes cannot be read; empty when it can. */
  Optional<String> repositoryProblem(Manifest secret);

  /** Calls {@code listener} with namespace and name whenever a detail changed, until closed. */
  AutoCloseable onChange(BiConsumer<String, String> listener);
}
