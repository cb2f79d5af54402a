package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionTest {
  private static final String SESSION = "/api/v1/session";
  private static final String USER_INFO = "/api/v1/session/userinfo";
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  private static Installation.Answer login(String user, String password) {
    return installation.send(
        installation
            .request(
                "POST",
                SESSION,
                "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}")
            .header("content-type", "application/json"));
  }

  @Test
  void a_login_gives_a_token_and_a_cookie_and_both_let_in() {
    var answer = login("admin", installation.password);

    assertThat(answer.status()).isEqualTo(200);
    var token = String.valueOf(answer.tree().get("token"));
    var cookie = answer.header("set-cookie");
    assertThat(cookie)
        .startsWith("argocd.token=" + token)
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Lax")
        .contains("Path=/");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");

    var byBearer =
        installation.send(
            installation.request("GET", USER_INFO, "").header("authorization", "Bearer " + token));
    var byCookie =
        installation.send(
            installation.request("GET", USER_INFO, "").header("cookie", "argocd.token=" + token));
    assertThat(byBearer.text())
        .isEqualTo("{\"loggedIn\":true,\"username\":\"admin\",\"iss\":\"argocd\"}");
    assertThat(byCookie.text()).isEqualTo(byBearer.text());
  }

  @Test
  void logging_out_makes_the_token_worthless_and_clears_the_cookie() {
    var token = String.valueOf(login("admin", installation.password).tree().get("token"));

    var out =
        installation.send(
            installation.request("DELETE", SESSION, "").header("authorization", "Bearer " + token));

    assertThat(out.status()).isEqualTo(200);
    assertThat(out.header("set-cookie")).startsWith("argocd.token=;").contains("Max-Age=0");
    var after =
        installation.send(
            installation
                .request("GET", "/api/v1/applications", "")
                .header("authorization", "Bearer " + token));
    assertThat(after.status()).isEqualTo(401);
  }

  @Test
  void an_unknown_account_and_a_wrong_password_get_the_same_answer() {
    var wrong = login("admin", "not the password");
    var unknown = login("nobody", "not the password");
    var tooLong = login("x".repeat(33), "not the password");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text())
        .isEqualTo(
            "{\"error\":\"Invalid username or password\",\"code\":16,\"message\":\"Invalid username or password\",\"details\":[]}");
    assertThat(unknown.text()).isEqualTo(wrong.text());
    assertThat(tooLong.text()).isEqualTo(wrong.text());
    assertThat(login("", "").message()).isEqualTo("no credentials supplied");
  }

  @Test
  void five_failures_lock_the_account_for_five_minutes_however_often_it_is_tried_meanwhile() {
    try (var own = new Installation()) {
      var body = "{\"username\":\"admin\",\"password\":\"%s\"}";
      var good = body.formatted(own.password);
      var bad = body.formatted("wrong");
      for (var i = 0; i < 5; i++) {
        assertThat(own.call("POST", SESSION, bad).status()).isEqualTo(401);
      }
      assertThat(own.call("POST", SESSION, good).status()).isEqualTo(401);

      own.clock.advance(Duration.ofMinutes(4));
      assertThat(own.call("POST", SESSION, good).status()).isEqualTo(401);

      own.clock.advance(Duration.ofMinutes(2));
      assertThat(own.call("POST", SESSION, good).status()).isEqualTo(200);
    }
  }

  @Test
  void a_token_ends_after_a_day() {
    try (var own = new Installation()) {
      assertThat(own.get("/api/v1/applications").status()).isEqualTo(200);
      own.clock.advance(Duration.ofHours(25));
      assertThat(own.get("/api/v1/applications").status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer x",
        "Bearer a.b.c",
        "Basic YWRtaW46YWRtaW4=",
        // alg none, subject admin:login
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbjpsb2dpbiIsImlzcyI6ImFyZ29jZCJ9.",
        // signed with another key
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhcmdvY2QiLCJzdWIiOiJhZG1pbjpsb2dpbiJ9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void without_a_good_token_nothing_is_shown(String header) {
    var request = installation.request("GET", "/api/v1/applications", "");
    var answer =
        installation.send(header.isEmpty() ? request : request.header("authorization", header));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text())
        .isEqualTo(
            "{\"error\":\"no session information\",\"code\":16,\"message\":\"no session information\",\"details\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "nonsense"
      })
  void a_body_that_is_not_json_is_refused_by_its_type(String type) {
    var answer =
        installation.send(
            installation
                .request("POST", "/api/v1/applications", "{}")
                .header("authorization", "Bearer " + installation.token)
                .header("content-type", type));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.message()).isEqualTo("invalid content type (expected: application/json)");
  }

  @Test
  void a_json_type_with_a_character_set_is_taken() {
    var answer =
        installation.send(
            installation
                .request("POST", "/api/v1/applications", "{}")
                .header("authorization", "Bearer " + installation.token)
                .header("content-type", "application/json; charset=utf-8"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("application has no metadata.name");
  }

  @Test
  void a_new_password_needs_the_old_one_and_a_sensible_length() {
    try (var own = new Installation()) {
      var path = "/api/v1/account/password";
      assertThat(
              own.call("PUT", path, "{\"currentPassword\":\"x\",\"newPassword\":\"long enough\"}")
                  .message())
          .isEqualTo("current password does not match");
      assertThat(
              own.call(
                      "PUT",
                      path,
                      "{\"currentPassword\":\"" + own.password + "\",\"newPassword\":\"short\"}")
                  .message())
          .isEqualTo("new password has 5 characters (expected: 8 to 32)");

      own.clock.advance(Duration.ofSeconds(1));
      assertThat(
              own.call(
                      "PUT",
                      path,
                      "{\"currentPassword\":\""
                          + own.password
                          + "\",\"newPassword\":\"long enough\"}")
                  .status())
          .isEqualTo(200);

      assertThat(own.get("/api/v1/applications").status())
          .as("a session that began with the old password")
          .isEqualTo(401);

      assertThat(
              own.call("POST", SESSION, "{\"username\":\"admin\",\"password\":\"long enough\"}")
                  .status())
          .isEqualTo(200);
      assertThat(
              own.call(
                      "POST",
                      SESSION,
                      "{\"username\":\"admin\",\"password\":\"" + own.password + "\"}")
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void who_one_is_and_may_can_be_asked() {
    var info = installation.send(installation.request("GET", USER_INFO, ""));

    assertThat(info.text()).isEqualTo("{\"loggedIn\":false}");
    assertThat(installation.get("/api/v1/account").text())
        .contains("{\"name\":\"admin\",\"enabled\":true,\"capabilities\":[\"login\"]}");
    assertThat(installation.get("/api/v1/account/nobody").status()).isEqualTo(404);
    assertThat(
            installation.get("/api/v1/account/can-i/applications/sync/default%2Fguestbook").text())
        .isEqualTo("{\"value\":\"yes\"}");
  }
}
