package io.syncline.merge.managed;

import io.syncline.merge.schema.Schema;
import io.syncline.merge.schema.Struct;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps {@code metadata.managedFields} right on every write and does server-side apply. Objects of
 * built-in kinds are expected in normal form.
 *
 * @param schema the schema of the kind
 * @param zero what an object of the kind is before anything is set
 * @param ignored places that writes through this door neither own nor change
 */
public record FieldManager(Schema schema, ObjectTree zero, FieldSet ignored) {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String BEFORE_FIRST_APPLY = "before-first-apply";
  private static final FieldSet IDENTITY =
      FieldSet.of("apiVersion")
          .union(FieldSet.of("kind"))
          .union(FieldSet.of("metadata"))
          .union(FieldSet.of("metadata", "name"))
          .union(FieldSet.of("metadata", "namespace"))
          .union(FieldSet.of("metadata", "creationTimestamp"))
          .union(FieldSet.of("metadata", "selfLink"))
          .union(FieldSet.of("metadata", "uid"))
          .union(FieldSet.of("metadata", "clusterName"))
          .union(FieldSet.of("metadata", "generation"))
          .union(FieldSet.of("metadata", "managedFields"))
          .union(FieldSet.of("metadata", "resourceVersion"));

  /** The field manager of a built-in kind. */
  public static FieldManager of(Struct schema, FieldSet ignored) {
    return new FieldManager(schema, schema.zero(), ignored);
  }

  /**
   * The places that a write through {@code subresource} ignores.
   *
   * @param statusApart whether the kind has its status written through a subresource
   * @param subresource "" for the object itself
   */
  public static FieldSet ignored(boolean statusApart, String subresource) {
    return switch (subresource) {
      case "" -> statusApart ? FieldSet.of("status") : FieldSet.EMPTY;
      case "status" -> FieldSet.of("spec").union(FieldSet.of("metadata", "labels"));
      default -> FieldSet.EMPTY;
    };
  }

  /** The field manager of a custom kind; {@link Schema.Any#DEDUCED} when its shape is unknown. */
  public static FieldManager custom(Schema schema, FieldSet ignored) {
    return new FieldManager(schema, ObjectTree.EMPTY, ignored);
  }

  /**
   * The object that is stored for a create, update or patch.
   *
   * @param live the stored object, {@link #zero} for a create
   * @param next the object the request leads to, with the {@code managedFields} of the request
   * @param writer who writes
   * @param now the time of the request
   */
  public ObjectTree update(ObjectTree live, ObjectTree next, Writer writer, Instant now) {
    var managed = decode(live, next, !writer.subresource().isEmpty());
    var before = Tree.without(live, "metadata", "managedFields");
    var after = Tree.without(next, "metadata", "managedFields");
    if (managed.isEmpty() && !Tree.text(live, "metadata", "uid").isEmpty()) {
      return after;
    }
    return taken(before, after, managed, writer, now).capped().in(after);
  }

  /** Clients that know nothing of managed fields must not wipe them; an empty list resets them. */
  private static ManagedFields decode(ObjectTree live, ObjectTree next, boolean liveOnly) {
    var given = Tree.at(next, "metadata", "managedFields");
    if (!liveOnly && given instanceof List<?> items) {
      var reset =
          items.isEmpty()
              || (items.size() == 1
                  && items.getFirst() instanceof ObjectTree only
                  && only.isEmpty());
      if (reset) {
        return ManagedFields.NONE;
      }
      var parsed = ManagedFields.parse(items);
      if (parsed.isPresent()) {
        return parsed.get();
      }
    }
    return ManagedFields.of(live);
  }

  /** The entries after {@code writer} took what it changed. */
  private ManagedFields taken(
      ObjectTree before, ObjectTree after, ManagedFields managed, Writer writer, Instant now) {
    var change = Comparison.of(schema, before, after).without(ignored);
    var changed = change.modified().union(change.added());
    var result = managed;
    for (var entry : managed.entries()) {
      var left = entry.fields().difference(changed).difference(change.removed());
      if (!left.equals(entry.fields())) {
        result = result.with(entry.with(left));
      }
    }
    var own = changed.recursiveDifference(ignored).difference(IDENTITY);
    if (own.isEmpty()) {
      return result;
    }
    var known = result.entry(writer).map(ManagedEntry::fields).orElse(FieldSet.EMPTY);
    return result.with(new ManagedEntry(writer, Optional.of(now), known.union(own)));
  }

  /**
   * The object that is stored for a server-side apply, before defaults; the object as it is when
   * the apply changes nothing.
   *
   * @param live the stored object, {@link #zero} for a create
   * @param config the applied configuration, without {@code managedFields}
   * @param writer who applies
   * @param force whether to take fields that others own
   * @param now the time of the request
   * @throws ApplyConflict when fields are owned by others and {@code force} is off
   * @throws TypedException when the configuration does not fit the schema
   */
  public ObjectTree apply(
      ObjectTree live, ObjectTree config, Writer writer, boolean force, Instant now) {
    TypedCheck.check(schema, config);
    var managed = ManagedFields.of(live);
    var before = Tree.without(live, "metadata", "managedFields");
    if (managed.isEmpty()) {
      var first = Writer.update(BEFORE_FIRST_APPLY, writer.apiVersion());
      managed = taken(zero, before, managed, first, now);
    }
    var attempt = new ApplyAttempt(schema, ignored, before, config, managed, writer);
    var conflicts = attempt.conflicts();
    var kubectl = writer.manager().equals("kubectl");
    if (!force && !conflicts.isEmpty()) {
      var allowed = kubectl ? allowedByLastApplied(before, writer) : FieldSet.EMPTY;
      var rest = conflicts.stream().filter(entry -> !leftOver(entry, allowed).isEmpty()).toList();
      if (!rest.isEmpty()) {
        throw new ApplyConflict(causes(rest, allowed));
      }
    }
    var result = attempt.finish(IDENTITY, now);
    return kubectl ? withLastApplied(result, config) : result;
  }

  private static FieldSet leftOver(ManagedEntry entry, FieldSet allowed) {
    return entry.fields().difference(allowed);
  }

  private static List<ApplyConflict.Cause> causes(List<ManagedEntry> conflicts, FieldSet allowed) {
    var causes = new ArrayList<ApplyConflict.Cause>();
    for (var entry : conflicts) {
      for (var path : leftOver(entry, allowed).paths()) {
        causes.add(new ApplyConflict.Cause(entry.owner(), path));
      }
    }
    causes.sort(java.util.Comparator.comparing(ApplyConflict.Cause::owner));
    return causes;
  }

  /** What client-side apply set and nobody changed since may be taken over by kubectl. */
  private FieldSet allowedByLastApplied(ObjectTree live, Writer writer) {
    var text = Tree.text(live, "metadata", "annotations", LAST_APPLIED);
    if (text.isEmpty()) {
      return FieldSet.EMPTY;
    }
    try {
      var last = Tree.object(Json.parse(text));
      if (!Tree.text(last, "apiVersion").equals(writer.apiVersion())) {
        return FieldSet.EMPTY;
      }
      var change = Comparison.of(schema, last, live);
      return Typed.fields(schema, last)
          .difference(change.modified())
          .difference(change.added())
          .difference(change.removed());
    } catch (Json.SyntaxException | TypedException _) {
      // an annotation nobody can read allows nothing
      return FieldSet.EMPTY;
    }
  }

  private static ObjectTree withLastApplied(ObjectTree object, ObjectTree config) {
    if (Tree.text(object, "metadata", "annotations", LAST_APPLIED).isEmpty()) {
      return object;
    }
    var clean = Tree.without(config, "metadata", "annotations", LAST_APPLIED);
    var text = Json.write(Tree.sorted(clean)) + "\n";
    return Tree.with(object, text, "metadata", "annotations", LAST_APPLIED);
  }
}
