package io.syncline.git;

import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/** Where the objects of one repository are read; shared by all who read that repository. */
interface ObjectStore extends AutoCloseable {
  /** A short name for a file that no other store has. */
  String name();

  /** The repository as it is now; another call may return another one after a repair. */
  Repository current();

  /** The references at this moment. */
  RemoteRefs refs(Remote remote);

  /** The references as they were last listed; listed now when nobody did yet. */
  RemoteRefs known(Remote remote);

  /**
   * Brings in commit {@code revision}: what the server has at it, or it alone; for an abbreviated
   * id all that the server has.
   */
  void fetch(Remote remote, String revision);

  /** Brings in the reference {@code fullName}, under that name. */
  void fetchReference(Remote remote, String fullName);

  /**
   * Brings in what a bounded depth left out of the histories that are here.
   *
   * @return whether anything was left out
   */
  boolean deepen(Remote remote);

  /**
   * Replaces {@code broken} by an empty copy; nothing when somebody has done so already.
   *
   * @return whether reading again is worth it
   */
  boolean repair(Repository broken, Remote remote);

  /** The tree of {@code commit}, shared by those who read it at the same time. */
  GitTree tree(Remote remote, String commit);

  /** The same, when it was read a moment ago: nothing is looked up. */
  Optional<GitTree> recentTree(Remote remote, String commit);

  /** What signatures were found to be worth. */
  SignatureCache signatures();

  @Override
  void close();
}
