package io.syncline.localkube.rest;

import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;

/** The query parameters of lists and watches that must fit each other. */
final class ListOptions {
  private ListOptions() {}

  /** Refuses what does not fit. */
  static void check(Request request, boolean watch) {
    request.number("limit");
    request.number("timeoutSeconds");
    var causes = new ArrayList<Cause>();
    initialEvents(request, watch, causes);
    match(request, watch, causes);
    if (!causes.isEmpty()) {
      throw Refusal.invalid("ListOptions", "meta.k8s.io", "", causes);
    }
  }

  private static void match(Request request, boolean watch, List<Cause> causes) {
    var field = "resourceVersionMatch";
    var match = request.parameter(field);
    var continued = !request.parameter("continue").isEmpty();
    if (match.isEmpty()) {
      if (watch && continued) {
        causes.add(Cause.forbidden(field, field + " is forbidden when continue is provided"));
      }
      return;
    }
    if (watch && request.parameter("sendInitialEvents").isEmpty()) {
      causes.add(
          Cause.forbidden(
              field, field + " is forbidden for watch unless sendInitialEvents is provided"));
    }
    if (!watch && request.parameter("resourceVersion").isEmpty()) {
      causes.add(
          Cause.forbidden(field, field + " is forbidden unless resourceVersion is provided"));
    }
    if (continued) {
      causes.add(Cause.forbidden(field, field + " is forbidden when continue is provided"));
    }
    var known = watch ? List.of("NotOlderThan") : List.of("Exact", "NotOlderThan", "");
    if (!known.contains(match)) {
      causes.add(Cause.unsupported(field, match, known));
    } else if (match.equals("Exact") && request.parameter("resourceVersion").equals("0")) {
      causes.add(
          Cause.forbidden(field, field + " \"exact\" is forbidden for resourceVersion \"0\""));
    }
  }

  private static void initialEvents(Request request, boolean watch, List<Cause> causes) {
    if (request.parameter("sendInitialEvents").isEmpty()) {
      return;
    }
    if (!watch) {
      causes.add(Cause.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
    } else if (!request.parameter("resourceVersionMatch").equals("NotOlderThan")) {
      causes.add(
          Cause.forbidden(
              "resourceVersionMatch",
              "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    }
  }
}
