package io.syncline.server.api;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.auth.Accounts;
import io.syncline.server.auth.Sessions;
import io.syncline.server.http.ApiException;
import io.syncline.server.http.Call;
import io.syncline.server.http.Routes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Login, logout and who one is (semantics 26). */
public final class SessionApi {
  private static final String COOKIE = "argocd.token";
  private static final int MAX_NAME = 32;

  /** How long a password's time is believed before it is read again: requests come in bursts. */
  private static final Duration KEEP = Duration.ofSeconds(10);

  private final ConcurrentHashMap<String, PasswordTime> passwordTimes = new ConcurrentHashMap<>();
  private final Accounts accounts;
  private final Sessions sessions;
  private final Clock clock;

  /** Sessions of local accounts. */
  public SessionApi(Accounts accounts, Sessions sessions, Clock clock) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** Puts the resource on its paths. */
  public void mount(Routes routes) {
    routes
        .open(HttpMethod.POST, "/api/v1/session", this::login)
        .open(HttpMethod.DELETE, "/api/v1/session", this::logout)
        .open(HttpMethod.GET, "/api/v1/session/userinfo", SessionApi::userInfo)
        .on(HttpMethod.GET, "/api/v1/account", _ -> ObjectTree.of("items", List.of(admin())))
        .on(HttpMethod.GET, "/api/v1/account/{name}", SessionApi::account)
        .on(HttpMethod.PUT, "/api/v1/account/password", this::changePassword)
        .on(
            HttpMethod.GET,
            "/api/v1/account/can-i/{resource}/{action}/{subresource}",
            call -> ObjectTree.of("value", call.user().equals(Accounts.ADMIN) ? "yes" : "no"));
  }

  /** The account behind a request: bearer token first, then cookie. */
  public String userOf(AggregatedHttpRequest request) {
    return token(request)
        .flatMap(sessions::verify)
        .filter(s -> !s.issued().isBefore(passwordTime(s.account())))
        .map(Sessions.Session::account)
        .orElse("");
  }

  /** A new password ends the sessions that began with the old one. */
  private Instant passwordTime(String account) {
    var now = clock.instant();
    var seen =
        passwordTimes.compute(
            account,
            (name, old) ->
                old != null && old.read().plus(KEEP).isAfter(now)
                    ? old
                    : new PasswordTime(accounts.passwordTime(name).orElse(Instant.EPOCH), now));
    return seen.set();
  }

  private record PasswordTime(Instant set, Instant read) {}

  private static Optional<String> token(AggregatedHttpRequest request) {
    var header = request.headers().get("authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.of(header.substring(7).strip());
    }
    return request.headers().cookies().stream()
        .filter(c -> c.name().equals(COOKIE))
        .map(Cookie::value)
        .findFirst();
  }

  private Object login(Call call) {
    var body = call.body();
    var name = Tree.text(body, "username");
    var password = Tree.text(body, "password");
    if (name.isEmpty() || password.isEmpty()) {
      throw new ApiException(ApiException.Code.UNAUTHENTICATED, "no credentials supplied");
    }
    // Attempts on a locked account do not count, or anybody could keep its owner out for ever.
    if (name.length() > MAX_NAME || sessions.locked(name)) {
      throw refused();
    }
    if (!accounts.verify(name, password)) {
      sessions.failed(name);
      throw refused();
    }
    sessions.succeeded(name);
    var token = sessions.issue(name);
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JSON)
            .cookie(cookie(token, call, 24 * 3600))
            .set("cache-control", "no-store")
            .build(),
        HttpData.wrap(Json.bytes(ObjectTree.of("token", token))));
  }

  private static ApiException refused() {
    return new ApiException(ApiException.Code.UNAUTHENTICATED, "Invalid username or password");
  }

  private static Cookie cookie(String value, Call call, long seconds) {
    var builder =
        Cookie.secureBuilder(COOKIE, value)
            .path("/")
            .httpOnly(true)
            .sameSite("Lax")
            .maxAge(seconds);
    return builder.secure(call.context().sessionProtocol().isTls()).build();
  }

  private Object logout(Call call) {
    token(call.request()).ifPresent(sessions::revoke);
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JSON)
            .cookie(cookie("", call, 0))
            .build(),
        HttpData.ofUtf8("{}"));
  }

  private static Object userInfo(Call call) {
    return call.user().isEmpty()
        ? ObjectTree.of("loggedIn", false)
        : ObjectTree.of("loggedIn", true, "username", call.user(), "iss", "argocd");
  }

  private static ObjectTree admin() {
    return ObjectTree.of("name", Accounts.ADMIN, "enabled", true, "capabilities", List.of("login"));
  }

  private static Object account(Call call) {
    if (!call.path("name").equals(Accounts.ADMIN)) {
      throw ApiException.notFound("account '" + call.path("name") + "' does not exist");
    }
    return admin();
  }

  private Object changePassword(Call call) {
    var body = call.body();
    var name = Tree.text(body, "name").isEmpty() ? call.user() : Tree.text(body, "name");
    var next = Tree.text(body, "newPassword");
    if (!accounts.verify(call.user(), Tree.text(body, "currentPassword"))) {
      throw ApiException.invalid("current password does not match");
    }
    if (next.length() < 8 || next.length() > 32) {
      throw ApiException.invalid(
          "new password has " + next.length() + " characters (expected: 8 to 32)");
    }
    accounts.change(name, next, clock.instant());
    passwordTimes.remove(name);
    return ObjectTree.EMPTY;
  }
}
