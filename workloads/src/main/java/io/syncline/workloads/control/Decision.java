package io.syncline.workloads.control;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a controller answers.
 *
 * @param writes in the order in which they are to be made; the first refusal ends the list
 * @param wake when to ask again even if nothing changed
 */
public record Decision(List<Write> writes, Optional<Instant> wake) {
  /** Nothing to write, nothing to wait for. */
  public static final Decision NOTHING = new Decision(List.of(), Optional.empty());

  /** Copies the list. */
  public Decision {
    writes = List.copyOf(writes);
  }

  /** A decision being put together. */
  public static final class Draft {
    private final List<Write> writes = new ArrayList<>();
    private Optional<Instant> wake = Optional.empty();

    /** Adds a creation. */
    public Draft create(Kind kind, Manifest object) {
      writes.add(new Write.Create(kind, object, Optional.empty()));
      return this;
    }

    /** Adds a creation that leaves an event. */
    public Draft create(Kind kind, Manifest object, Write.Note note) {
      writes.add(new Write.Create(kind, object, Optional.of(note)));
      return this;
    }

    /** Adds an update. */
    public Draft update(Kind kind, Manifest object) {
      writes.add(new Write.Update(kind, object));
      return this;
    }

    /** Adds the status {@code wanted} of {@code seen} when it differs from what is stored. */
    public Draft status(Kind kind, Manifest seen, ObjectTree wanted) {
      if (!wanted.equals(seen.at("status"))) {
        writes.add(new Write.Status(kind, seen.with(wanted, "status")));
      }
      return this;
    }

    /** Adds a deletion with the kind's own grace. */
    public Draft delete(Kind kind, Manifest object) {
      writes.add(new Write.Delete(kind, object, -1, Optional.empty()));
      return this;
    }

    /** Adds any write. */
    public Draft add(Write write) {
      writes.add(write);
      return this;
    }

    /** Asks to be woken at {@code when} or earlier. */
    public Draft wake(Instant when) {
      wake = wake.filter(known -> known.isBefore(when)).or(() -> Optional.of(when));
      return this;
    }

    /** Asks to be woken when {@code when} holds a time. */
    public Draft wake(Optional<Instant> when) {
      when.ifPresent(this::wake);
      return this;
    }

    /** Whether nothing is to be written so far. */
    public boolean writesNothing() {
      return writes.isEmpty();
    }

    /** The decision. */
    public Decision done() {
      return new Decision(writes, wake);
    }
  }
}
