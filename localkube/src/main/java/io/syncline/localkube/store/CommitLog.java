package io.syncline.localkube.store;

import java.util.List;

/** Where changes are made durable. */
interface CommitLog extends AutoCloseable {
  /** The state kept by an earlier run, equal parts taken from {@code trees}. */
  State load(SharedTrees trees);

  /** Makes {@code batch} durable as a whole; returns only when it is. */
  void write(List<Written> batch);

  @Override
  void close();
}
