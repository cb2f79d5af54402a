package io.syncline.localkube.store;

import io.syncline.model.tree.JsonBytes;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One committed write. Revisions of changes grow; numbers of writes that the disk refused are
 * missing. The bytes that clients get are made once for all who read the change while it is new.
 */
public final class Written {
  private static final int USUAL_SIZE = 2_048;

  private final long revision;
  private final Key key;
  private final @Nullable Stored before;
  private final @Nullable ObjectTree after;
  private volatile byte @Nullable [] json;
  private volatile @Nullable ConcurrentHashMap<String, byte[]> forms;

  Written(
      long revision,
      Key key,
      @Nullable Stored before,
      @Nullable ObjectTree after,
      byte @Nullable [] json) {
    this.revision = revision;
    this.key = key;
    this.before = before;
    this.after = after;
    this.json = json;
  }

  /** Revision of the write. */
  public long revision() {
    return revision;
  }

  /** Which object. */
  public Key key() {
    return key;
  }

  /** The object before; empty when it was made. */
  public Optional<ObjectTree> before() {
    return Optional.ofNullable(before).map(Stored::object);
  }

  /** The object after; empty when it was removed. */
  public Optional<ObjectTree> after() {
    return Optional.ofNullable(after);
  }

  /** Revision of the object before; 0 when it was made. */
  long previous() {
    return before == null ? 0 : before.revision();
  }

  /** The object as its last watcher sees it: as it is now, or with the revision of its removal. */
  public ObjectTree shown() {
    if (after != null) {
      return after;
    }
    var last = before == null ? ObjectTree.EMPTY : before.object();
    return Tree.with(last, Long.toString(revision), "metadata", "resourceVersion");
  }

  /** {@link #shown} as JSON; not to be changed. */
  public byte[] json() {
    var known = json;
    if (known == null) {
      known = new JsonBytes(USUAL_SIZE).value(shown()).toArray();
      json = known;
    }
    return known;
  }

  /** The bytes of another form of {@link #shown}, made once; not to be changed. */
  public byte[] form(String name, Supplier<byte[]> made) {
    var known = forms;
    if (known == null) {
      synchronized (this) {
        known = forms;
        if (known == null) {
          known = new ConcurrentHashMap<>(2);
          forms = known;
        }
      }
    }
    return known.computeIfAbsent(name, n -> made.get());
  }

  /** Lets go of the bytes; who still asks makes them again. */
  void forgetBytes() {
    json = null;
    forms = null;
  }
}
