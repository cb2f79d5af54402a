package io.syncline.git;

import io.syncline.git.signature.Keyring;
import io.syncline.model.source.SourceTree;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * One remote repository as one user sees it. Methods that take a commit id fetch when the mirror
 * lacks it, and ask the server once in a while whether we still may read; {@link #lsRemote} alone
 * always asks it. All throw {@link GitException}.
 */
public final class GitRepository {
  private final Remote remote;
  private final ObjectStore store;
  private final Access access;
  private final String identity;
  private final GitRepositories repositories;

  GitRepository(Remote remote, ObjectStore store, Access access, GitRepositories repositories) {
    this.remote = remote;
    this.store = store;
    this.access = access;
    this.identity = Identity.of(place(remote.address()), access.credentials());
    this.repositories = repositories;
  }

  /** One spelling for all URLs of a repository; a user in one is part of the login. */
  private static String place(String address) {
    var end = address.indexOf('@');
    return GitUrl.localPath(address).isPresent() || address.contains("::")
        ? address
        : GitUrl.mirrorKey(address) + "\n" + (end < 0 ? "" : address.substring(0, end));
  }

  /** The URL it was asked for by. */
  public String url() {
    return remote.url();
  }

  /** The server's references now: one listing, no objects. */
  public RemoteRefs lsRemote() {
    return isRemote()
        ? repositories.permits().listed(identity, () -> store.refs(remote))
        : store.refs(remote);
  }

  /**
   * Equal for two that reach the same address with the same credentials. It tells nothing of the
   * credentials and means nothing to another process.
   */
  public String identity() {
    return identity;
  }

  /** Host that is asked; "" for a repository on this machine. */
  public String host() {
    return isRemote() ? GitUrl.host(remote.address()) : "";
  }

  private boolean isRemote() {
    return !(store instanceof LocalStore);
  }

  /** Others may have brought the objects: the server must have shown us the repository, too. */
  private void requirePermit() {
    if (isRemote()) {
      repositories.permits().require(identity, () -> store.refs(remote));
    }
  }

  /**
   * The commit {@code targetRevision} means in {@code refs}; an abbreviated id stays as it is.
   *
   * @param targetRevision branch, tag, full reference, commit id, version range; "" for HEAD
   * @param tagPrefix only tags with this beginning join a range; "" for all
   */
  public String resolve(RemoteRefs refs, String targetRevision, String tagPrefix) {
    return new RevisionResolver(SemverRanges.INSTANCE).resolve(refs, targetRevision, tagPrefix);
  }

  /**
   * The files of commit {@code sha}, full or abbreviated, with those it only refers to as the
   * access says: submodules and large files are fetched when they are first looked at.
   */
  public SourceTree tree(String sha) {
    return tree(sha, 0);
  }

  /** As above, for a repository that stands {@code depth} submodules deep in another. */
  SourceTree tree(String sha, int depth) {
    requirePermit();
    var tree = store.recentTree(remote, sha).orElseGet(() -> store.tree(remote, fullId(sha)));
    return CompleteTree.of(tree, this, depth);
  }

  /**
   * What must be signed for {@code revision}, and what the signatures are worth: the annotated tag
   * it means, or else the commit.
   *
   * @param refs the references in which {@code revision} was resolved to {@code commit}
   * @param whole also the commit of a tag and the whole history, back to commits that seal it
   * @param now the time by which keys and signatures have expired
   */
  public List<Signed> signatures(
      RemoteRefs refs,
      String revision,
      String tagPrefix,
      String commit,
      boolean whole,
      Keyring keyring,
      Instant now) {
    var tag = new RevisionResolver(SemverRanges.INSTANCE).tag(refs, revision, tagPrefix);
    if (whole) {
      requirePermit();
      store.deepen(remote);
    }
    return walking(
        commit,
        (walk, start) -> {
          var signatures = new SignatureWalk(walk, keyring, now, store.signatures());
          var signed = new ArrayList<Signed>();
          if (tag.isPresent()) {
            annotated(walk, tag.get(), start)
                .ifPresent(found -> signed.add(signatures.tag(tag.get(), found)));
          }
          if (whole) {
            signed.addAll(signatures.history(start.copy()));
          } else if (signed.isEmpty()) {
            signed.add(signatures.commit(start));
          }
          return signed;
        });
  }

  /** The tag object of that name, when it tags {@code commit}; none for a light tag. */
  private Optional<RevTag> annotated(RevWalk walk, String name, RevCommit commit)
      throws IOException {
    var full = "refs/tags/" + name;
    for (var fetched = false; ; fetched = true) {
      var ref = store.current().exactRef(full);
      if (ref != null && ref.getObjectId() != null) {
        var object = walk.parseAny(ref.getObjectId());
        if (object instanceof RevTag tag && walk.peel(tag).equals(commit)) {
          return Optional.of(tag);
        }
        if (object.equals(commit)) {
          return Optional.empty();
        }
      }
      if (fetched) {
        throw new GitException(
            GitException.Code.UNKNOWN_REVISION,
            "tag " + name + " of " + url() + " does not name commit " + commit.name() + " any more",
            "refresh: the tag has moved");
      }
      store.fetchReference(remote, full);
    }
  }

  /** The full id of commit {@code sha}, which may be abbreviated or name an annotated tag. */
  public String fullId(String sha) {
    requirePermit();
    try {
      var found = findHere(sha);
      if (found == null) {
        store.fetch(remote, sha);
        found = find(sha);
      }
      if (found != null) {
        return found.name();
      }
    } catch (AmbiguousObjectException e) {
      throw new GitException(
          GitException.Code.UNKNOWN_REVISION,
          "commit " + sha + " in " + url() + " is ambiguous (expected: a longer id)",
          "give all 40 digits",
          e);
    } catch (IOException e) {
      throw Failures.of(e, url(), "read");
    }
    throw new GitException(
        GitException.Code.UNKNOWN_REVISION,
        "commit " + sha + " not found in " + url(),
        "it may have been removed by a forced push, or not been pushed");
  }

  /** None, too, when what is here turned out damaged: it is gone then. */
  private @org.jspecify.annotations.Nullable ObjectId findHere(String sha) throws IOException {
    var here = store.current();
    try {
      return find(sha);
    } catch (IOException e) {
      if (!Failures.isDamage(e) || !store.repair(here, remote)) {
        throw e;
      }
      return null;
    }
  }

  private @org.jspecify.annotations.Nullable ObjectId find(String sha) throws IOException {
    if (!RevisionResolver.isAbbreviatedCommitId(sha)) {
      return null;
    }
    try (var walk = new RevWalk(store.current())) {
      return RevisionResolver.isCommitId(sha)
          ? walk.parseCommit(ObjectId.fromString(sha)).getId()
          : completed(walk, sha);
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return null;
    }
  }

  /** The one commit that begins so; files and folders may begin so, too. */
  private static @org.jspecify.annotations.Nullable ObjectId completed(RevWalk walk, String sha)
      throws IOException {
    if (sha.length() > Constants.OBJECT_ID_STRING_LENGTH) {
      return null;
    }
    var beginning = AbbreviatedObjectId.fromString(sha);
    var commits = new TreeSet<ObjectId>();
    for (var candidate : walk.getObjectReader().resolve(beginning)) {
      if (walk.peel(walk.parseAny(candidate)) instanceof RevCommit commit) {
        commits.add(commit.copy());
      }
    }
    if (commits.size() > 1) {
      throw new AmbiguousObjectException(beginning, commits);
    }
    return commits.isEmpty() ? null : commits.first();
  }

  /** The description of commit {@code sha}. */
  public Commit commit(String sha) {
    return walking(sha, (walk, commit) -> describe(tags(), commit));
  }

  /** {@code fromSha} and its ancestors, newest first, at most {@code max} of them. */
  public List<Commit> log(String fromSha, int max) {
    return walking(
        fromSha,
        (walk, start) -> {
          walk.markStart(start);
          var tags = tags();
          var commits = new ArrayList<Commit>();
          for (var next = walk.next(); next != null && commits.size() < max; next = walk.next()) {
            commits.add(describe(tags, next));
          }
          return commits;
        });
  }

  /** Paths of files that differ between two commits, sorted; a rename gives both names. */
  public Set<String> changedPaths(String fromSha, String toSha) {
    var from = fullId(fromSha);
    return walking(
        toSha,
        (walk, to) -> {
          var paths = new TreeSet<String>();
          try (var trees = new TreeWalk(walk.getObjectReader())) {
            trees.addTree(walk.parseCommit(ObjectId.fromString(from)).getTree());
            trees.addTree(to.getTree());
            trees.setRecursive(true);
            trees.setFilter(TreeFilter.ANY_DIFF);
            while (trees.next()) {
              paths.add(trees.getPathString());
            }
          }
          return Collections.unmodifiableSet(paths);
        });
  }

  /** Whether {@code descendant} contains {@code ancestor}; a commit contains itself. */
  public boolean isAncestor(String ancestor, String descendant) {
    var older = fullId(ancestor);
    return contains(descendant, older) || store.deepen(remote) && contains(descendant, older);
  }

  private boolean contains(String descendant, String older) {
    return walking(
        descendant,
        (walk, newer) -> walk.isMergedInto(walk.parseCommit(ObjectId.fromString(older)), newer));
  }

  /** A question to the history that begins at a commit. */
  private interface History<T> {
    T ask(RevWalk walk, RevCommit start) throws IOException;
  }

  private <T> T walking(String sha, History<T> question) {
    var id = fullId(sha);
    return GitTree.reading(
        store,
        remote,
        id,
        reader -> {
          try (var walk = new RevWalk(reader)) {
            return question.ask(walk, walk.parseCommit(ObjectId.fromString(id)));
          }
        });
  }

  /** Commit to the short names of its tags. */
  private Map<String, List<String>> tags() {
    var refs = store.known(remote);
    var tags = new HashMap<String, List<String>>();
    for (var tag : refs.tags()) {
      refs.commit("refs/tags/" + tag)
          .ifPresent(commit -> tags.computeIfAbsent(commit, _ -> new ArrayList<>()).add(tag));
    }
    return tags;
  }

  private static Commit describe(Map<String, List<String>> tags, RevCommit commit) {
    var parents = new ArrayList<String>();
    for (var parent : commit.getParents()) {
      parents.add(parent.name());
    }
    return new Commit(
        commit.name(),
        parents,
        person(commit.getAuthorIdent()),
        person(commit.getCommitterIdent()),
        commit.getFullMessage(),
        tags.getOrDefault(commit.name(), List.of()).stream().sorted().toList());
  }

  private static Commit.Person person(PersonIdent who) {
    return new Commit.Person(who.getName(), who.getEmailAddress(), who.getWhenAsInstant());
  }

  Remote remote() {
    return remote;
  }

  ObjectStore store() {
    return store;
  }

  Access access() {
    return access;
  }

  GitRepositories repositories() {
    return repositories;
  }
}
