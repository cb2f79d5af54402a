package io.syncline.engine.diff;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.Authorship;
import io.syncline.merge.managed.FieldManager;
import io.syncline.merge.managed.FieldSet;
import io.syncline.merge.managed.ManagedFields;
import io.syncline.merge.managed.TypedException;
import io.syncline.merge.managed.Writer;
import io.syncline.merge.normal.Normalizer;
import io.syncline.merge.schema.Schema;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.Optional;

/**
 * Predicts what a server-side apply by Syncline would make of a live object: fields it owned and no
 * longer wants go, fields of others stay (semantics 13.5).
 */
final class ServerSideMerge {
  private ServerSideMerge() {}

  /**
   * {@code current} after the apply; empty when the object is not applied that way.
   *
   * @param always whether the whole application is
   */
  static Optional<Manifest> predict(Manifest wanted, Manifest current, boolean always) {
    var writer = Writer.apply(Authorship.MANAGER, wanted.apiVersion());
    if (!applies(wanted, current, writer, always)) {
      return Optional.empty();
    }
    try {
      return Optional.of(stands(wanted, current) ? current : apply(wanted, current, writer));
    } catch (TypedException _) {
      // What does not fit its schema is compared the plain way.
      return Optional.empty();
    }
  }

  /** Whether the apply would change nothing, as is the rule. */
  private static boolean stands(Manifest wanted, Manifest current) {
    var schema = KnownKinds.schema(wanted).<Schema>map(s -> s).orElse(Schema.Any.DEDUCED);
    return Standing.holds(wanted.without("apiVersion").root(), current.root(), schema)
        && wanted.apiVersion().equals(current.apiVersion())
        && Tree.items(current.at("metadata", "managedFields")).stream()
            .filter(entry -> ours(entry))
            .allMatch(
                entry ->
                    Standing.covers(
                        Tree.object(Tree.at(entry, "fieldsV1")),
                        wanted.root(),
                        current.root(),
                        schema));
  }

  private static boolean ours(Object entry) {
    return Tree.text(entry, "manager").equals(Authorship.MANAGER)
        && Tree.text(entry, "operation").equals("Apply")
        && Tree.text(entry, "subresource").isEmpty();
  }

  private static boolean applies(Manifest wanted, Manifest current, Writer writer, boolean always) {
    if (Annotations.has(wanted, Annotations.SYNC_OPTIONS, "ServerSideApply=false")) {
      return false;
    }
    // Who asks for it now decides; else what was done last does.
    return always
        || Annotations.has(wanted, Annotations.SYNC_OPTIONS, "ServerSideApply=true")
        || (current.annotation(Authorship.LAST_APPLIED).isEmpty()
            && ManagedFields.of(current.root()).entry(writer).isPresent());
  }

  private static Manifest apply(Manifest wanted, Manifest current, Writer writer) {
    var schema = KnownKinds.schema(wanted);
    var manager =
        schema
            .map(s -> FieldManager.of(s, FieldSet.EMPTY))
            .orElseGet(() -> FieldManager.custom(Schema.Any.DEDUCED, FieldSet.EMPTY));
    var config =
        schema.map(s -> Normalizer.normalize(s, wanted.root()).object()).orElse(wanted.root());
    var live =
        schema.map(s -> Normalizer.normalize(s, current.root()).object()).orElse(current.root());
    return new Manifest(
        manager.apply(
            live,
            new Manifest(config).without("metadata", "managedFields").root(),
            writer,
            true,
            Instant.EPOCH));
  }
}
