package io.syncline.localkube.store;

import java.util.List;

/** Where changes are made durable. */
interface CommitLog extends AutoCloseable {
  /**
   * What an earlier run kept.
   *
   * @param state the state at the last durable revision
   * @param floor revision after which all changes are in the window
   * @param window the kept history, oldest first
   */
  record Kept(State state, long floor, List<Sized> window) {
    /** Copies the list. */
    public Kept {
      window = List.copyOf(window);
    }
  }

  /**
   * A change and its share of the history.
   *
   * @param change the change
   * @param size bytes of its JSON
   */
  record Sized(Written change, int size) {}

  /** What an earlier run kept, equal parts taken from {@code trees}. */
  Kept load(SharedTrees trees);

  /** Makes {@code batch} durable as a whole; returns only when it is. */
  void write(List<Written> batch);

  /**
   * Forgets changes that are no longer kept as history, oldest first; objects stay. A failure
   * changes nothing: they are then kept until a later run forgets them.
   */
  void forget(List<Written> changes);

  @Override
  void close();
}
