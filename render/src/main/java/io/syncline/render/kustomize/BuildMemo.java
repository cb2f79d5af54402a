package io.syncline.render.kustomize;

import io.syncline.render.RenderLimits;
import io.syncline.render.kustomize.node.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What builds of one source leave to the next: the files they parsed, and for each object that was
 * read what each change made of it. A build with it comes to the same result as one without, and
 * makes only those objects anew that an edit can touch.
 *
 * <p>Everything in it is found by content: a file by its path and the identity of its entry, a
 * change by all that it depends on. So nothing in it becomes wrong; it only becomes useless, and
 * what two builds in a row did not ask for is dropped. Whoever hands it in keeps it, decides how
 * many there are, and gives each to the builds of one tree of files only. One build at a time uses
 * it; a second at the same time goes without.
 */
public final class BuildMemo {
  private static final int PER_NODE = 160;
  private static final int PER_STAGE = 320;

  /** Steps the work of holding one node is counted as, text aside. */
  private static final int STEPS_OF_NODE = 20;

  private final AtomicBoolean busy = new AtomicBoolean();
  private final Map<Object, Kept> kept = new HashMap<>();
  private int build;
  private long stages;
  private long visited;
  private long held;
  private int rendered;
  private boolean unfit;
  private @Nullable RenderLimits limits;

  /** Something found by content, and which build asked for it last. */
  private static final class Kept {
    private final Object value;
    private final long held;
    private int asked;

    private Kept(Object value, long held) {
      this.value = value;
      this.held = held;
    }
  }

  /**
   * The objects of a file.
   *
   * @param documents as read; not to be changed
   * @param roots where what is known of each begins
   * @param held the steps it costs to hold them
   */
  record ParsedFile(List<Node> documents, List<Stage> roots, long held) implements Held {}

  /** Something that takes memory worth counting. */
  public interface Held {
    /** The steps it costs to hold it: one for each byte of a file it was read from. */
    long held();
  }

  /** Thrown when a build needs what this cannot share; the build begins again without it. */
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unfit() {
      super("build with a schema of its own", null, false, false);
    }
  }

  /** Nothing known yet. */
  public BuildMemo() {}

  /** About the bytes of memory it takes. */
  public long bytes() {
    return held / STEPS_OF_NODE * PER_NODE + stages * PER_STAGE;
  }

  /** How many objects the last build made anew. */
  public int rendered() {
    return rendered;
  }

  /** Begins a build; false when this cannot serve it. */
  public boolean begin(RenderLimits wanted) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    if (unfit) {
      busy.set(false);
      return false;
    }
    if (!wanted.equals(limits)) {
      // What was read under other limits may exceed these.
      clear();
      limits = wanted;
    }
    build++;
    visited = 0;
    rendered = 0;
    return true;
  }

  /** Ends a build that came to a result. */
  public void complete() {
    if (stages > 4 * visited + 10_000) {
      // Rare: many edits left more behind than it takes to begin again.
      clear();
      return;
    }
    kept.values()
        .removeIf(
            entry -> {
              var old = entry.asked < build - 1;
              held -= old ? entry.held : 0;
              return old;
            });
  }

  /** Ends a build, whether it came to a result or not. */
  public void end() {
    busy.set(false);
  }

  /** Builds of this source need what cannot be shared. */
  void unfit() {
    unfit = true;
    clear();
  }

  private void clear() {
    kept.clear();
    stages = 0;
    held = 0;
  }

  /** What is kept under {@code key}, made when it is new; between begin and end only. */
  public <T> T get(Object key, Class<T> type, Supplier<T> maker) {
    var known = kept.get(key);
    if (known == null) {
      var value = maker.get();
      known = new Kept(value, value instanceof Held counted ? counted.held() : 0);
      held += known.held;
      kept.put(key, known);
    }
    known.asked = build;
    return type.cast(known.value);
  }

  /** Notes that an object took a known change. */
  void visit() {
    visited++;
  }

  /** Notes that a change became known. */
  void add() {
    visited++;
    stages++;
  }

  /** Notes that an object was made anew. */
  void render() {
    rendered++;
  }
}
