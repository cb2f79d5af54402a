package io.syncline.localkube.store;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of the cluster and its history. Readers take {@link #visible}, an immutable snapshot
 * that holds durable writes only. Writers compare and commit; concurrent commits share one disk
 * write, and {@link #commit} returns only after it. Safe for many threads.
 */
public final class Store implements AutoCloseable {
  private static final int LATEST = 1 << 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable Committer committer;
  private final SharedTrees trees;
  private final HistoryLimit limit;
  private final History history;
  private final Waiters waiters = new Waiters();

  /** The latest changes by revision, for who wants the bytes of what he has just written. */
  private final AtomicReferenceArray<@Nullable Written> latest = new AtomicReferenceArray<>(LATEST);

  private State head;
  private volatile State visible;

  /** Greater than every revision ever given; those the disk refused are not given again. */
  private long issued;

  /** Revisions up to this one are durable or lost; see {@link #lostAfter}. */
  private volatile long lostUntil;

  private volatile long lostAfter;
  private volatile boolean closed;

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

  private Store(
      State state,
      SharedTrees trees,
      HistoryLimit limit,
      History history,
      @Nullable Committer committer) {
    this.head = state;
    this.visible = state;
    this.issued = state.revision();
    this.trees = trees;
    this.limit = limit;
    this.history = history;
    this.committer = committer;
    if (committer != null) {
      committer.start(this);
    }
  }

  private static Store inMemory(State state, SharedTrees trees, HistoryLimit limit) {
    return new Store(state, trees, limit, new History(limit, state.revision()), null);
  }

  /** An empty store that forgets everything on close. */
  public static Store inMemory() {
    return inMemory(HistoryLimit.USUAL);
  }

  /** An empty store that forgets everything on close and keeps so much history. */
  public static Store inMemory(HistoryLimit limit) {
    return inMemory(State.EMPTY, new SharedTrees(), limit);
  }

  /**
   * The store kept in {@code file}, made when absent.
   *
   * @throws StoreException when the file cannot be opened, is damaged or is in use
   */
  public static Store open(Path file) {
    return open(file, Durability.PROCESS, HistoryLimit.USUAL);
  }

  /**
   * The store kept in {@code file}, made when absent.
   *
   * @throws StoreException when the file cannot be opened, is damaged or is in use
   */
  public static Store open(Path file, Durability durability, HistoryLimit limit) {
    return over(SqliteLog.open(file, durability), limit);
  }

  /** The store kept in {@code log}, which it closes at the end. */
  static Store over(CommitLog log, HistoryLimit limit) {
    try {
      var trees = new SharedTrees();
      var kept = log.load(trees);
      var history = new History(limit, kept.floor());
      var committer = new Committer(log);
      for (var sized : kept.window()) {
        committer.forget(history.add(sized.change(), sized.size()));
      }
      return new Store(kept.state(), trees, limit, history, committer);
    } catch (StoreException e) {
      log.close();
      throw e;
    }
  }

  /** An independent in-memory store that starts from the visible state; takes constant time. */
  public Store fork() {
    return inMemory(visible, trees, limit);
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
    /**
     * Looks at the last committed state; an exception refuses the commit and reaches its caller.
     */
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
   * Makes all writes or none; nobody writes between the check of {@code guard} and the writes. The
   * check should be short: other writers wait for it.
   *
   * @return empty when an object does not have its expected revision
   * @throws StoreException when the disk refuses; nothing was written then
   */
  public Optional<Committed> commit(List<Write> wished, Guard guard) {
    var prepared = new ArrayList<Prepared>(wished.size());
    for (var write : wished) {
      var next = write.next().map(trees::shared);
      prepared.add(
          new Prepared(
              next.map(object -> trees.shared(write.key(), object)).orElse(write.key()),
              next.map(Encoded::of)));
    }
    Ticket ticket;
    lock.lock();
    try {
      if (closed) {
        throw new StoreException("kube store is closed", new IllegalStateException("closed"));
      }
      for (var write : wished) {
        if (head.get(write.key()).map(Stored::revision).orElse(0L) != write.expected()) {
          return Optional.empty();
        }
      }
      guard.check(head);
      ticket = added(prepared);
      if (committer == null) {
        publish(ticket);
      } else {
        committer.add(ticket);
      }
    } finally {
      lock.unlock();
    }
    if (committer != null) {
      committer.await(ticket);
    }
    var objects = ticket.changes().stream().map(Written::shown).toList();
    return Optional.of(new Committed(ticket.after().revision(), objects));
  }

  /** A write ready to be made; no object stands for a removal. */
  private record Prepared(Key key, Optional<Encoded> encoded) {}

  private Ticket added(List<Prepared> prepared) {
    var state = head;
    var changes = new ArrayList<Written>(prepared.size());
    for (var write : prepared) {
      var before = state.get(write.key()).orElse(null);
      var key = before == null ? write.key() : before.key();
      var next = write.encoded().orElse(null);
      issued++;
      if (next == null) {
        state = state.without(key, issued);
        changes.add(new Written(issued, key, before, null, null));
      } else {
        var object = next.object(issued);
        state = state.with(key, issued, object);
        changes.add(new Written(issued, key, before, object, next.json(issued)));
      }
    }
    head = state;
    return new Ticket(changes, state);
  }

  /**
   * Waits until what was read at {@code revision} is durable.
   *
   * @throws StoreException when the disk refused it, so that it never was
   */
  public void settle(long revision) {
    if (visible.revision() < revision && committer != null) {
      committer.await(revision);
    }
    if (revision > lostAfter && revision <= lostUntil) {
      throw new StoreException(
          "kube store lost revision " + revision, new IllegalStateException("disk refused"));
    }
  }

  /** Makes a batch visible that is on the disk. */
  void published(List<Ticket> batch) {
    lock.lock();
    try {
      batch.forEach(this::publish);
    } finally {
      lock.unlock();
    }
  }

  private void publish(Ticket ticket) {
    for (var change : ticket.changes()) {
      var forgotten = history.add(change, change.json().length);
      if (committer != null) {
        committer.forget(forgotten);
      }
    }
    visible = ticket.after();
    for (var change : ticket.changes()) {
      latest.set((int) change.revision() & LATEST - 1, change);
      waiters.changed(History.resource(change.key()));
    }
  }

  /**
   * Takes back a batch the disk refused and all that was built on it.
   *
   * @return the commits that were waiting behind it and are lost too
   */
  List<Ticket> refused(Committer from) {
    lock.lock();
    try {
      if (lostUntil <= visible.revision()) {
        lostAfter = visible.revision();
      }
      lostUntil = issued;
      head = visible;
      return from.drained();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The JSON of an object that was among the latest written, made for the log and the watchers; not
   * to be changed. Empty when it must be made.
   */
  public Optional<byte[]> json(ObjectTree object) {
    if (!(Tree.at(object, "metadata", "resourceVersion") instanceof String version)
        || version.isEmpty()) {
      return Optional.empty();
    }
    // The last digits alone are enough to find the place: another object does not pass as this one.
    var digits = version.substring(Math.max(0, version.length() - 18));
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    var change = latest.get((int) Long.parseLong(digits) & LATEST - 1);
    return change != null && change.after().filter(after -> after == object).isPresent()
        ? Optional.of(change.json())
        : Optional.empty();
  }

  /** A cursor behind the newest durable change; what comes after it is kept until it is read. */
  public Cursor cursor() {
    lock.lock();
    try {
      return Cursor.patient(history, waiters);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A cursor whose next change is the first one after {@code revision}. It falls out of the history
   * when it reads too slowly.
   *
   * @throws HistoryGoneException when those changes are no longer kept
   */
  public Cursor cursorAfter(long revision) {
    return cursorAfter(revision, "");
  }

  /**
   * The same for changes of one resource only.
   *
   * @param resource {@code group/plural}; "" for all
   */
  public Cursor cursorAfter(long revision, String resource) {
    lock.lock();
    try {
      if (revision < history.floor()) {
        throw new HistoryGoneException(revision, history.floor());
      }
      return Cursor.hasty(history, waiters, resource, revision);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the store was closed. */
  public boolean closed() {
    return closed;
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
    } finally {
      lock.unlock();
    }
    if (committer != null) {
      committer.close();
    }
    waiters.close();
  }
}
