package io.syncline.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bare copy of a remote repository. One writer at a time, over all threads and processes that
 * share the folder; readers never wait, as objects only ever appear.
 */
final class Mirror implements ObjectStore {
  private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
  private static final List<RefSpec> BRANCHES_AND_TAGS =
      List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));

  /** Each fetch leaves one pack; many make lookups slow. */
  private static final int PACKS_BEFORE_REPACK = 40;

  /** File locks belong to a process: threads of one process need a lock of their own. */
  private static final ConcurrentHashMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;
  private final ReentrantLock writing;
  private final TreeCache trees = new TreeCache();
  private volatile @Nullable Repository repository;

  Mirror(Path folder) {
    this.folder = folder;
    this.writing =
        LOCKS.computeIfAbsent(folder.toAbsolutePath().normalize(), p -> new ReentrantLock());
  }

  /** Work done while nobody else writes. */
  private interface Work {
    void run() throws IOException;
  }

  private void exclusively(String url, Work work) {
    writing.lock();
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      var lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
      try (var channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        LOG.trace("holding {}", held);
        work.run();
      }
    } catch (IOException e) {
      throw Failures.of(e, url, "fetch");
    } finally {
      writing.unlock();
    }
  }

  @Override
  public String name() {
    return folder.getFileName().toString();
  }

  @Override
  public Repository current() {
    var open = repository;
    if (open == null) {
      exclusively(folder.toString(), this::openOrCreate);
      open = repository;
    }
    return java.util.Objects.requireNonNull(open);
  }

  private void openOrCreate() throws IOException {
    if (repository != null) {
      return;
    }
    StaleFiles.clear(folder);
    try {
      repository =
          new FileRepositoryBuilder()
              .setGitDir(folder.toFile())
              .setBare()
              .setMustExist(true)
              .build();
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug("{}: no usable mirror yet ({})", folder, e.getMessage());
      repository = create();
    }
  }

  private Repository create() throws IOException {
    Folders.delete(folder);
    var fresh = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    fresh.create(true);
    var config = fresh.getConfig();
    // Packing runs under our lock, not on JGit's own thread behind our back.
    config.setInt("gc", null, "auto", 0);
    config.setInt("gc", null, "autoPackLimit", 0);
    config.save();
    return fresh;
  }

  @Override
  public RemoteRefs refs(Remote remote) {
    return remote.list();
  }

  @Override
  public void fetch(Remote remote, String revision) {
    exclusively(
        remote.url(),
        () -> {
          openOrCreate();
          // Another thread may have brought it while we waited for the lock.
          if (has(revision)) {
            return;
          }
          fetchAll(remote);
          if (!has(revision) && lacksWhatItNames()) {
            replace();
            fetchAll(remote);
          }
          if (RevisionResolver.isCommitId(revision) && !has(revision)) {
            fetchOne(remote, revision);
          }
        });
  }

  @Override
  public void fetchReference(Remote remote, String fullName) {
    exclusively(
        remote.url(),
        () -> {
          openOrCreate();
          remote.fetch(current(), List.of(new RefSpec("+" + fullName + ":" + fullName)), false);
        });
  }

  private boolean has(String revision) throws IOException {
    return RevisionResolver.isCommitId(revision)
        && current().getObjectDatabase().has(ObjectId.fromString(revision));
  }

  /** A lost pack leaves references behind, and for what these name the server is not asked. */
  private boolean lacksWhatItNames() throws IOException {
    for (var ref : current().getRefDatabase().getRefs()) {
      if (ref.getObjectId() != null && !current().getObjectDatabase().has(ref.getObjectId())) {
        return true;
      }
    }
    return false;
  }

  private void fetchAll(Remote remote) throws IOException {
    try {
      remote.fetch(current(), BRANCHES_AND_TAGS, true);
    } catch (IOException e) {
      if (!Failures.isDamage(e)) {
        throw e;
      }
      LOG.warn(
          "mirror of {} is damaged ({}): making it anew",
          GitUrl.redact(remote.url()),
          e.getMessage());
      replace();
      remote.fetch(current(), BRANCHES_AND_TAGS, true);
    }
    repackWhenMany();
  }

  /** A commit no branch or tag reaches, such as a pull request's: servers may give it by its id. */
  private void fetchOne(Remote remote, String revision) {
    try {
      remote.fetch(current(), List.of(new RefSpec(revision + ":refs/syncline/" + revision)), false);
    } catch (IOException e) {
      LOG.debug("{} does not give {}: {}", GitUrl.redact(remote.url()), revision, e.getMessage());
    }
  }

  private void repackWhenMany() throws IOException {
    var packs = folder.resolve("objects/pack");
    try (var files = Files.list(packs)) {
      if (files.filter(file -> file.toString().endsWith(".pack")).count() <= PACKS_BEFORE_REPACK) {
        return;
      }
    }
    try (var git = new Git(current())) {
      git.gc().call();
    } catch (GitAPIException e) {
      LOG.warn("{}: packing failed, reading goes on: {}", folder, e.getMessage());
    }
  }

  @Override
  public boolean repair(Repository broken, Remote remote) {
    exclusively(
        remote.url(),
        () -> {
          if (repository == broken) {
            LOG.warn("mirror of {} is damaged: making it anew", GitUrl.redact(remote.url()));
            replace();
            fetchAll(remote);
          }
        });
    return true;
  }

  /** Readers of the old copy hold its files open; they go on, or find them gone and come back. */
  private void replace() throws IOException {
    var old = repository;
    repository = create();
    if (old != null) {
      old.close();
    }
  }

  @Override
  public GitTree tree(Remote remote, String commit) {
    return trees.get(commit, id -> GitTree.open(this, remote, id));
  }

  @Override
  public void close() {
    var open = repository;
    if (open != null) {
      open.close();
    }
  }
}
