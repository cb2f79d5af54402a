package io.syncline.merge.normal;

import io.syncline.merge.facts.TypeFacts;
import io.syncline.model.object.Manifest;

/**
 * The one form in which two manifests of a built-in kind are equal exactly when the API server
 * would store the same for both: normal form with defaults. Objects of other kinds stay as they
 * are. Values of the wrong type stay as they are, too, so that they differ from proper ones.
 */
public final class Canonical {
  private Canonical() {}

  /** The canonical form of {@code manifest}. */
  public static Manifest of(Manifest manifest) {
    return TypeFacts.builtin()
        .schema(manifest.apiVersion(), manifest.kind())
        .map(
            schema -> {
              var normal = Normalizer.normalize(schema, manifest.root()).object();
              return new Manifest(Defaulter.builtin().apply(schema, normal));
            })
        .orElse(manifest);
  }

  /** Whether the API server would store the same for both. */
  public static boolean equal(Manifest a, Manifest b) {
    return a.root().equals(b.root()) || of(a).root().equals(of(b).root());
  }
}
