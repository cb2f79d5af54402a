package io.syncline.git;

import org.eclipse.jgit.lib.Repository;

/** Where the objects of one repository are read; shared by all who read that repository. */
interface ObjectStore extends AutoCloseable {
  /** A short name for a file that no other store has. */
  String name();

  /** The repository as it is now; another call may return another one after a repair. */
  Repository current();

  /** The references at this moment. */
  RemoteRefs refs(Remote remote);

  /**
   * Brings in what the server has; then {@code revision}, a commit id, too if the server gives it.
   */
  void fetch(Remote remote, String revision);

  /** Brings in the reference {@code fullName}, under that name. */
  void fetchReference(Remote remote, String fullName);

  /**
   * Replaces {@code broken} by a sound copy; nothing when somebody has done so already.
   *
   * @return whether reading again is worth it
   */
  boolean repair(Repository broken, Remote remote);

  /** The tree of {@code commit}, shared by those who read it at the same time. */
  GitTree tree(Remote remote, String commit);

  @Override
  void close();
}
