package io.syncline.localkube.write;

import io.syncline.localkube.kind.CustomVersion;
import io.syncline.localkube.kind.Resource;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.normal.Defaulter;
import io.syncline.merge.normal.Normalizer;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns objects between the version they are kept in and the version they are asked for. */
public final class Versions {
  /** Names of event fields in core and in events.k8s.io. */
  private static final Map<String, String> EVENT_FIELDS = eventFields();

  private Versions() {}

  private static Map<String, String> eventFields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("involvedObject", "regarding");
    fields.put("message", "note");
    fields.put("reportingComponent", "reportingController");
    fields.put("source", "deprecatedSource");
    fields.put("firstTimestamp", "deprecatedFirstTimestamp");
    fields.put("lastTimestamp", "deprecatedLastTimestamp");
    fields.put("count", "deprecatedCount");
    return fields;
  }

  /** A kept object in the version of {@code resource}. */
  public static ObjectTree served(Resource resource, ObjectTree kept) {
    var version = resource.apiVersion();
    if (version.equals(kept.get("apiVersion"))) {
      return kept;
    }
    if (resource.custom().isPresent()) {
      return kept.with("apiVersion", version);
    }
    return switch (version) {
      case "events.k8s.io/v1" -> normal(renamed(kept, false).with("apiVersion", version));
      case "autoscaling/v1" -> normal(Autoscalers.older(kept).with("apiVersion", version));
      default -> kept.with("apiVersion", version);
    };
  }

  /** An object of {@code resource} in the version it is kept in. */
  static ObjectTree kept(Resource resource, ObjectTree served) {
    var storage =
        resource
            .custom()
            .map(CustomVersion::storageVersion)
            .map(version -> resource.id().group() + "/" + version)
            .orElseGet(resource::apiVersion);
    return switch (storage) {
      case "events.k8s.io/v1" -> normal(renamed(served, true).with("apiVersion", "v1"));
      case "autoscaling/v1" ->
          defaulted(Autoscalers.newer(served).with("apiVersion", "autoscaling/v2"));
      default ->
          storage.equals(served.get("apiVersion")) ? served : served.with("apiVersion", storage);
    };
  }

  /** What is kept has the defaults of the version it is kept in. */
  private static ObjectTree defaulted(ObjectTree object) {
    return TypeFacts.builtin()
        .schema(Tree.text(object, "apiVersion"), Tree.text(object, "kind"))
        .map(struct -> normal(Defaulter.builtin().apply(struct, object)))
        .orElse(object);
  }

  /** What one version leaves out another may always print. */
  private static ObjectTree normal(ObjectTree object) {
    return TypeFacts.builtin()
        .schema(Tree.text(object, "apiVersion"), Tree.text(object, "kind"))
        .map(struct -> Normalizer.normalize(struct, object).object())
        .orElse(object);
  }

  private static ObjectTree renamed(ObjectTree event, boolean toCore) {
    var names = new LinkedHashMap<String, String>();
    EVENT_FIELDS.forEach((core, other) -> names.put(toCore ? other : core, toCore ? core : other));
    var builder = new ObjectTree.Builder(event.size());
    for (var field : event.keySet()) {
      builder.put(names.getOrDefault(field, field), event.get(field));
    }
    return builder.build();
  }
}
