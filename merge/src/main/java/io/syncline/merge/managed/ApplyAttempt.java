package io.syncline.merge.managed;

import io.syncline.merge.schema.Schema;
import io.syncline.model.tree.ObjectTree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One server-side apply: the merged and pruned object, and who would lose which field to it. */
final class ApplyAttempt {
  private final ObjectTree live;
  private final ManagedFields managed;
  private final Writer writer;
  private final FieldSet own;
  private final ObjectTree result;
  private final Comparison change;

  ApplyAttempt(
      Schema schema,
      FieldSet ignored,
      ObjectTree live,
      ObjectTree config,
      ManagedFields managed,
      Writer writer) {
    this.live = live;
    this.managed = managed;
    this.writer = writer;
    own = Typed.fields(schema, config).recursiveDifference(ignored);
    var last = managed.entry(writer).map(ManagedEntry::fields).orElse(FieldSet.EMPTY);
    var merged = Typed.merge(schema, live, config);
    // What is still applied is still owned: nothing to take out, and this is the usual case.
    result = last.within(own) ? merged : prune(schema, merged, last);
    change = Comparison.of(schema, live, result).without(ignored);
  }

  /** Takes out what this writer applied last time, not now, and what nobody else owns. */
  private ObjectTree prune(Schema schema, ObjectTree merged, FieldSet last) {
    var lastNamed = Typed.withNamedFields(last, schema);
    var mergedSet = Typed.withNamedFields(Typed.fields(schema, merged), schema);
    var owned = own;
    for (var entry : managed.entries()) {
      if (!entry.writer().identity().equals(writer.identity())) {
        owned = owned.union(entry.fields());
      }
    }
    var bare = Typed.without(schema, merged, lastNamed);
    var kept =
        Typed.withNamedFields(Typed.fields(schema, bare), schema)
            .union(Typed.withNamedFields(owned, schema));
    var backed = Typed.without(schema, merged, mergedSet.difference(kept));
    var backedSet = Typed.withNamedFields(Typed.fields(schema, backed), schema);
    return Typed.without(schema, merged, mergedSet.difference(backedSet).intersection(lastNamed));
  }

  /** The fields that others own and this apply would change, by owner. */
  List<ManagedEntry> conflicts() {
    var changed = change.modified().union(change.added());
    return managed.entries().stream()
        .filter(entry -> !entry.writer().identity().equals(writer.identity()))
        .map(entry -> entry.with(entry.fields().intersection(changed)))
        .filter(entry -> !entry.fields().isEmpty())
        .toList();
  }

  /** The new object with its entries: this writer has what it applied, the others lose it. */
  ObjectTree finish(FieldSet identity, Instant now) {
    var changed = change.modified().union(change.added());
    var entries = managed;
    for (var entry : managed.entries()) {
      if (!entry.writer().identity().equals(writer.identity())) {
        var left = entry.fields().difference(changed).difference(change.removed());
        entries = entries.with(entry.with(left));
      }
    }
    var same = live.equals(result);
    var known = managed.entry(writer);
    var time = same && known.isPresent() ? known.get().time() : Optional.of(now);
    var fields = own.difference(identity);
    // The set known already has its JSON at hand.
    var kept = known.map(ManagedEntry::fields).filter(fields::equals).orElse(fields);
    entries = entries.with(new ManagedEntry(writer, time, kept));
    return entries.in(result);
  }
}
