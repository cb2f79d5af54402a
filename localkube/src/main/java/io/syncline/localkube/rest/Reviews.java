package io.syncline.localkube.rest;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/** Answers questions about who the caller is and what is permitted: here, everybody everything. */
final class Reviews {
  private static final long DEFAULT_LIFE = 3_600;
  private static final ObjectTree ADMIN =
      ObjectTree.of(
          "username", "local-admin", "groups", List.of("system:masters", "system:authenticated"));

  private Reviews() {}

  static Reply answer(Cluster cluster, Resource resource, Request request) {
    if (request.method().equals("GET") && resource.verbs().contains("list")) {
      return empty(cluster, resource, request);
    }
    if (!request.method().equals("POST")) {
      throw Refusal.methodNotAllowed(resource.kind() + " can only be created");
    }
    var body =
        Bodies.object(request, resource.kind())
            .with("apiVersion", resource.apiVersion())
            .with("kind", resource.kind());
    return switch (resource.kind()) {
      case "SelfSubjectReview" ->
          Reply.json(201, body.with("status", ObjectTree.of("userInfo", ADMIN)));
      case "SelfSubjectRulesReview" -> Reply.json(201, body.with("status", rules()));
      case "TokenReview" ->
          Reply.json(201, body.with("status", ObjectTree.of("authenticated", true, "user", ADMIN)));
      case "Binding" -> throw Refusal.badRequest("bind a pod through pods/{name}/binding");
      default ->
          Reply.json(
              201,
              body.with(
                  "status",
                  ObjectTree.of(
                      "allowed", true, "reason", "the local cluster permits everything")));
    };
  }

  private static Reply empty(Cluster cluster, Resource resource, Request request) {
    var views = new Views(resource, request, cluster.clock());
    var metadata = ObjectTree.of("resourceVersion", Long.toString(cluster.state().revision()));
    return views.reply(200, views.list(metadata, List.of()), List.of());
  }

  private static ObjectTree rules() {
    var all = List.of("*");
    return ObjectTree.of(
        "incomplete",
        false,
        "resourceRules",
        List.of(ObjectTree.of("verbs", all, "apiGroups", all, "resources", all)),
        "nonResourceRules",
        List.of(ObjectTree.of("verbs", all, "nonResourceURLs", all)));
  }

  /** A token for a service account. It proves nothing: nobody here checks tokens. */
  static Reply token(Cluster cluster, Resources.Place place, Request request) {
    if (!request.method().equals("POST")) {
      throw Refusal.methodNotAllowed("a token can only be created");
    }
    var account = cluster.get(place.resource(), place.namespace(), place.name());
    var body = request.body().length == 0 ? ObjectTree.EMPTY : Bodies.object(request, "TokenRequest");
    var life = Tree.number(body, DEFAULT_LIFE, "spec", "expirationSeconds");
    var now = cluster.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    var until = now.plusSeconds(life);
    return Reply.json(
        201,
        Tree.with(
                body.with("apiVersion", "authentication.k8s.io/v1")
                    .with("kind", "TokenRequest")
                    .with("metadata", account.get("metadata")),
                life,
                "spec",
                "expirationSeconds")
            .with(
                "status",
                ObjectTree.of(
                    "token", token(place, now, until),
                    "expirationTimestamp", DateTimeFormatter.ISO_INSTANT.format(until))));
  }

  private static String token(Resources.Place place, Instant from, Instant until) {
    var head = ObjectTree.of("alg", "none", "typ", "JWT");
    var claims =
        ObjectTree.of(
            "iss",
            "https://kubernetes.default.svc.cluster.local",
            "sub",
            "system:serviceaccount:" + place.namespace() + ":" + place.name(),
            "iat",
            from.getEpochSecond(),
            "exp",
            until.getEpochSecond());
    return encoded(head) + "." + encoded(claims) + ".";
  }

  private static String encoded(ObjectTree tree) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.write(tree).getBytes(StandardCharsets.UTF_8));
  }
}
