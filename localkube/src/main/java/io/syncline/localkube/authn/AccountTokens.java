package io.syncline.localkube.authn;

import io.syncline.localkube.authz.User;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Stored;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Signs and checks the tokens of service accounts. Safe for many threads. */
public final class AccountTokens {
  /** Who signs, and who the tokens are for when nothing else is asked. */
  public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private static final String LEGACY_ISSUER = "kubernetes/serviceaccount";
  private static final String LEGACY = "kubernetes.io/serviceaccount/";
  private static final String EXTRA = "authentication.kubernetes.io/";
  private static final String SIGNATURE = "SHA256withECDSAinP1363Format";

  private final KeyPair keys;
  private final String keyId;

  AccountTokens(KeyPair keys) {
    this.keys = keys;
    this.keyId = encoded(digest(keys.getPublic().getEncoded()));
  }

  /**
   * What a token is to say.
   *
   * @param account the ServiceAccount
   * @param audiences who it is for
   * @param from when it begins
   * @param until when it ends
   * @param bound what it ends with: {@code pod}, {@code node} and {@code secret} with name and uid
   */
  public record Claims(
      ObjectTree account, List<String> audiences, Instant from, Instant until, ObjectTree bound) {
    /** Copies the list. */
    public Claims {
      audiences = List.copyOf(audiences);
    }
  }

  /** A token that ends. */
  public String signed(Claims claims) {
    var namespace = Tree.text(claims.account(), "metadata", "namespace");
    var name = Tree.text(claims.account(), "metadata", "name");
    var own = ObjectTree.of("namespace", namespace);
    for (var kind : claims.bound().keySet()) {
      own = own.with(kind, claims.bound().get(kind));
    }
    own = own.with("serviceaccount", reference(claims.account()));
    return signed(
        ObjectTree.of(
            "aud", Tree.list(claims.audiences()),
            "exp", claims.until().getEpochSecond(),
            "iat", claims.from().getEpochSecond(),
            "iss", ISSUER,
            "jti", UUID.randomUUID().toString(),
            "kubernetes.io", own,
            "nbf", claims.from().getEpochSecond(),
            "sub", User.accountName(namespace, name)));
  }

  /** Name and uid of an object, as tokens have them. */
  public static ObjectTree reference(ObjectTree object) {
    return ObjectTree.of(
        "name", Tree.text(object, "metadata", "name"), "uid", Tree.text(object, "metadata", "uid"));
  }

  /** The token of a Secret of type {@code kubernetes.io/service-account-token}: without an end. */
  public String legacy(ObjectTree account, String secret) {
    var namespace = Tree.text(account, "metadata", "namespace");
    var name = Tree.text(account, "metadata", "name");
    return signed(
        ObjectTree.of(
            "iss",
            LEGACY_ISSUER,
            LEGACY + "namespace",
            namespace,
            LEGACY + "secret.name",
            secret,
            LEGACY + "service-account.name",
            name,
            LEGACY + "service-account.uid",
            Tree.text(account, "metadata", "uid"),
            "sub",
            User.accountName(namespace, name)));
  }

  private String signed(ObjectTree claims) {
    var head = ObjectTree.of("alg", "ES256", "kid", keyId);
    var text = encoded(Json.bytes(head)) + "." + encoded(Json.bytes(claims));
    try {
      var signature = Signature.getInstance(SIGNATURE);
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a token cannot be signed: " + e.getMessage(), e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is missing in this Java", e);
    }
  }

  /**
   * Whose token it is.
   *
   * @param user the service account
   * @param audiences who the token is for
   */
  public record Known(User user, List<String> audiences) {
    /** Copies the list. */
    public Known {
      audiences = List.copyOf(audiences);
    }
  }

  /** Checks a token: signature, time, and that what it belongs to is still there. */
  public Optional<Known> known(String token, State state, Instant now) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3 || !genuine(parts)) {
      return Optional.empty();
    }
    // Signed here, so it is what was written here.
    var claims = Json.parseObject(Base64.getUrlDecoder().decode(parts[1]));
    return Tree.text(claims, "iss").equals(LEGACY_ISSUER)
        ? legacy(token, claims, state)
        : bound(claims, state, now);
  }

  private boolean genuine(String[] parts) {
    try {
      var head = Json.parseObject(Base64.getUrlDecoder().decode(parts[0]));
      if (!Tree.text(head, "alg").equals("ES256")) {
        return false;
      }
      var signature = Signature.getInstance(SIGNATURE);
      signature.initVerify(keys.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException | Json.SyntaxException e) {
      // Any text may come as a token; one that cannot be read is not one of ours.
      return false;
    }
  }

  private static Optional<Known> legacy(String token, ObjectTree claims, State state) {
    var namespace = Tree.text(claims, LEGACY + "namespace");
    var secret = object(state, "secrets", namespace, Tree.text(claims, LEGACY + "secret.name"));
    var account =
        account(
            state,
            namespace,
            Tree.text(claims, LEGACY + "service-account.name"),
            Tree.text(claims, LEGACY + "service-account.uid"));
    var kept =
        secret
            .filter(s -> Tree.at(s, "metadata", "deletionTimestamp") == null)
            .map(s -> Tree.text(s, "data", "token"))
            .orElse("");
    var given = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.US_ASCII));
    return account
        .filter(a -> same(kept, given))
        .map(a -> new Known(user(a, ObjectTree.EMPTY), List.of(ISSUER)));
  }

  private static boolean same(String first, String second) {
    return MessageDigest.isEqual(
        first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Known> bound(ObjectTree claims, State state, Instant now) {
    var seconds = now.getEpochSecond();
    if (Tree.number(claims, 0, "exp") <= seconds || Tree.number(claims, 0, "nbf") > seconds) {
      return Optional.empty();
    }
    var own = Tree.object(claims.get("kubernetes.io"));
    var namespace = Tree.text(own, "namespace");
    var extra = ObjectTree.of(EXTRA + "credential-id", List.of("JTI=" + Tree.text(claims, "jti")));
    for (var kind : List.of("node", "pod", "secret")) {
      if (!(own.get(kind) instanceof ObjectTree bound)) {
        continue;
      }
      // A token bound to a pod names its node, too; it ends with the pod, not with the node.
      var holds = !kind.equals("node") || own.get("pod") == null;
      if (holds && !exists(state, kind, namespace, bound)) {
        return Optional.empty();
      }
      if (!kind.equals("secret")) {
        extra = extra.with(EXTRA + kind + "-name", List.of(Tree.text(bound, "name")));
        extra = extra.with(EXTRA + kind + "-uid", List.of(Tree.text(bound, "uid")));
      }
    }
    var facts = extra;
    return account(
            state,
            namespace,
            Tree.text(own, "serviceaccount", "name"),
            Tree.text(own, "serviceaccount", "uid"))
        .map(
            a ->
                new Known(
                    user(a, facts),
                    Tree.items(claims.get("aud")).stream().map(String::valueOf).toList()));
  }

  private static boolean exists(State state, String kind, String namespace, ObjectTree bound) {
    var place = kind.equals("node") ? "" : namespace;
    return object(state, kind + "s", place, Tree.text(bound, "name"))
        .filter(o -> Tree.text(o, "metadata", "uid").equals(Tree.text(bound, "uid")))
        .isPresent();
  }

  private static Optional<ObjectTree> account(
      State state, String namespace, String name, String uid) {
    return object(state, "serviceaccounts", namespace, name)
        .filter(a -> Tree.text(a, "metadata", "uid").equals(uid));
  }

  private static Optional<ObjectTree> object(
      State state, String plural, String namespace, String name) {
    return state.get(new Key("", plural, namespace, name)).map(Stored::object);
  }

  private static User user(ObjectTree account, ObjectTree extra) {
    var namespace = Tree.text(account, "metadata", "namespace");
    return new User(
            User.accountName(namespace, Tree.text(account, "metadata", "name")),
            Tree.text(account, "metadata", "uid"),
            User.accountGroups(namespace),
            extra)
        .authenticated();
  }
}
