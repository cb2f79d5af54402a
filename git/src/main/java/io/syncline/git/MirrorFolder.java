package io.syncline.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a mirror stands on disk: opened when first needed, made anew when it is damaged, packed
 * when it grows, removed when nobody uses it. One writer at a time, over all threads and processes
 * that share the folder.
 */
final class MirrorFolder {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorFolder.class);

  /** Each fetch leaves one pack; many make lookups slow. */
  private static final int MANY_PACKS = 40;

  /** So many in one of the 256 folders of single objects mean some thousands in all. */
  private static final int MANY_LOOSE = 20;

  /** Commits that were asked for by id; each keeps its history from being cleaned away. */
  private static final int MANY_BY_ID = 500;

  /** How exactly the file says when a mirror was last used. */
  private static final Duration PRECISION = Duration.ofHours(1);

  /** File locks belong to a process: threads of one process need a lock of their own. */
  private static final ConcurrentHashMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;
  private final ReentrantLock writing;
  private volatile @Nullable Repository repository;
  private volatile Instant marked = Instant.MIN;

  MirrorFolder(Path folder) {
    this.folder = folder;
    this.writing =
        LOCKS.computeIfAbsent(folder.toAbsolutePath().normalize(), p -> new ReentrantLock());
  }

  /** Work done while nobody else writes. */
  interface Work {
    void run() throws IOException;
  }

  Path path() {
    return folder;
  }

  private Path lockFile() {
    return folder.resolveSibling(folder.getFileName() + ".lock");
  }

  /** Does {@code work} on the open repository while nobody else writes. */
  void exclusively(String url, Work work) {
    try {
      Shield.run(
          url,
          () -> {
            writing.lock();
            try {
              locked(work);
            } finally {
              writing.unlock();
            }
            return true;
          });
    } catch (IOException e) {
      throw Failures.of(e, url, "fetch");
    }
  }

  private void locked(Work work) throws IOException {
    Files.createDirectories(folder.toAbsolutePath().getParent());
    try (var channel =
            FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      LOG.trace("holding {}", held);
      openOrCreate();
      work.run();
    }
  }

  /** The repository as it is now; opened, or made, when nobody did yet. */
  Repository current() {
    var open = repository;
    if (open == null) {
      exclusively(folder.toString(), () -> {});
      open = repository;
    }
    return Objects.requireNonNull(open);
  }

  /** The same for work that runs exclusively. */
  Repository opened() {
    return Objects.requireNonNull(repository);
  }

  /** Whether {@code other} is what stands here still. */
  boolean is(Repository other) {
    return repository == other;
  }

  private void openOrCreate() throws IOException {
    if (repository != null) {
      return;
    }
    StaleFiles.clear(folder);
    try {
      var found =
          new FileRepositoryBuilder()
              .setGitDir(folder.toFile())
              .setBare()
              .setMustExist(true)
              .build();
      PackCheck.requireSound(folder);
      // What cannot be listed would fail each fetch from now on.
      found.getRefDatabase().getRefs();
      found.getObjectDatabase().getShallowCommits();
      repository = found;
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
    config.setBoolean("pack", null, "buildBitmaps", false);
    config.save();
    return fresh;
  }

  /**
   * Makes it anew, empty; to be called exclusively. Readers of the old copy hold its files open;
   * they go on, or find them gone and come back.
   */
  void replace() throws IOException {
    var old = repository;
    repository = null;
    if (old != null) {
      old.close();
    }
    repository = create();
  }

  /** Notes that somebody uses it. */
  void use(Instant now) {
    if (now.isBefore(marked.equals(Instant.MIN) ? now : marked.plus(PRECISION))) {
      return;
    }
    marked = now;
    try {
      Files.setLastModifiedTime(lockFile(), FileTime.from(now));
    } catch (NoSuchFileException none) {
      LOG.trace("{}: nothing there to keep yet", folder);
    } catch (IOException e) {
      LOG.debug("{}: its use cannot be noted: {}", folder, e.getMessage());
    }
  }

  /** Whether nobody has used it since {@code then}. */
  private boolean isUnusedSince(Instant then) throws IOException {
    return Files.isDirectory(folder)
        && Files.exists(lockFile())
        && Files.getLastModifiedTime(lockFile()).toInstant().isBefore(then);
  }

  /**
   * Removes it when nobody has used it since {@code then}; it is made anew when somebody does.
   *
   * @return whether it was removed
   */
  boolean removeUnused(Instant then) throws IOException {
    if (!isUnusedSince(then) || !writing.tryLock()) {
      return false;
    }
    try (var channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held == null || !isUnusedSince(then)) {
        return false;
      }
      var old = repository;
      repository = null;
      if (old != null) {
        old.close();
      }
      Folders.delete(folder);
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** Whether packing would make it faster or smaller. */
  boolean hasGrown() throws IOException {
    return count(folder.resolve("objects/pack"), ".pack") > MANY_PACKS
        || count(folder.resolve("objects/17"), "") > MANY_LOOSE
        || count(folder.resolve(FetchPlan.BY_ID), "") > MANY_BY_ID;
  }

  private static long count(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).count();
    } catch (NoSuchFileException | java.nio.file.NotDirectoryException none) {
      return 0;
    }
  }

  /**
   * Packs it; to be called exclusively. Objects that nothing names any more go when they are two
   * weeks old.
   */
  void pack() throws IOException {
    if (count(folder.resolve(FetchPlan.BY_ID), "") > MANY_BY_ID) {
      for (var ref : opened().getRefDatabase().getRefsByPrefix(FetchPlan.BY_ID)) {
        forget(ref.getName());
      }
    }
    var config = opened().getConfig();
    if (config.getString("gc", null, "prunePackExpire") == null) {
      // Whoever reads a pack that goes looks for the new one; a day of pushes must not stay.
      config.setString("gc", null, "prunePackExpire", "now");
      config.save();
    }
    try (var git = new Git(opened())) {
      git.gc().call();
    } catch (GitAPIException e) {
      LOG.warn("{}: packing failed, reading goes on: {}", folder, e.getMessage());
    }
  }

  /** Keeps {@code object} under {@code name}; to be called exclusively. */
  void remember(String name, ObjectId object) throws IOException {
    var update = opened().updateRef(name);
    update.setNewObjectId(object);
    update.forceUpdate();
  }

  /** Forgets the reference {@code name}; to be called exclusively. */
  void forget(String name) throws IOException {
    var update = opened().updateRef(name);
    update.setForceUpdate(true);
    update.delete();
  }

  void close() {
    var open = repository;
    if (open != null) {
      open.close();
    }
  }
}
