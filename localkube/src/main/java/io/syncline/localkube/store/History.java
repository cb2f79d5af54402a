package io.syncline.localkube.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes in order, bounded in number and in bytes. One thread at a time may add; any
 * number may read meanwhile without a lock.
 */
final class History {
  private static final int FIRST_SIZE = 256;

  /** Changes further back than this are read so rarely that their bytes are not kept. */
  private static final int NEW = 4_096;

  private static final int NEW_BYTES = 16 << 20;

  /** One change, its place in the order and the way to the one after it. */
  static final class Entry {
    final long sequence;
    final String resource;
    final Written change;
    final int size;
    volatile @Nullable Entry next;

    Entry(long sequence, String resource, Written change, int size) {
      this.sequence = sequence;
      this.resource = resource;
      this.change = change;
      this.size = size;
    }
  }

  private final HistoryLimit limit;

  /** Sequence of the last change of each resource. */
  private final ConcurrentHashMap<String, Long> touched = new ConcurrentHashMap<>();

  private volatile AtomicReferenceArray<@Nullable Entry> ring =
      new AtomicReferenceArray<>(FIRST_SIZE);

  /** Sequence of the newest change; 0 before the first. */
  private volatile long newest;

  /** Changes after this revision are all here. */
  private volatile long floor;

  private volatile long oldest = 1;
  private long bytes;
  private long firstWithBytes = 1;
  private long newBytes;

  /** The newest entry; before the first change one that stands for the start. */
  private volatile Entry last;

  History(HistoryLimit limit, long floor) {
    this.limit = limit;
    this.floor = floor;
    var start = new Written(floor, new Key("", "", "", ""), null, null, null);
    this.last = new Entry(0, "", start, 0);
  }

  long newest() {
    return newest;
  }

  /** The oldest revision after which all changes are here. */
  long floor() {
    return floor;
  }

  Entry last() {
    return last;
  }

  static String resource(Key key) {
    return key.group() + "/" + key.plural();
  }

  /** Whether a resource changed after a place in the order; "" stands for every resource. */
  boolean touchedAfter(String resource, long sequence) {
    return resource.isEmpty() ? newest > sequence : touched.getOrDefault(resource, 0L) > sequence;
  }

  /** Adds a change and lets go of the oldest beyond the limit; these are returned. */
  List<Written> add(Written change, int size) {
    var resource = resource(change.key());
    var entry = new Entry(newest + 1, resource, change, size);
    if (entry.sequence - oldest >= ring.length()) {
      grow();
    }
    var slots = ring;
    slots.set((int) (entry.sequence & slots.length() - 1), entry);
    touched.put(resource, entry.sequence);
    last.next = entry;
    last = entry;
    bytes += entry.size;
    newBytes += entry.size;
    newest = entry.sequence;
    forgetBytes();
    return trimmed();
  }

  private void grow() {
    var old = ring;
    var wider = new AtomicReferenceArray<@Nullable Entry>(old.length() * 2);
    for (var i = oldest; i <= newest; i++) {
      wider.set((int) (i & wider.length() - 1), old.get((int) (i & old.length() - 1)));
    }
    ring = wider;
  }

  private void forgetBytes() {
    while (newest - firstWithBytes >= NEW || newBytes > NEW_BYTES && firstWithBytes < newest) {
      var entry = at(firstWithBytes);
      if (entry != null) {
        entry.change.forgetBytes();
        newBytes -= entry.size;
      }
      firstWithBytes++;
    }
  }

  private List<Written> trimmed() {
    List<Written> gone = List.of();
    while (newest - oldest >= limit.changes() || bytes > limit.bytes() && oldest < newest) {
      var entry = at(oldest);
      if (entry == null) {
        break;
      }
      if (gone.isEmpty()) {
        gone = new ArrayList<>();
      }
      gone.add(entry.change);
      bytes -= entry.size;
      floor = entry.change.revision();
      oldest = entry.sequence + 1;
      if (entry.sequence >= firstWithBytes) {
        newBytes -= entry.size;
        firstWithBytes = oldest;
      }
      var slots = ring;
      slots.set((int) (entry.sequence & slots.length() - 1), null);
    }
    return gone;
  }

  /** The change at a place in the order; null when it is gone or not there yet. */
  @Nullable Entry at(long sequence) {
    var slots = ring;
    var entry = slots.get((int) (sequence & slots.length() - 1));
    return entry != null && entry.sequence == sequence ? entry : null;
  }

  /** The place of the last change that is not after {@code revision}. To be asked by the adder. */
  long placeOf(long revision) {
    var low = oldest - 1;
    var high = newest;
    while (low < high) {
      var middle = (low + high + 1) >>> 1;
      var entry = at(middle);
      if (entry != null && entry.change.revision() <= revision) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
