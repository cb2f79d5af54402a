package io.syncline.localkube.rest;

import io.syncline.localkube.api.ResourceId;
import io.syncline.localkube.authn.AccountTokens;
import io.syncline.localkube.authn.Authentication;
import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.Stored;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Gives out tokens of service accounts. */
final class TokenRequests {
  private static final long DEFAULT_LIFE = 3_600;
  private static final long SHORTEST_LIFE = 600;
  private static final long LONGEST_LIFE = 1L << 32;

  private final Cluster cluster;
  private final Authentication authentication;

  TokenRequests(Cluster cluster, Authentication authentication) {
    this.cluster = cluster;
    this.authentication = authentication;
  }

  Reply answer(Resources.Place place, Request request) {
    if (!request.method().equals("POST")) {
      throw Refusal.methodNotAllowed(
          "the server does not allow this method on the requested resource");
    }
    var account = cluster.get(place.resource(), place.namespace(), place.name());
    var body =
        request.body().length == 0 ? ObjectTree.EMPTY : Bodies.object(request, "TokenRequest");
    var life = Tree.number(body, DEFAULT_LIFE, "spec", "expirationSeconds");
    check(life);
    var named = Tree.items(Tree.at(body, "spec", "audiences")).stream().map(String::valueOf);
    var asked = named.toList();
    var audiences = asked.isEmpty() ? List.of(AccountTokens.ISSUER) : asked;
    var reference = Tree.object(Tree.at(body, "spec", "boundObjectRef"));
    var bound = reference.isEmpty() ? ObjectTree.EMPTY : bound(place, reference);
    var now = cluster.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    var until = now.plusSeconds(life);
    var token =
        authentication
            .tokens()
            .signed(new AccountTokens.Claims(account, audiences, now, until, bound));
    return Reply.json(
        201,
        ObjectTree.of(
            "kind",
            "TokenRequest",
            "apiVersion",
            "authentication.k8s.io/v1",
            "metadata",
            ObjectTree.of(
                "name",
                place.name(),
                "namespace",
                place.namespace(),
                "creationTimestamp",
                DateTimeFormatter.ISO_INSTANT.format(now)),
            "spec",
            ObjectTree.of(
                "audiences",
                Tree.list(audiences),
                "expirationSeconds",
                life,
                "boundObjectRef",
                reference.isEmpty() ? null : reference),
            "status",
            ObjectTree.of(
                "token",
                token,
                "expirationTimestamp",
                DateTimeFormatter.ISO_INSTANT.format(until))));
  }

  private static void check(long life) {
    var field = "spec.expirationSeconds";
    var causes = new ArrayList<Cause>();
    if (life < SHORTEST_LIFE) {
      causes.add(Cause.invalid(field, life, "may not specify a duration less than 10 minutes"));
    }
    if (life > LONGEST_LIFE) {
      causes.add(Cause.invalid(field, life, "may not specify a duration larger than 2^32 seconds"));
    }
    if (!causes.isEmpty()) {
      throw Refusal.invalid("TokenRequest", "authentication.k8s.io", "", causes);
    }
  }

  /** What the token ends with. */
  private ObjectTree bound(Resources.Place place, ObjectTree reference) {
    var kind = Tree.text(reference, "kind");
    var name = Tree.text(reference, "name");
    if (!Tree.text(reference, "apiVersion").equals("v1")
        || !List.of("Pod", "Secret", "Node").contains(kind)) {
      throw Refusal.badRequest("cannot bind token to object of type " + kind);
    }
    var plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
    var resource =
        cluster.kinds().get(new ResourceId("", "v1", plural)).orElseThrow(Refusal::noSuchResource);
    var object = cluster.get(resource, place.namespace(), name);
    var uid = Tree.text(reference, "uid");
    if (!uid.isEmpty() && !uid.equals(Tree.text(object, "metadata", "uid"))) {
      throw Refusal.conflict(
          resource,
          name,
          "the UID in the bound object reference ("
              + uid
              + ") does not match the UID in record. The object might have been deleted and then"
              + " recreated");
    }
    var claims =
        ObjectTree.of(plural.substring(0, plural.length() - 1), AccountTokens.reference(object));
    if (!kind.equals("Pod")) {
      return claims;
    }
    sameAccount(place, object);
    return onNode(claims, object);
  }

  private ObjectTree onNode(ObjectTree claims, ObjectTree pod) {
    var node = Tree.text(pod, "spec", "nodeName");
    return node.isEmpty()
        ? claims
        : cluster
            .state()
            .get(new Key("", "nodes", "", node))
            .map(Stored::object)
            .map(found -> claims.with("node", AccountTokens.reference(found)))
            .orElseGet(() -> claims.with("node", ObjectTree.of("name", node)));
  }

  private static void sameAccount(Resources.Place place, ObjectTree pod) {
    if (!Tree.text(pod, "spec", "serviceAccountName").equals(place.name())) {
      throw Refusal.badRequest(
          "cannot bind token for serviceaccount \""
              + place.name()
              + "\" to pod running with different serviceaccount name.");
    }
  }
}
