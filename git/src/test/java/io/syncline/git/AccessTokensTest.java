package io.syncline.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.testservers.Certificates;
import io.syncline.testservers.GitServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that gives tokens as GitHub and Google do, for statements signed with one key. */
final class AccessTokensTest {
  private static final KeyPair KEY = Certificates.pair();
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;
  private volatile Instant now = START;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> installations = new ConcurrentHashMap<>();
  private HttpServer api;

  @BeforeEach
  void start() throws IOException {
    installations.put("/orgs/acme/installation", "77");
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", this::answer);
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + api.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      var google = path.equals("/token");
      var statement =
          google ? form.replaceFirst(".*assertion=", "") : header.replaceFirst("Bearer ", "");
      if (!isSigned(statement)) {
        send(exchange, 401, ObjectTree.of("message", "A JSON web token could not be decoded"));
      } else if (google) {
        send(exchange, 200, ObjectTree.of("access_token", "g-token", "expires_in", 3600L));
      } else if (path.equals("/app/installations/77/access_tokens")) {
        var body =
            ObjectTree.of(
                "token",
                "ghs_" + requests.size(),
                "expires_at",
                now.plus(Duration.ofHours(1)).toString());
        send(exchange, 201, body);
      } else if (installations.containsKey(path)) {
        send(exchange, 200, ObjectTree.of("id", Long.parseLong(installations.get(path))));
      } else {
        send(exchange, 404, ObjectTree.of("message", "Not Found"));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, ObjectTree body) throws IOException {
    var bytes = Json.bytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private boolean isSigned(String statement) {
    try {
      var parts = statement.split("\\.");
      if (parts.length != 3) {
        return false;
      }
      var claims = Json.parseObject(Base64.getUrlDecoder().decode(parts[1]));
      var life = Tree.number(claims, 0, "exp") - Tree.number(claims, 0, "iat");
      var check = Signature.getInstance("SHA256withRSA");
      check.initVerify(KEY.getPublic());
      check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return check.verify(Base64.getUrlDecoder().decode(parts[2]))
          && (life <= 600 && Tree.text(claims, "iss").equals("12") || life == 3600);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Credentials app(long installation) {
    var pem = Certificates.pem(KEY.getPrivate());
    return Credentials.anonymous()
        .with(new Credentials.GitHubApp(12, installation, pem, url() + "/"));
  }

  private AccessTokens tokens() {
    return new AccessTokens(() -> now, Duration.ofSeconds(20));
  }

  @Test
  void a_token_is_bought_once_and_again_shortly_before_it_expires() {
    var tokens = tokens();
    var first = tokens.exchanged(app(77), "https://github.com/acme/a").login();
    assertThat(first).isEqualTo(new Credentials.Basic("x-access-token", "ghs_1"));
    now = START.plus(Duration.ofMinutes(54));
    assertThat(tokens.exchanged(app(77), "https://github.com/acme/b").login()).isEqualTo(first);
    now = START.plus(Duration.ofMinutes(56));
    assertThat(tokens.exchanged(app(77), "https://github.com/acme/a").login())
        .isEqualTo(new Credentials.Basic("x-access-token", "ghs_2"));
    now = now.plusSeconds(11);
    tokens.forget(app(77));
    tokens.exchanged(app(77), "https://github.com/acme/a");
    assertThat(requests).hasSize(3);
  }

  @Test
  void an_installation_is_found_by_the_owner_of_the_repository() {
    var tokens = tokens();
    assertThat(tokens.exchanged(app(0), "https://github.com/acme/a").login())
        .isInstanceOf(Credentials.Basic.class);
    assertThat(requests)
        .containsExactly("GET /orgs/acme/installation", "POST /app/installations/77/access_tokens");
    installations.put("/users/ada/installation", "77");
    tokens.exchanged(app(0), "https://github.com/ada/x.git");
    assertThat(requests).contains("GET /orgs/ada/installation", "GET /users/ada/installation");
  }

  private static GitException refusal(AccessTokens tokens, Credentials credentials) {
    return catchThrowableOfType(
        GitException.class, () -> tokens.exchanged(credentials, "https://github.com/nobody/a"));
  }

  @Test
  void refusals_say_which_field_to_look_at() {
    var unknown = refusal(tokens(), app(0));
    assertThat(unknown.code()).isEqualTo(GitException.Code.AUTH);
    assertThat(unknown)
        .hasMessageContaining("GitHub answers 404 for the installation")
        .hasMessageContaining("nobody");
    assertThat(unknown.hint()).contains("githubAppInstallationID");
    var otherKey = Certificates.pem(Certificates.pair().getPrivate());
    var wrong =
        refusal(
            tokens(),
            Credentials.anonymous().with(new Credentials.GitHubApp(12, 77, otherKey, url())));
    assertThat(wrong).hasMessageContaining("401").hasMessageContaining("could not be decoded");
    assertThat(wrong.hint()).contains("githubAppPrivateKey");
    var garbage =
        refusal(
            tokens(),
            Credentials.anonymous().with(new Credentials.GitHubApp(12, 77, "hush", url())));
    assertThat(garbage)
        .hasMessageContaining("githubAppPrivateKey holds no private key")
        .hasMessageNotContaining("hush");
  }

  @Test
  void a_google_account_buys_a_token_at_the_address_in_its_key() {
    var file =
        ObjectTree.of(
            "client_email",
            "bot@project.example",
            "private_key",
            Certificates.pem(KEY.getPrivate()),
            "token_uri",
            url() + "/token");
    var account = Credentials.anonymous().with(new Credentials.GoogleAccount(Json.write(file)));
    var tokens = tokens();
    assertThat(tokens.exchanged(account, "https://source.example/p/r").login())
        .isEqualTo(new Credentials.Basic("bot@project.example", "g-token"));
    tokens.exchanged(account, "https://source.example/p/other");
    assertThat(requests).containsExactly("POST /token");
    assertThat(refusal(tokens, Credentials.anonymous().with(new Credentials.GoogleAccount("hush"))))
        .hasMessageContaining("gcpServiceAccountKey is no JSON object")
        .hasMessageNotContaining("hush");
  }

  @Test
  void a_repository_is_read_with_the_token() throws IOException {
    now = Instant.now();
    var sha = Git.create(folder, "shop").file("a", "1").commit("one");
    try (var server = new GitServer(folder);
        var repositories = new GitRepositories(folder.resolve("cache"), GitSettings.defaults())) {
      server.authorization = GitServer.basic("x-access-token", "ghs_1");
      var repository = repositories.repository(server.url("shop.git"), app(77));
      assertThat(repository.lsRemote().branch("main")).contains(sha);
      assertThat(repository.tree(sha).read("a")).isPresent();
      assertThat(requests).hasSize(1);
    }
  }

  @Test
  void a_token_that_is_taken_back_is_bought_anew_once() throws IOException {
    now = Instant.now();
    Git.create(folder, "shop").file("a", "1").commit("one");
    try (var server = new GitServer(folder);
        var repositories =
            new GitRepositories(folder.resolve("cache"), GitSettings.defaults(), () -> now)) {
      server.authorization = GitServer.basic("x-access-token", "ghs_1");
      var repository = repositories.repository(server.url("shop.git"), app(77));
      repository.lsRemote();
      server.authorization = GitServer.basic("x-access-token", "ghs_2");
      now = now.plusSeconds(60);
      assertThat(repository.lsRemote().branches()).containsExactly("main");
      assertThat(requests).hasSize(2);

      server.authorization = GitServer.basic("x-access-token", "never");
      now = now.plusSeconds(60);
      for (var i = 0; i < 3; i++) {
        assertThat(catchThrowableOfType(GitException.class, repository::lsRemote).code())
            .isEqualTo(GitException.Code.AUTH);
      }
      assertThat(requests).describedAs("a young token is not thrown away").hasSize(3);
    }
  }

  @Test
  void what_cannot_be_used_fails_with_its_own_words() {
    var failure =
        refusal(
            tokens(),
            Credentials.anonymous().with(new Credentials.Unusable("field x is bad", "fix x")));
    assertThat(failure).hasMessageContaining("field x is bad");
    assertThat(failure.hint()).isEqualTo("fix x");
  }
}
