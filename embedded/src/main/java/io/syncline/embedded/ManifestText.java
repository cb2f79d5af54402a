package io.syncline.embedded;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests out of YAML. */
final class ManifestText {
  private ManifestText() {}

  /** The objects of all documents in {@code text}, those in lists one by one. */
  static List<Manifest> manifests(String text) {
    var found = new ArrayList<Manifest>();
    for (var document : Yaml.documents(text)) {
      switch (document.value()) {
        case null -> {
          // A document of comments alone.
        }
        case ObjectTree object -> collect(object, document.line(), found);
        default -> throw noManifest(document.line(), "is not an object");
      }
    }
    return found;
  }

  private static void collect(ObjectTree object, int line, List<Manifest> found) {
    var manifest = new Manifest(object);
    if (manifest.kind().isEmpty() || manifest.apiVersion().isEmpty()) {
      throw noManifest(line, "has no kind or no apiVersion");
    }
    if (!(manifest.kind().equals("List") && object.get("items") instanceof List<?> items)) {
      found.add(manifest);
      return;
    }
    for (var item : items) {
      if (!(item instanceof ObjectTree inner)) {
        throw noManifest(line, "has an item that is not an object");
      }
      collect(inner, line, found);
    }
  }

  private static IllegalArgumentException noManifest(int line, String why) {
    return new IllegalArgumentException(
        "manifest at line " + line + " " + why + " (expected: apiVersion, kind, metadata)");
  }
}
