package io.syncline.localkube.rest;

import io.syncline.localkube.authn.AccountTokens;
import io.syncline.localkube.authn.Authentication;
import io.syncline.localkube.authz.Attributes;
import io.syncline.localkube.authz.Rbac;
import io.syncline.localkube.authz.Rule;
import io.syncline.localkube.authz.StoredPolicy;
import io.syncline.localkube.authz.User;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Answers questions about who somebody is and what is permitted. */
final class Reviews {
  private final Cluster cluster;
  private final Authentication authentication;

  Reviews(Cluster cluster, Authentication authentication) {
    this.cluster = cluster;
    this.authentication = authentication;
  }

  Reply answer(Resource resource, Request request) {
    if (!request.method().equals("POST")) {
      throw Refusal.methodNotAllowed(
          "the server does not allow this method on the requested resource");
    }
    var body =
        Bodies.object(request, resource.kind())
            .with("apiVersion", resource.apiVersion())
            .with("kind", resource.kind());
    if (body.get("metadata") == null) {
      body = body.with("metadata", ObjectTree.of("creationTimestamp", null));
    }
    var user = request.caller().user();
    return Reply.json(
        201,
        switch (resource.kind()) {
          case "SelfSubjectReview" ->
              body.with("metadata", ObjectTree.of("creationTimestamp", now()))
                  .with("status", ObjectTree.of("userInfo", user.tree()));
          case "SelfSubjectRulesReview" -> body.with("status", rules(user, body));
          case "TokenReview" -> body.with("status", token(body));
          case "SelfSubjectAccessReview" -> body.with("status", access(resource, user, body));
          case "SubjectAccessReview", "LocalSubjectAccessReview" ->
              body.with("status", access(resource, subject(resource, body), body));
          case "Binding" -> throw Refusal.badRequest("bind a pod through pods/{name}/binding");
          default -> throw Refusal.noSuchResource();
        });
  }

  private String now() {
    return DateTimeFormatter.ISO_INSTANT.format(
        cluster.clock().instant().truncatedTo(ChronoUnit.SECONDS));
  }

  private ObjectTree access(Resource resource, User user, ObjectTree body) {
    var spec = Tree.object(body.get("spec"));
    var about = spec.get("resourceAttributes");
    var path = spec.get("nonResourceAttributes");
    if (about == null && path == null) {
      throw invalid(
          resource,
          "spec.resourceAttributes",
          "\"null\"",
          "exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }
    if (about != null && path != null) {
      throw invalid(
          resource,
          "spec.nonResourceAttributes",
          "{}",
          "cannot be specified in combination with resourceAttributes");
    }
    var wish =
        about == null
            ? Attributes.path(Tree.text(path, "verb"), Tree.text(path, "path"))
            : new Attributes(
                Tree.text(about, "verb"),
                Tree.text(about, "group"),
                Tree.text(about, "resource"),
                Tree.text(about, "subresource"),
                Tree.text(about, "namespace"),
                Tree.text(about, "name"),
                "");
    var decision = Rbac.decide(new StoredPolicy(cluster.state()), user, wish);
    var status = ObjectTree.of("allowed", decision.allowed());
    return decision.reason().isEmpty() ? status : status.with("reason", decision.reason());
  }

  private static RuntimeException invalid(
      Resource resource, String field, String value, String detail) {
    // Reviews are not stored, so the server does not know their kind any more at this point.
    return Refusal.invalid(
        "",
        resource.id().group(),
        "",
        List.of(new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + detail, field)));
  }

  private static User subject(Resource resource, ObjectTree body) {
    var spec = Tree.object(body.get("spec"));
    var name = Tree.text(spec, "user");
    var groups = Tree.items(spec.get("groups")).stream().map(String::valueOf).toList();
    if (name.isEmpty() && groups.isEmpty()) {
      throw invalid(
          resource, "spec.user", "\"\"", "at least one of user or group must be specified");
    }
    return new User(name, Tree.text(spec, "uid"), groups, Tree.object(spec.get("extra")));
  }

  private ObjectTree rules(User user, ObjectTree body) {
    var namespace = Tree.text(body, "spec", "namespace");
    if (namespace.isEmpty()) {
      throw Refusal.badRequest("no namespace on request");
    }
    var rights = Rbac.rights(new StoredPolicy(cluster.state()), user, namespace);
    var resources = new ArrayList<Object>();
    var paths = new ArrayList<Object>();
    for (var rule : rights.rules()) {
      if (!rule.resources().isEmpty()) {
        resources.add(ofResources(rule));
      }
      if (!rule.urls().isEmpty()) {
        paths.add(ObjectTree.of("verbs", Tree.list(rule.verbs()), "nonResourceURLs", rule.urls()));
      }
    }
    var status =
        ObjectTree.of("resourceRules", resources, "nonResourceRules", paths, "incomplete", false);
    return rights.problem().isEmpty() ? status : status.with("evaluationError", rights.problem());
  }

  private static ObjectTree ofResources(Rule rule) {
    var tree =
        ObjectTree.of(
            "verbs", rule.verbs(), "apiGroups", rule.groups(), "resources", rule.resources());
    return rule.names().isEmpty() ? tree : tree.with("resourceNames", rule.names());
  }

  private ObjectTree token(ObjectTree body) {
    var token = Tree.text(body, "spec", "token");
    if (token.isEmpty()) {
      throw Refusal.badRequest("token is required for TokenReview in authentication");
    }
    var asked = Tree.items(Tree.at(body, "spec", "audiences")).stream().map(String::valueOf);
    var named = asked.toList();
    var audiences = named.isEmpty() ? List.of(AccountTokens.ISSUER) : named;
    return authentication
        .byToken(token, audiences, cluster.state(), cluster.clock().instant())
        .map(
            known ->
                ObjectTree.of(
                    "authenticated",
                    true,
                    "user",
                    known.user().tree(),
                    "audiences",
                    known.audiences().stream().filter(audiences::contains).toList()))
        .orElseGet(() -> ObjectTree.of("user", ObjectTree.EMPTY, "error", "invalid bearer token"));
  }
}
