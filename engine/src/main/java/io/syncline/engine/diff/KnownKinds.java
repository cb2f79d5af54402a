package io.syncline.engine.diff;

import io.syncline.merge.facts.KindFacts;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.schema.Struct;
import io.syncline.model.object.Manifest;
import java.util.Optional;

/** Finds what is known about an object's kind, in a neighbouring version when need be. */
final class KnownKinds {
  private KnownKinds() {}

  /** The schema of {@code object}'s kind; that of another version when its own is not built in. */
  static Optional<Struct> schema(Manifest object) {
    var known = atKnownVersion(object);
    return TypeFacts.builtin().schema(known.apiVersion(), known.kind());
  }

  /** {@code object} under a version of its kind that is built in; as it is when there is none. */
  static Manifest atKnownVersion(Manifest object) {
    var facts = TypeFacts.builtin();
    if (facts.kind(object.apiVersion(), object.kind()).isPresent()) {
      return object;
    }
    return facts.kinds().stream()
        .filter(kind -> kind.groupKind().equals(object.groupKind()))
        .map(KindFacts::apiVersion)
        .findFirst()
        .map(version -> object.with(version, "apiVersion"))
        .orElse(object);
  }
}
