package io.syncline.merge.managed;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code metadata.managedFields} of one object, one entry per writer. Immutable. */
public final class ManagedFields {
  /** No entries. */
  public static final ManagedFields NONE = new ManagedFields(Map.of());

  private static final int MOST_UPDATE_WRITERS = 10;
  private static final Comparator<ManagedEntry> ORDER =
      Comparator.comparing((ManagedEntry entry) -> entry.writer().operation().text())
          .thenComparingLong(ManagedFields::seconds)
          .thenComparing(entry -> entry.writer().manager())
          .thenComparing(entry -> entry.writer().apiVersion())
          .thenComparing(entry -> entry.writer().subresource());
  private static final Comparator<ManagedEntry> AGE =
      Comparator.comparingLong(ManagedFields::seconds)
          .thenComparing(entry -> entry.writer().manager())
          .thenComparing(entry -> entry.writer().apiVersion())
          .thenComparing(entry -> entry.writer().subresource());

  private final Map<Writer.Identity, ManagedEntry> entries;

  private ManagedFields(Map<Writer.Identity, ManagedEntry> entries) {
    this.entries = entries;
  }

  private static long seconds(ManagedEntry entry) {
    return entry.time().map(java.time.Instant::getEpochSecond).orElse(0L);
  }

  /** The entries of {@code object}; none when one of them is malformed. */
  public static ManagedFields of(ObjectTree object) {
    return parse(Tree.items(Tree.at(object, "metadata", "managedFields"))).orElse(NONE);
  }

  /** The entries that {@code items} write; empty when one of them is malformed. */
  public static Optional<ManagedFields> parse(List<?> items) {
    var entries = new LinkedHashMap<Writer.Identity, ManagedEntry>();
    for (var item : items) {
      var entry = ManagedEntry.parse(Tree.object(item));
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      entries.put(entry.get().writer().identity(), entry.get());
    }
    return Optional.of(new ManagedFields(entries));
  }

  /** Whether there are no entries. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The entries in the order the API server prints them. */
  public List<ManagedEntry> entries() {
    var sorted = new ArrayList<>(entries.values());
    sorted.sort(ORDER);
    return sorted;
  }

  /** The entry of {@code writer}. */
  public Optional<ManagedEntry> entry(Writer writer) {
    return Optional.ofNullable(entries.get(writer.identity()));
  }

  /** These entries with one put in or replaced; an empty one is taken out. */
  public ManagedFields with(ManagedEntry entry) {
    if (entries.get(entry.writer().identity()) == entry) {
      return this;
    }
    var copy = new LinkedHashMap<>(entries);
    if (entry.fields().isEmpty()) {
      copy.remove(entry.writer().identity());
    } else {
      copy.put(entry.writer().identity(), entry);
    }
    return new ManagedFields(copy);
  }

  private ManagedFields without(Writer writer) {
    var copy = new LinkedHashMap<>(entries);
    copy.remove(writer.identity());
    return new ManagedFields(copy);
  }

  /** All fields that anybody owns. */
  public FieldSet all() {
    var all = FieldSet.EMPTY;
    for (var entry : entries.values()) {
      all = all.union(entry.fields());
    }
    return all;
  }

  /** {@code object} with these entries as its {@code metadata.managedFields}. */
  public ObjectTree in(ObjectTree object) {
    if (entries.isEmpty()) {
      return Tree.without(object, "metadata", "managedFields");
    }
    return Tree.with(object, json(), "metadata", "managedFields");
  }

  private List<Object> json() {
    var items = new ArrayList<Object>(entries.size());
    for (var entry : entries()) {
      items.add(entry.json());
    }
    return Tree.list(items);
  }

  /** These entries with the oldest updates put together so that at most ten writers remain. */
  ManagedFields capped() {
    if (entries.size() <= MOST_UPDATE_WRITERS) {
      return this;
    }
    var updates =
        entries.values().stream()
            .filter(entry -> entry.writer().operation() == Writer.Operation.UPDATE)
            .sorted(AGE)
            .toList();
    var count = updates.size();
    var result = this;
    var first = new LinkedHashMap<String, ManagedEntry>();
    for (var entry : updates) {
      if (count <= MOST_UPDATE_WRITERS) {
        break;
      }
      var version = entry.writer().apiVersion();
      var bucket = Writer.update("ancient-changes", version);
      var older = first.putIfAbsent(version, entry);
      if (older != null) {
        var known = result.entry(bucket).map(ManagedEntry::fields).orElse(older.fields());
        result = result.without(older.writer()).without(entry.writer());
        result = result.with(new ManagedEntry(bucket, entry.time(), known.union(entry.fields())));
        count--;
      }
    }
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ManagedFields fields && entries.equals(fields.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return entries.values().toString();
  }
}
