package io.syncline.localkube.rest;

import java.util.List;

/** Tells whether the server lives and is ready, as a whole and check by check. */
final class Health {
  private static final List<String> LIVE =
      List.of(
          "ping",
          "log",
          "etcd",
          "poststarthook/start-apiextensions-controllers",
          "poststarthook/crd-informer-synced",
          "poststarthook/start-system-namespaces-controller",
          "poststarthook/rbac/bootstrap-roles",
          "poststarthook/scheduling/bootstrap-system-priority-classes",
          "poststarthook/bootstrap-controller",
          "poststarthook/apiservice-registration-controller",
          "poststarthook/kube-apiserver-autoregistration",
          "autoregister-completion");

  private Health() {}

  /** The answer to {@code /livez}, {@code /readyz} or the older {@code /healthz}. */
  static Reply answer(Request request) {
    var endpoint = request.segments().getFirst();
    var ready = endpoint.equals("readyz");
    var check = String.join("/", request.segments().subList(1, request.segments().size()));
    if (!check.isEmpty()) {
      return LIVE.contains(check) || (ready && READY.contains(check))
          ? Reply.text(200, "ok")
          : Reply.text(404, "404 page not found\n");
    }
    if (!request.flag("verbose")) {
      return Reply.text(200, "ok");
    }
    var excluded = request.parameters("exclude");
    var text = new StringBuilder();
    LIVE.forEach(name -> line(text, name, excluded));
    if (ready) {
      READY.forEach(name -> line(text, name, excluded));
    }
    return Reply.text(200, text + endpoint + " check passed\n");
  }

  private static final List<String> READY = List.of("etcd-readiness", "informer-sync", "shutdown");

  private static void line(StringBuilder text, String check, List<String> excluded) {
    text.append("[+]").append(check).append(excluded.contains(check) ? " excluded: ok\n" : " ok\n");
  }
}
