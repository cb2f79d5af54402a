package io.syncline.localkube.rest;

import io.syncline.localkube.authz.Attributes;
import java.util.List;
import java.util.Locale;

/** Reads from a request what its sender wants to do. */
final class Wish {
  private static final List<String> OF_NAMESPACES = List.of("status", "finalize");

  private Wish() {}

  static Attributes of(Request request) {
    var parts = request.segments();
    var core = !parts.isEmpty() && parts.getFirst().equals("api");
    var groups = !parts.isEmpty() && parts.getFirst().equals("apis");
    if (!(core && parts.size() >= 3) && !(groups && parts.size() >= 4)) {
      return Attributes.path(
          request.method().toLowerCase(Locale.ROOT), "/" + String.join("/", parts));
    }
    var group = core ? "" : parts.get(1);
    return resource(request, group, parts.subList(core ? 2 : 3, parts.size()));
  }

  private static Attributes resource(Request request, String group, List<String> all) {
    var old = all.getFirst().equals("watch") && all.size() > 1;
    var parts = old ? all.subList(1, all.size()) : all;
    var namespace = "";
    if (parts.getFirst().equals("namespaces") && parts.size() > 1) {
      namespace = parts.get(1);
      if (parts.size() > 2 && !OF_NAMESPACES.contains(parts.get(2))) {
        parts = parts.subList(2, parts.size());
      }
    }
    var name = parts.size() > 1 ? parts.get(1) : "";
    var verb = old ? "watch" : verb(request, name);
    if (name.isEmpty() && (verb.equals("list") || verb.equals("watch"))) {
      name = named(request.parameter("fieldSelector"));
    }
    return new Attributes(
        verb, group, parts.getFirst(), parts.size() > 2 ? parts.get(2) : "", namespace, name, "");
  }

  private static String verb(Request request, String name) {
    return switch (request.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      case "GET", "HEAD" -> !name.isEmpty() ? "get" : request.flag("watch") ? "watch" : "list";
      default -> "";
    };
  }

  /** The only name that a field selector lets through, "" when there are more. */
  private static String named(String selector) {
    for (var term : selector.split(",")) {
      if (term.matches("metadata\\.name==?[^=!/%]+")) {
        return term.substring(term.lastIndexOf('=') + 1);
      }
    }
    return "";
  }
}
