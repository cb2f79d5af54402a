package io.syncline.render.kustomize;

import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Labels and annotations of a document as texts. */
final class MetadataTexts {
  private static final List<String> BOOKKEEPING =
      List.of(
          Resource.INTERNAL + "previousKinds",
          Resource.INTERNAL + "previousNames",
          Resource.INTERNAL + "prefixes",
          Resource.INTERNAL + "suffixes",
          Resource.INTERNAL + "previousNamespaces",
          Resource.INTERNAL + "allowNameChange",
          Resource.INTERNAL + "allowKindChange",
          Resource.INTERNAL + "refBy",
          Resource.INTERNAL + "generatorBehavior",
          Resource.INTERNAL + "needsHashSuffix",
          Resource.INTERNAL + "path",
          Resource.INTERNAL + "index",
          Resource.INTERNAL + "seqindent",
          Resource.INTERNAL + "id",
          Resource.INTERNAL + "annotations-migration-resource-id",
          "config.kubernetes.io/path",
          "config.kubernetes.io/index",
          "config.k8s.io/id");

  private MetadataTexts() {}

  /** The entries of {@code metadata/field}, whatever they are, as text in their order. */
  static Map<String, String> get(Node document, String field) {
    var texts = new LinkedHashMap<String, String>();
    var metadata = document.get("metadata");
    if (metadata != null && !metadata.isEmpty()) {
      var map = metadata.get(field);
      if (map != null) {
        map.forEach((key, value) -> texts.put(key, value.text()));
      }
    }
    return texts;
  }

  /** Writes {@code metadata/field} anew; without entries there is none. */
  static void set(Node document, String field, Map<String, String> texts) {
    var metadata = Fields.obtain(document, "metadata", Node.Kind.MAP);
    metadata.remove(field);
    if (texts.isEmpty()) {
      return;
    }
    var map = Fields.obtain(metadata, field, Node.Kind.MAP);
    new TreeMap<>(texts).forEach((key, value) -> Fields.set(map, key, Node.string(value)));
  }

  /** The annotations that are taken away at the end of a build. */
  static Set<String> unwanted(boolean keepOrigin, boolean keepTransformations) {
    var unwanted = new TreeSet<>(BOOKKEEPING);
    if (!keepOrigin) {
      unwanted.add(Resource.ORIGIN);
    }
    if (!keepTransformations) {
      unwanted.add(Resource.TRANSFORMATIONS);
    }
    return unwanted;
  }
}
