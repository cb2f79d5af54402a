package io.syncline.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bare copy of what was asked for of a remote repository. A commit brings the reference that
 * stands at it; those who wait for different ones share a fetch. Readers never wait, as objects
 * only ever appear.
 */
final class Mirror implements ObjectStore {
  private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
  private static final List<RefSpec> BRANCHES_AND_TAGS =
      List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));

  /** So deep that all of a history is above it. */
  private static final int BOTTOM = Integer.MAX_VALUE;

  private final MirrorFolder folder;
  private final int depth;
  private final InstantSource clock;
  private final TreeCache trees = new TreeCache();
  private final SignatureCache signatures = new SignatureCache();

  /** Full ids that somebody waits for. */
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean packing = new AtomicBoolean();
  private volatile @Nullable RemoteRefs listed;

  /**
   * A mirror in {@code folder}.
   *
   * @param depth how many commits of each history are brought; 0 for all
   */
  Mirror(Path folder, int depth, InstantSource clock) {
    this.folder = new MirrorFolder(folder);
    this.depth = depth;
    this.clock = clock;
  }

  @Override
  public String name() {
    return folder.path().getFileName().toString();
  }

  MirrorFolder folder() {
    return folder;
  }

  @Override
  public Repository current() {
    return folder.current();
  }

  @Override
  public RemoteRefs refs(Remote remote) {
    var refs = remote.list();
    listed = refs;
    folder.use(clock.instant());
    return refs;
  }

  @Override
  public RemoteRefs known(Remote remote) {
    var refs = listed;
    return refs == null ? refs(remote) : refs;
  }

  @Override
  public void fetch(Remote remote, String revision) {
    var whole = RevisionResolver.isCommitId(revision);
    if (whole) {
      wanted.add(revision);
    }
    try {
      folder.exclusively(
          remote.url(),
          () ->
              repairing(
                  remote,
                  () -> {
                    // Another thread may have brought it while we waited for the lock.
                    if (!has(revision)) {
                      bring(remote, revision);
                    }
                  }));
    } finally {
      wanted.remove(revision);
    }
    folder.use(clock.instant());
    packWhenGrown(remote);
  }

  /** Does {@code work}; when the mirror turns out damaged, once more in a fresh one. */
  private void repairing(Remote remote, MirrorFolder.Work work) throws IOException {
    try {
      work.run();
    } catch (IOException e) {
      if (!Failures.isDamage(e)) {
        throw e;
      }
      LOG.warn(
          "mirror of {} is damaged ({}): making it anew",
          GitUrl.redact(remote.url()),
          e.getMessage());
      folder.replace();
      work.run();
    }
  }

  private void bring(Remote remote, String revision) throws IOException {
    if (RevisionResolver.isCommitId(revision)) {
      bringNamed(remote, revision);
      if (has(revision)) {
        return;
      }
    }
    fetch(remote, BRANCHES_AND_TAGS, true);
    if (!has(revision) && lacksWhatItNames()) {
      folder.replace();
      fetch(remote, BRANCHES_AND_TAGS, true);
    }
    if (RevisionResolver.isCommitId(revision) && !has(revision) && isShallow()) {
      remote.fetch(folder.opened(), BRANCHES_AND_TAGS, true, BOTTOM);
    }
  }

  /** By the references that stood at it and at what others wait for, or else by its id. */
  private void bringNamed(Remote remote, String revision) throws IOException {
    var refs = listed;
    if (refs == null) {
      refs = remote.list();
      listed = refs;
    }
    forgetAllBut(refs);
    var together = new ArrayList<String>(List.of(revision));
    for (var other : wanted) {
      if (!other.equals(revision) && !has(other)) {
        together.add(other);
      }
    }
    var plan = FetchPlan.of(refs, together);
    if (!plan.references().isEmpty() && !fetchReferences(remote, plan.referenceSpecs())) {
      // One of them is gone: it is enough to go without those of others.
      fetchReferences(remote, FetchPlan.of(refs, List.of(revision)).referenceSpecs());
    }
    if (!has(revision)) {
      fetchById(remote, revision, depth);
    }
  }

  /** Whether all of {@code specs} were there still. */
  private boolean fetchReferences(Remote remote, List<RefSpec> specs) throws IOException {
    if (specs.isEmpty()) {
      return true;
    }
    try {
      fetch(remote, specs, false);
      return true;
    } catch (IOException e) {
      if (!Failures.isMissingReference(e)) {
        throw e;
      }
      LOG.debug("{}: {}", GitUrl.redact(remote.url()), e.getMessage());
      return false;
    }
  }

  /** A commit no reference stands at: servers may give it by its id. */
  private void fetchById(Remote remote, String id, int howDeep) throws IOException {
    try {
      remote.fetch(folder.opened(), List.of(FetchPlan.id(id)), false, howDeep);
      if (has(id)) {
        folder.remember(FetchPlan.BY_ID + id, ObjectId.fromString(id));
      }
    } catch (IOException e) {
      if (Failures.isDamage(e)) {
        throw e;
      }
      LOG.debug("{} does not give {}: {}", GitUrl.redact(remote.url()), id, e.getMessage());
    }
  }

  private void fetch(Remote remote, List<RefSpec> specs, boolean prune) throws IOException {
    remote.fetch(folder.opened(), specs, prune, depth);
  }

  /** What the server has no more stands in the way of names below or above its own. */
  private void forgetAllBut(RemoteRefs refs) throws IOException {
    for (var ref : folder.opened().getRefDatabase().getRefsByPrefix("refs/")) {
      if (!ref.getName().startsWith(FetchPlan.BY_ID)
          && !refs.commits().containsKey(ref.getName())) {
        folder.forget(ref.getName());
      }
    }
  }

  @Override
  public void fetchReference(Remote remote, String fullName) {
    folder.exclusively(
        remote.url(),
        () ->
            repairing(remote, () -> fetch(remote, List.of(FetchPlan.reference(fullName)), false)));
  }

  @Override
  public boolean deepen(Remote remote) {
    try {
      if (!isShallow()) {
        return false;
      }
    } catch (IOException e) {
      throw Failures.of(e, remote.url(), "read");
    }
    folder.exclusively(remote.url(), () -> repairing(remote, () -> deepenAll(remote)));
    return true;
  }

  private void deepenAll(Remote remote) throws IOException {
    var refs = remote.list();
    listed = refs;
    forgetAllBut(refs);
    var names = new ArrayList<RefSpec>();
    var ids = new ArrayList<String>();
    for (var ref : folder.opened().getRefDatabase().getRefsByPrefix("refs/")) {
      var name = ref.getName();
      if (name.startsWith(FetchPlan.BY_ID)) {
        ids.add(name.substring(FetchPlan.BY_ID.length()));
      } else {
        names.add(FetchPlan.reference(name));
      }
    }
    if (!names.isEmpty()) {
      remote.fetch(folder.opened(), names, false, BOTTOM);
    }
    for (var id : ids) {
      fetchById(remote, id, BOTTOM);
    }
  }

  private boolean isShallow() throws IOException {
    return !current().getObjectDatabase().getShallowCommits().isEmpty();
  }

  /** Whether it is here and can be read: an index may name what its pack has lost. */
  private boolean has(String revision) throws IOException {
    if (!RevisionResolver.isCommitId(revision)) {
      return false;
    }
    var id = ObjectId.fromString(revision);
    try (var reader = folder.opened().newObjectReader()) {
      return reader.has(id) && reader.open(id).getSize() > 0;
    }
  }

  /** A lost pack leaves references behind, and for what these name the server is not asked. */
  private boolean lacksWhatItNames() throws IOException {
    var open = folder.opened();
    for (var ref : open.getRefDatabase().getRefs()) {
      if (ref.getObjectId() != null && !open.getObjectDatabase().has(ref.getObjectId())) {
        return true;
      }
    }
    return false;
  }

  /** Behind the back of whoever fetched: packing a large mirror takes long. */
  private void packWhenGrown(Remote remote) {
    try {
      if (folder.hasGrown() && packing.compareAndSet(false, true)) {
        Thread.ofVirtual().name("git-pack").start(() -> pack(remote));
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", folder.path(), e.getMessage());
    }
  }

  private void pack(Remote remote) {
    try {
      folder.exclusively(remote.url(), folder::pack);
    } catch (GitException e) {
      LOG.warn("{}: packing failed, reading goes on: {}", folder.path(), e.getMessage());
    } finally {
      packing.set(false);
    }
  }

  @Override
  public boolean repair(Repository broken, Remote remote) {
    folder.exclusively(
        remote.url(),
        () -> {
          if (folder.is(broken)) {
            LOG.warn("mirror of {} is damaged: making it anew", GitUrl.redact(remote.url()));
            folder.replace();
          }
        });
    return true;
  }

  @Override
  public GitTree tree(Remote remote, String commit) {
    folder.use(clock.instant());
    return trees.get(this, remote, commit);
  }

  @Override
  public Optional<GitTree> recentTree(Remote remote, String commit) {
    folder.use(clock.instant());
    return trees.recent(this, remote, commit);
  }

  @Override
  public SignatureCache signatures() {
    return signatures;
  }

  @Override
  public void close() {
    folder.close();
  }
}
