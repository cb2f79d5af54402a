package io.syncline.engine.diff;

import io.syncline.engine.annotations.Annotations;
import io.syncline.merge.managed.FieldManager;
import io.syncline.merge.managed.FieldSet;
import io.syncline.merge.managed.ManagedFields;
import io.syncline.merge.managed.TypedException;
import io.syncline.merge.managed.Writer;
import io.syncline.merge.normal.Normalizer;
import io.syncline.merge.schema.Schema;
import io.syncline.model.object.Manifest;
import java.time.Instant;
import java.util.Optional;

/**
 * Predicts what a server-side apply by Syncline would make of a live object: fields it owned and no
 * longer wants go, fields of others stay (semantics 13.5).
 */
final class ServerSideMerge {
  /** The field manager Syncline writes as. */
  static final String MANAGER = "argocd-controller";

  private ServerSideMerge() {}

  /**
   * {@code current} after the apply; empty when the object is not applied that way.
   *
   * @param always whether the whole application is
   */
  static Optional<Manifest> predict(Manifest wanted, Manifest current, boolean always) {
    var writer = Writer.apply(MANAGER, wanted.apiVersion());
    if (!applies(wanted, current, writer, always)) {
      return Optional.empty();
    }
    try {
      return Optional.of(apply(wanted, current, writer));
    } catch (TypedException _) {
      // What does not fit its schema is compared the plain way.
      return Optional.empty();
    }
  }

  private static boolean applies(Manifest wanted, Manifest current, Writer writer, boolean always) {
    if (Annotations.has(wanted, Annotations.SYNC_OPTIONS, "ServerSideApply=false")) {
      return false;
    }
    // Who asks for it now decides; else what was done last does.
    return always
        || Annotations.has(wanted, Annotations.SYNC_OPTIONS, "ServerSideApply=true")
        || (current.annotation(LastApplied.ANNOTATION).isEmpty()
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
