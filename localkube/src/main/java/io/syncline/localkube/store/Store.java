package io.syncline.localkube.store;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of the cluster and its history. Readers take {@link #visible}, an immutable snapshot
 * that holds durable writes only. Writers compare and commit; concurrent commits share one disk
 * write, and {@link #commit} returns only after it. Safe for many threads.
 */
public final class Store implements AutoCloseable {
  /** How many changes are kept for watchers that come back. */
  static final int HISTORY = 16_384;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition published = lock.newCondition();
  private final @Nullable CommitLog log;
  private final @Nullable Thread committer;
  private final SharedTrees trees;
  private final Link[] ring = new Link[HISTORY];
  private final long firstRevision;
  private State head;
  private volatile State visible;
  private Link newest;
  private List<Ticket> pending = new ArrayList<>();
  private boolean closed;

  /** One change and the way to the one after it; a reader that holds one misses nothing. */
  static final class Link {
    final long revision;
    final @Nullable Written change;
    volatile @Nullable Link next;

    Link(long revision, @Nullable Written change) {
      this.revision = revision;
      this.change = change;
    }
  }

  /** One commit on its way to the disk. */
  private static final class Ticket {
    final List<Written> changes;
    final State after;
    boolean done;
    @Nullable RuntimeException failure;

    Ticket(List<Written> changes, State after) {
      this.changes = changes;
      this.after = after;
    }
  }

  /**
   * The result of a commit.
   *
   * @param revision revision of the last write
   * @param objects the objects after the writes, resourceVersion set; removed ones as they were
   *     last, with the revision of the removal
   */
  public record Committed(long revision, List<ObjectTree> objects) {
    /** Copies the list. */
    public Committed {
      objects = List.copyOf(objects);
    }
  }

  private Store(State state, @Nullable CommitLog log, SharedTrees trees) {
    this.trees = trees;
    this.head = state;
    this.visible = state;
    this.log = log;
    this.firstRevision = state.revision();
    this.newest = new Link(state.revision(), null);
    this.ring[(int) (state.revision() % HISTORY)] = newest;
    this.committer =
        log == null
            ? null
            : Thread.ofPlatform().daemon().name("kube-commit").unstarted(() -> commitLoop(log));
    if (committer != null) {
      committer.start();
    }
  }

  /** An empty store that forgets everything on close. */
  public static Store inMemory() {
    return new Store(State.EMPTY, null, new SharedTrees());
  }

  /**
   * The store kept in {@code file}, made when absent.
   *
   * @throws StoreException when the file cannot be opened, is damaged or is in use
   */
  public static Store open(Path file) {
    return over(SqliteLog.open(file));
  }

  /** The store kept in {@code log}, which it closes at the end. */
  static Store over(CommitLog log) {
    try {
      var trees = new SharedTrees();
      return new Store(log.load(trees), log, trees);
    } catch (StoreException e) {
      log.close();
      throw e;
    }
  }

  /** An independent in-memory store that starts from the visible state; takes constant time. */
  public Store fork() {
    return new Store(visible, null, trees);
  }

  /** The last durable state. */
  public State visible() {
    return visible;
  }

  /** The last committed state, which may be still on its way to the disk: what writers build on. */
  public State head() {
    lock.lock();
    try {
      return head;
    } finally {
      lock.unlock();
    }
  }

  /** What must hold of the state a commit is built on, beside the expected revisions. */
  @FunctionalInterface
  public interface Guard {
    /** Looks at the last committed state; an exception refuses the commit and reaches its caller. */
    void check(State head);
  }

  /**
   * Makes all writes or none.
   *
   * @return empty when an object does not have its expected revision
   * @throws StoreException when the disk refuses; nothing was written then
   */
  public Optional<Committed> commit(List<Write> wished) {
    return commit(wished, head -> {});
  }

  /**
   * Makes all writes or none; nobody writes between the check of {@code guard} and the writes.
   * The check should be short: other writers wait for it.
   *
   * @return empty when an object does not have its expected revision
   * @throws StoreException when the disk refuses; nothing was written then
   */
  public Optional<Committed> commit(List<Write> wished, Guard guard) {
    var writes =
        wished.stream()
            .map(w -> new Write(w.key(), w.expected(), w.next().map(trees::shared)))
            .toList();
    lock.lock();
    try {
      if (closed) {
        throw new StoreException("kube store is closed", new IllegalStateException("closed"));
      }
      for (var write : writes) {
        if (head.get(write.key()).map(Stored::revision).orElse(0L) != write.expected()) {
          return Optional.empty();
        }
      }
      guard.check(head);
      var state = head;
      var changes = new ArrayList<Written>(writes.size());
      var objects = new ArrayList<ObjectTree>(writes.size());
      for (var write : writes) {
        var revision = state.revision() + 1;
        var before = state.get(write.key()).map(Stored::object);
        var after = write.next().map(object -> stamped(object, revision));
        state =
            after.isPresent()
                ? state.with(write.key(), revision, after.get())
                : state.without(write.key(), revision);
        changes.add(new Written(revision, write.key(), before, after));
        objects.add(after.or(() -> before.map(b -> stamped(b, revision))).orElse(ObjectTree.EMPTY));
      }
      head = state;
      finish(new Ticket(changes, state));
      return Optional.of(new Committed(state.revision(), objects));
    } finally {
      lock.unlock();
    }
  }

  private static ObjectTree stamped(ObjectTree object, long revision) {
    return Tree.with(object, Long.toString(revision), "metadata", "resourceVersion");
  }

  private void finish(Ticket ticket) {
    if (log == null) {
      publish(ticket);
      return;
    }
    pending.add(ticket);
    work.signal();
    while (!ticket.done) {
      published.awaitUninterruptibly();
    }
    if (ticket.failure != null) {
      throw new StoreException(String.valueOf(ticket.failure.getMessage()), ticket.failure);
    }
  }

  /** Waits until {@code revision} is durable. */
  public void settle(long revision) {
    if (visible.revision() >= revision) {
      return;
    }
    lock.lock();
    try {
      // A failed batch sets the head back, so this ends in any case.
      while (visible.revision() < revision && head.revision() >= revision) {
        published.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void commitLoop(CommitLog target) {
    while (true) {
      List<Ticket> batch;
      lock.lock();
      try {
        while (pending.isEmpty()) {
          if (closed) {
            return;
          }
          work.awaitUninterruptibly();
        }
        batch = pending;
        pending = new ArrayList<>();
      } finally {
        lock.unlock();
      }
      writeBatch(target, batch);
    }
  }

  private void writeBatch(CommitLog target, List<Ticket> batch) {
    RuntimeException failure = null;
    try {
      var changes = new ArrayList<Written>();
      batch.forEach(ticket -> changes.addAll(ticket.changes));
      target.write(changes);
    } catch (RuntimeException e) {
      failure = e;
    }
    lock.lock();
    try {
      if (failure == null) {
        batch.forEach(this::publish);
        return;
      }
      // Later commits were built on the lost ones, so they are lost too.
      batch.addAll(pending);
      pending = new ArrayList<>();
      head = visible;
      for (var ticket : batch) {
        ticket.failure = failure;
        ticket.done = true;
      }
      published.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void publish(Ticket ticket) {
    for (var change : ticket.changes) {
      var link = new Link(change.revision(), change);
      ring[(int) (change.revision() % HISTORY)] = link;
      newest.next = link;
      newest = link;
    }
    visible = ticket.after;
    ticket.done = true;
    published.signalAll();
  }

  void awaitAfter(Link at, Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = wait.toNanos();
      while (at.next == null && !closed && left > 0) {
        left = published.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A cursor behind the newest durable change. */
  public Cursor cursor() {
    lock.lock();
    try {
      return new Cursor(this, newest);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A cursor whose next change is the first one after {@code revision}.
   *
   * @throws HistoryGoneException when those changes are no longer kept
   */
  public Cursor cursorAfter(long revision) {
    lock.lock();
    try {
      var oldest = Math.max(firstRevision, newest.revision - HISTORY + 1);
      if (revision < oldest) {
        throw new HistoryGoneException(revision, oldest);
      }
      return new Cursor(this, ring[(int) (Math.min(revision, newest.revision) % HISTORY)]);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the store was closed. */
  public boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the writes under way, then lets go of the file. Closing twice is fine. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      work.signalAll();
      published.signalAll();
    } finally {
      lock.unlock();
    }
    if (committer != null && log != null) {
      joined(committer);
      log.close();
    }
  }

  private static void joined(Thread thread) {
    var interrupted = false;
    while (true) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
