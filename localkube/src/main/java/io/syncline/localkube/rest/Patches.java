package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.merge.facts.TypeFacts;
import io.syncline.merge.managed.Printed;
import io.syncline.merge.patch.JsonMergePatch;
import io.syncline.merge.patch.JsonPatch;
import io.syncline.merge.patch.PatchException;
import io.syncline.merge.patch.StrategicMerge;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns the body of a patch request into a function of the live object. */
final class Patches {
  static final String APPLY = "application/apply-patch+yaml";
  private static final int MOST_OPERATIONS = 10_000;
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
      Resource resource,
      String apiVersion,
      String kind,
      Request request,
      Consumer<String> repeated) {
    return switch (request.contentType()) {
      case JSON -> {
        var operations = operations(Bodies.jsonValue(request, repeated));
        if (operations.size() > MOST_OPERATIONS) {
          throw Refusal.of(
              413,
              "RequestEntityTooLarge",
              "Request entity too large: The allowed maximum operations in a JSON patch is "
                  + MOST_OPERATIONS
                  + ", got "
                  + operations.size(),
              ObjectTree.EMPTY);
        }
        yield guarded(true, live -> JsonPatch.apply(live, operations));
      }
      case MERGE -> {
        var patch = object(request, repeated);
        yield guarded(false, live -> JsonMergePatch.apply(live, patch));
      }
      case STRATEGIC -> {
        var schema = TypeFacts.builtin().schema(apiVersion, kind);
        if (schema.isEmpty()) {
          throw Refusal.unsupportedMediaType(accepted());
        }
        var patch = strategic(request, repeated);
        yield guarded(false, live -> StrategicMerge.apply(schema.get(), live, patch));
      }
      default -> throw Refusal.bare(415, "UnsupportedMediaType", "415: Unsupported Media Type");
    };
  }

  private static List<?> operations(@Nullable Object body) {
    var wrong = body;
    if (body instanceof List<?> list) {
      var strange = list.stream().filter(item -> item != null && !(item instanceof ObjectTree));
      var first = strange.findFirst();
      if (first.isEmpty()) {
        return list;
      }
      wrong = first.get();
    }
    if (wrong == null) {
      return List.of();
    }
    throw Refusal.badRequest(
        "error decoding patch: json: cannot unmarshal "
            + Bodies.name(wrong)
            + " into Go value of type "
            + (wrong == body ? "[]" : "")
            + "handlers.jsonPatchOp");
  }

  private static List<String> accepted() {
    return List.of(JSON, MERGE, APPLY);
  }

  /** Who reads these patches says less about what is no JSON. */
  private static ObjectTree strategic(Request request, Consumer<String> repeated) {
    try {
      return object(request, repeated);
    } catch (ApiException e) {
      throw Refusal.badRequest(
          String.valueOf(e.getMessage()).replaceFirst("^error decoding patch: ", ""));
    }
  }

  /** The patch of a request as messages show it, where they show the patch and not its outcome. */
  static Optional<String> shown(Request request) {
    return request.contentType().equals(STRATEGIC)
            && Bodies.jsonValue(request, repeated -> {}) instanceof ObjectTree patch
        ? Optional.of(Printed.plain(patch))
        : Optional.empty();
  }

  private static ObjectTree object(Request request, Consumer<String> repeated) {
    return switch (Bodies.jsonValue(request, repeated)) {
      case null -> ObjectTree.EMPTY;
      case ObjectTree patch -> patch;
      case Object other ->
          throw Refusal.badRequest(
              "error decoding patch: json: cannot unmarshal "
                  + Bodies.name(other)
                  + " into Go value of type map[string]interface {}");
    };
  }

  private static UnaryOperator<ObjectTree> guarded(
      boolean operations, UnaryOperator<ObjectTree> patch) {
    return live -> {
      try {
        return patch.apply(live);
      } catch (PatchException e) {
        throw refused(operations, e);
      }
    };
  }

  private static ApiException refused(boolean operations, PatchException e) {
    var message = String.valueOf(e.getMessage());
    if (e.fault() == PatchException.Fault.MALFORMED && !operations) {
      return Refusal.unexplained(message);
    }
    return Refusal.bare(
        422, "Invalid", "the server rejected our request due to an error in our request");
  }
}
