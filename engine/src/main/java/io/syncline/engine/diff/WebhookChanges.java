package io.syncline.engine.diff;

import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.managed.Comparison;
import io.syncline.merge.managed.FieldSet;
import io.syncline.merge.managed.ManagedEntry;
import io.syncline.merge.managed.ManagedFields;
import io.syncline.merge.managed.Typed;
import io.syncline.merge.managed.TypedException;
import io.syncline.model.object.Manifest;
import java.util.Optional;

/**
 * Takes back what others than the applying manager changed in the answer of a dry run, as admission
 * webhooks do: such changes would come with every apply and are no difference (semantics 13.5).
 */
final class WebhookChanges {
  private WebhookChanges() {}

  /**
   * {@code predicted} with the live values of all fields that {@code manager} does not own; empty
   * when the answer does not say who owns what, or does not fit its schema.
   */
  static Optional<Manifest> undo(Manifest predicted, Manifest live, String manager) {
    var owned =
        ManagedFields.of(predicted.root()).entries().stream()
            .filter(entry -> entry.writer().manager().equals(manager))
            .map(ManagedEntry::fields)
            .reduce(FieldSet.EMPTY, FieldSet::union);
    if (owned.isEmpty()) {
      return Optional.empty();
    }
    var schema = TypeFacts.builtin().schemaOf(KnownKinds.atKnownVersion(predicted));
    try {
      var removed = Comparison.of(schema, live.root(), predicted.root()).removed();
      var others = Typed.fields(schema, predicted.root()).difference(owned);
      var ours = Typed.without(schema, predicted.root(), others);
      var merged = Typed.merge(schema, live.root(), ours);
      return Optional.of(new Manifest(Typed.without(schema, merged, removed)));
    } catch (TypedException _) {
      return Optional.empty();
    }
  }
}
