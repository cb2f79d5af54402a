package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.patch.JsonMergePatch;
import io.syncline.merge.patch.JsonPatch;
import io.syncline.merge.patch.PatchException;
import io.syncline.merge.patch.StrategicMerge;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Turns the body of a patch request into a function of the live object. */
final class Patches {
  static final String APPLY = "application/apply-patch+yaml";
  private static final String JSON = "application/json-patch+json";
  private static final String MERGE = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  private Patches() {}

  /** Whether the request is a server-side apply. */
  static boolean isApply(Request request) {
    return request.contentType().equals(APPLY);
  }

  /** The change the patch asks for; {@code apiVersion} and {@code kind} name the patched type. */
  static UnaryOperator<ObjectTree> of(
      Resource resource, String apiVersion, String kind, Request request) {
    return switch (request.contentType()) {
      case JSON -> {
        if (!(Bodies.jsonValue(request) instanceof List<?> operations)) {
          throw Refusal.badRequest("json patch must be a list of operations");
        }
        yield guarded(resource, live -> JsonPatch.apply(live, operations));
      }
      case MERGE -> {
        var patch = object(request);
        yield guarded(resource, live -> JsonMergePatch.apply(live, patch));
      }
      case STRATEGIC -> {
        var schema = TypeFacts.builtin().schema(apiVersion, kind);
        if (schema.isEmpty()) {
          throw Refusal.unsupportedMediaType(STRATEGIC, accepted(true));
        }
        var patch = object(request);
        yield guarded(resource, live -> StrategicMerge.apply(schema.get(), live, patch));
      }
      default ->
          throw Refusal.unsupportedMediaType(
              request.contentType(), accepted(resource.custom().isPresent()));
    };
  }

  private static List<String> accepted(boolean custom) {
    var types = new ArrayList<>(List.of(JSON, MERGE, APPLY));
    if (!custom) {
      types.add(STRATEGIC);
    }
    return types;
  }

  private static ObjectTree object(Request request) {
    if (Bodies.jsonValue(request) instanceof ObjectTree patch) {
      return patch;
    }
    throw Refusal.badRequest("patch must be a JSON object");
  }

  private static UnaryOperator<ObjectTree> guarded(
      Resource resource, UnaryOperator<ObjectTree> patch) {
    return live -> {
      try {
        return patch.apply(live);
      } catch (PatchException e) {
        throw refused(resource, live, e);
      }
    };
  }

  private static ApiException refused(Resource resource, ObjectTree live, PatchException e) {
    var message = String.valueOf(e.getMessage());
    if (e.fault() == PatchException.Fault.MALFORMED) {
      return Refusal.badRequest(message);
    }
    return Refusal.of(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request: " + message,
        ObjectTree.of(
            "name", Tree.text(live, "metadata", "name"),
            "group", resource.id().group(),
            "kind", resource.id().plural()));
  }
}
