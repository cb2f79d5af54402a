package io.syncline.localkube.rest;

import io.syncline.localkube.api.ApiException;
import io.syncline.localkube.authn.Authentication;
import io.syncline.localkube.authz.Attributes;
import io.syncline.localkube.authz.Rbac;
import io.syncline.localkube.authz.StoredPolicy;
import io.syncline.localkube.authz.User;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.tree.ObjectTree;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Lets requests in: finds out who sends them, for whom, and whether they may. */
final class Gate {
  private static final String IMPERSONATE = "impersonate-";
  private static final String EXTRA = IMPERSONATE + "extra-";
  private static final String SOCKET_TOKEN = "base64url.bearer.authorization.k8s.io.";

  private final Cluster cluster;
  private final Authentication authentication;

  Gate(Cluster cluster, Authentication authentication) {
    this.cluster = cluster;
    this.authentication = authentication;
  }

  /**
   * The request with its caller.
   *
   * @throws ApiException Unauthorized or Forbidden
   */
  Request admitted(Request request) {
    var sender =
        authentication
            .caller(
                token(request), request.certificate(), cluster.state(), cluster.clock().instant())
            .orElseThrow(() -> Refusal.of(401, "Unauthorized", "Unauthorized", ObjectTree.EMPTY));
    var user = impersonated(request, sender);
    var wish = Wish.of(request);
    permit(user, wish);
    return user.master()
        ? request.from(new Caller(user, io.syncline.localkube.write.Approval.ALWAYS))
        : request.from(new Caller(user, new GrantedRights(cluster, user, wish)));
  }

  private void permit(User user, Attributes wish) {
    var decision = Rbac.decide(new StoredPolicy(cluster.state()), user, wish);
    if (!decision.allowed()) {
      throw wish.refusal(user, decision.reason());
    }
  }

  private static String token(Request request) {
    var header = request.header("authorization").strip();
    if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).strip();
    }
    for (var protocol : request.header("sec-websocket-protocol").split(",")) {
      var name = protocol.strip();
      if (name.startsWith(SOCKET_TOKEN)) {
        try {
          return new String(
              Base64.getUrlDecoder().decode(name.substring(SOCKET_TOKEN.length())),
              StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
          // Not a token, so it proves nothing; refused like any other wrong one.
          return name;
        }
      }
    }
    return "";
  }

  /** Who the sender wants to be, when it may. */
  private User impersonated(Request request, User sender) {
    var wanted = request.header(IMPERSONATE + "user");
    var groups = values(request, IMPERSONATE + "group");
    var uid = request.header(IMPERSONATE + "uid");
    var extras = request.headers(EXTRA);
    if (wanted.isEmpty()) {
      if (!groups.isEmpty() || !uid.isEmpty() || !extras.isEmpty()) {
        throw Refusal.of(
            500,
            "InternalError",
            "Internal Server Error: requested groups, uid or extra for impersonation without"
                + " impersonating a user",
            ObjectTree.EMPTY);
      }
      return sender;
    }
    var account = User.account(wanted);
    permit(
        sender,
        account.isEmpty()
            ? impersonation("", "users", "", wanted)
            : Attributes.resource(
                "impersonate", "", "serviceaccounts", account.getFirst(), account.getLast()));
    groups.forEach(group -> permit(sender, impersonation("", "groups", "", group)));
    var extra = ObjectTree.EMPTY;
    for (var header : extras) {
      var key =
          URLDecoder.decode(
              header.substring(EXTRA.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
      var values = values(request, header);
      values.forEach(
          value ->
              permit(sender, impersonation("authentication.k8s.io", "userextras", key, value)));
      extra = extra.with(key, values);
    }
    if (!uid.isEmpty()) {
      permit(sender, impersonation("authentication.k8s.io", "uids", "", uid));
    }
    return new User(wanted, uid, completed(wanted, groups, account), extra);
  }

  private static Attributes impersonation(
      String group, String resource, String subresource, String name) {
    return new Attributes("impersonate", group, resource, subresource, "", name, "");
  }

  private static List<String> values(Request request, String header) {
    var value = request.header(header);
    return value.isEmpty() ? List.of() : List.of(value.split("\n"));
  }

  private static List<String> completed(String user, List<String> given, List<String> account) {
    var groups = new ArrayList<>(given);
    if (given.isEmpty() && !account.isEmpty()) {
      groups.addAll(User.accountGroups(account.getFirst()));
    }
    if (user.equals(User.ANONYMOUS_NAME)) {
      if (!groups.contains(User.UNAUTHENTICATED)) {
        groups.add(User.UNAUTHENTICATED);
      }
    } else if (!groups.contains(User.AUTHENTICATED) && !groups.contains(User.UNAUTHENTICATED)) {
      groups.add(User.AUTHENTICATED);
    }
    return groups;
  }
}
