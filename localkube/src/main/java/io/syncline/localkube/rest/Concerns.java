package io.syncline.localkube.rest;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.kind.Kinds;
import io.syncline.localkube.observe.Traffic;
import java.util.Locale;

/** Reads from a request what it is counted under. */
final class Concerns {
  private Concerns() {}

  /** Names that are not served count as none, so that callers cannot make up new ones. */
  static Traffic.About of(Request request, Kinds kinds) {
    var wish = Wish.of(request);
    var parts = request.segments();
    var core = !parts.isEmpty() && parts.getFirst().equals("api");
    var version = parts.size() > 2 ? parts.get(core ? 1 : 2) : "";
    var known = kinds.get(new ResourceId(wish.group(), version, wish.resource()));
    if (known.isEmpty()) {
      return new Traffic.About(method(request), "", "", "", "", "");
    }
    var verb =
        switch (wish.verb()) {
          case "list", "watch", "deletecollection" -> wish.verb().toUpperCase(Locale.ROOT);
          default -> method(request);
        };
    var subresource = known.get().has(wish.subresource()) ? wish.subresource() : "";
    var scope =
        !wish.name().isEmpty() ? "resource" : wish.namespace().isEmpty() ? "cluster" : "namespace";
    return new Traffic.About(verb, wish.group(), version, wish.resource(), subresource, scope);
  }

  private static String method(Request request) {
    return switch (request.method()) {
      case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD" -> request.method();
      default -> "other";
    };
  }
}
