package io.syncline.localkube.control;

import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Store;
import io.syncline.localkube.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a store back to an earlier state by writing what differs. */
public final class Restoration {
  private static final int TRIES = 100;

  private Restoration() {}

  /**
   * Makes {@code store} hold the objects of {@code earlier}, in one commit.
   *
   * @throws IllegalStateException when others write faster than the difference can be made
   */
  public static void restore(Store store, State earlier) {
    for (var attempt = 0; attempt < TRIES; attempt++) {
      var writes = difference(store.head(), earlier);
      if (writes.isEmpty() || store.commit(writes).isPresent()) {
        return;
      }
    }
    throw new IllegalStateException(
        "earlier state not restored after "
            + TRIES
            + " tries: somebody goes on writing (expected: writers stopped before)");
  }

  private static List<Write> difference(State now, State earlier) {
    var writes = new ArrayList<Write>();
    for (var stored : now.objects().under("")) {
      var before = earlier.get(stored.key());
      if (before.isEmpty()) {
        writes.add(new Write(stored.key(), stored.revision(), Optional.empty()));
      } else if (before.get().revision() != stored.revision()) {
        writes.add(new Write(stored.key(), stored.revision(), Optional.of(before.get().object())));
      }
    }
    for (var stored : earlier.objects().under("")) {
      if (now.get(stored.key()).isEmpty()) {
        writes.add(new Write(stored.key(), 0, Optional.of(stored.object())));
      }
    }
    return writes;
  }
}
