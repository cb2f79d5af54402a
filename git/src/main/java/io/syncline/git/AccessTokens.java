package io.syncline.git;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.outbound.PemKeys;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that the keys of GitHub Apps and Google accounts buy. One serves all repositories it is
 * good for until shortly before it expires.
 */
final class AccessTokens {
  /** A fetch that begins with a token should end with it. */
  private static final Duration RESERVE = Duration.ofMinutes(5);

  /** GitHub refuses more than ten minutes; clocks differ. */
  private static final Duration STATEMENT = Duration.ofMinutes(9);

  /** A token this young was refused for another reason than its age. */
  private static final Duration REBUY = Duration.ofSeconds(10);

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER = 1 << 20;

  private final InstantSource clock;
  private final Duration timeout;
  private final ConcurrentHashMap<Key, Slot> slots = new ConcurrentHashMap<>();

  private record Key(Credentials.Login login, String owner) {}

  private record Token(Credentials.Basic login, Instant expires, Instant bought) {}

  private static final class Slot {
    final ReentrantLock buying = new ReentrantLock();
    volatile @Nullable Token token;
  }

  AccessTokens(InstantSource clock, Duration timeout) {
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * {@code credentials} with a login that servers take: keys are exchanged for tokens.
   *
   * @throws GitException with {@link GitException.Code#AUTH} when none is given for the key
   */
  Credentials exchanged(Credentials credentials, String url) {
    return switch (credentials.login()) {
      case Credentials.GitHubApp app ->
          credentials.with(token(credentials, url, new Key(app, owner(app, url))));
      case Credentials.GoogleAccount account ->
          credentials.with(token(credentials, url, new Key(account, "")));
      case Credentials.Unusable unusable ->
          throw new GitException(
              GitException.Code.AUTH,
              "cannot log in at repository " + url + ": " + unusable.reason(),
              unusable.hint());
      default -> credentials;
    };
  }

  /**
   * Forgets what was bought for {@code credentials}: a server refused it.
   *
   * @return whether another one can be bought, as nobody else did so a moment ago
   */
  boolean forget(Credentials credentials) {
    var forgotten = false;
    for (var entry : slots.entrySet()) {
      if (entry.getKey().login().equals(credentials.login())) {
        var token = entry.getValue().token;
        if (token != null && !token.bought().plus(REBUY).isAfter(clock.instant())) {
          entry.getValue().token = null;
        }
        forgotten = true;
      }
    }
    return forgotten;
  }

  /** One installation serves many owners only when its number is given. */
  private static String owner(Credentials.GitHubApp app, String url) {
    return app.installationId() != 0 ? "" : GitUrl.organisation(url).orElse("");
  }

  private Credentials.Basic token(Credentials credentials, String url, Key key) {
    var slot = slots.computeIfAbsent(key, k -> new Slot());
    slot.buying.lock();
    try {
      var known = slot.token;
      if (known == null || !clock.instant().isBefore(known.expires().minus(RESERVE))) {
        known = buy(credentials, url, key);
        slot.token = known;
      }
      return known.login();
    } finally {
      slot.buying.unlock();
    }
  }

  private Token buy(Credentials credentials, String url, Key key) {
    try {
      return switch (key.login()) {
        case Credentials.GitHubApp app -> installation(credentials, app, key.owner(), url);
        case Credentials.GoogleAccount account -> google(credentials, account, url);
        default -> throw new IllegalStateException("no token is bought for " + key.login());
      };
    } catch (IOException e) {
      throw Failures.of(e, url, "get a token for");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refused(url, String.valueOf(e.getMessage()), "check the key in the repository secret");
    }
  }

  private static GitException refused(String url, String reason, String hint) {
    return new GitException(
        GitException.Code.AUTH, "cannot log in at repository " + url + ": " + reason, hint);
  }

  private Token installation(
      Credentials credentials, Credentials.GitHubApp app, String owner, String url)
      throws IOException, GeneralSecurityException {
    var key = PemKeys.privateKey(app.privateKey(), "githubAppPrivateKey");
    var claims =
        ObjectTree.of(
            "iat", clock.instant().minus(CLOCK_SKEW).getEpochSecond(),
            "exp", clock.instant().plus(STATEMENT).getEpochSecond(),
            "iss", Long.toString(app.appId()));
    var statement = signed(claims, key);
    var api = app.api().replaceAll("/+$", "");
    try (var web = new Web(forHost(credentials, url, api), timeout)) {
      var id = app.installationId();
      if (id == 0) {
        id = findInstallation(web, api, statement, owner, url);
      }
      var answer =
          web.send(
              github(api + "/app/installations/" + id + "/access_tokens", statement)
                  .POST(HttpRequest.BodyPublishers.noBody()),
              LONGEST_ANSWER);
      if (answer.status() / 100 != 2) {
        throw githubRefused(answer, "installation " + id + " of GitHub App " + app.appId(), url);
      }
      var body = Json.parseObject(answer.body());
      return new Token(
          new Credentials.Basic("x-access-token", Tree.text(body, "token")),
          expiry(body),
          clock.instant());
    }
  }

  private Instant expiry(ObjectTree body) {
    try {
      return Instant.parse(Tree.text(body, "expires_at"));
    } catch (DateTimeParseException notTold) {
      return clock.instant().plus(RESERVE.multipliedBy(2));
    }
  }

  private static long findInstallation(
      Web web, String api, String statement, String owner, String url) throws IOException {
    if (owner.isEmpty()) {
      throw refused(
          url,
          "the URL names no owner whose installation could be found",
          "set githubAppInstallationID in the repository secret");
    }
    var name = URLEncoder.encode(owner, StandardCharsets.UTF_8);
    Web.Answer answer = new Web.Answer(0, new byte[0]);
    for (var kind : new String[] {"orgs", "users"}) {
      answer =
          web.send(
              github(api + "/" + kind + "/" + name + "/installation", statement).GET(),
              LONGEST_ANSWER);
      if (answer.status() == 200) {
        return Tree.number(Json.parseObject(answer.body()), 0, "id");
      }
    }
    throw githubRefused(answer, "the installation of the GitHub App for " + owner, url);
  }

  private static HttpRequest.Builder github(String uri, String statement) {
    return HttpRequest.newBuilder(URI.create(uri))
        .header("Authorization", "Bearer " + statement)
        .header("Accept", "application/vnd.github+json");
  }

  private static GitException githubRefused(Web.Answer answer, String what, String url) {
    var said = message(answer.body());
    return refused(
        url,
        "GitHub answers " + answer.status() + " for " + what + (said.isEmpty() ? "" : ": " + said),
        switch (answer.status()) {
          case 401 -> "check githubAppID and githubAppPrivateKey, and this machine's clock";
          case 404 -> "check githubAppInstallationID and that the app is installed for the owner";
          default -> "check githubAppEnterpriseBaseUrl and the permissions of the app";
        });
  }

  private static String message(byte[] body) {
    try {
      var tree = Json.parseObject(body);
      var told = Tree.text(tree, "message");
      return told.isEmpty() ? Tree.text(tree, "error_description") : told;
    } catch (Json.SyntaxException notJson) {
      return "";
    }
  }

  private Token google(Credentials credentials, Credentials.GoogleAccount account, String url)
      throws IOException, GeneralSecurityException {
    ObjectTree file;
    try {
      file = Json.parseObject(account.key().getBytes(StandardCharsets.UTF_8));
    } catch (Json.SyntaxException e) {
      throw refused(
          url,
          "gcpServiceAccountKey is no JSON object (expected: the key file of a service account)",
          "put the whole key file into the repository secret");
    }
    var mail = Tree.text(file, "client_email");
    var endpoint = Tree.text(file, "token_uri");
    var key = PemKeys.privateKey(Tree.text(file, "private_key"), "gcpServiceAccountKey");
    var now = clock.instant();
    var claims =
        ObjectTree.of(
            "iss",
            mail,
            "scope",
            "https://www.googleapis.com/auth/cloud-platform",
            "aud",
            endpoint,
            "iat",
            now.getEpochSecond(),
            "exp",
            now.plus(Duration.ofHours(1)).getEpochSecond());
    var form =
        "grant_type="
            + URLEncoder.encode(
                "urn:ietf:params:oauth:grant-type:jwt-bearer", StandardCharsets.UTF_8)
            + "&assertion="
            + signed(claims, key);
    try (var web = new Web(forHost(credentials, url, endpoint), timeout)) {
      var answer =
          web.send(
              HttpRequest.newBuilder(URI.create(endpoint))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form)),
              LONGEST_ANSWER);
      if (answer.status() != 200) {
        throw refused(
            url,
            "Google answers " + answer.status() + " for " + mail + ": " + message(answer.body()),
            "check that the key in gcpServiceAccountKey is still valid");
      }
      var body = Json.parseObject(answer.body());
      return new Token(
          new Credentials.Basic(mail, Tree.text(body, "access_token")),
          now.plusSeconds(Tree.number(body, RESERVE.toSeconds(), "expires_in")),
          now);
    }
  }

  /** Certificates of the repository's host say nothing about another host. */
  private static Credentials forHost(Credentials credentials, String url, String api) {
    var trust = credentials.trust();
    var same =
        GitUrl.isHttp(url)
            && String.valueOf(URI.create(api).getHost()).equalsIgnoreCase(GitUrl.host(url));
    return same || trust.insecure()
        ? credentials
        : credentials.with(new Credentials.Trust(false, "", trust.knownHosts(), "", ""));
  }

  private static String signed(ObjectTree claims, PrivateKey key) throws GeneralSecurityException {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    var text =
        encoder.encodeToString(Json.bytes(ObjectTree.of("alg", "RS256", "typ", "JWT")))
            + "."
            + encoder.encodeToString(Json.bytes(claims));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + encoder.encodeToString(signature.sign());
  }
}
