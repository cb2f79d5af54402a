package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import org.junit.jupiter.api.Test;

/** What the server tells besides applications: clusters, its own health, who is logged in. */
@Scenarios
class ServerScenariosTest {
  @Test
  void clusters_are_listed_and_shown() {
    given("guestbook")
        .when()
        .create()
        .refresh()
        .cli("cluster", "list")
        .then()
        .expect(
            prints("SERVER NAME VERSION STATUS MESSAGE PROJECT"),
            prints("https://kubernetes.default.svc in-cluster"),
            prints("Successful"))
        .when()
        .cli("cluster", "get", "in-cluster")
        .then()
        .expect(
            prints("name: in-cluster"),
            prints("server: https://kubernetes.default.svc"),
            prints("insecure: false"),
            prints("status: Successful"));
  }

  @Test
  void a_changed_setting_does_not_interrupt_the_server() {
    var installation = Installation.shared();
    assertThat(installation.api("GET", "/healthz?full=true", null).status()).isEqualTo(200);
    given()
        .setting("url", "http://test-api-server-graceful-restart")
        .then()
        .expect(
            _ ->
                assertThat(installation.api("GET", "/healthz?full=true", null).status())
                    .isEqualTo(200),
            _ ->
                assertThat(
                        Tree.text(installation.api("GET", "/api/v1/settings", null).json(), "url"))
                    .isEqualTo("http://test-api-server-graceful-restart"));
  }

  @Test
  void a_wrong_password_is_told_as_such() {
    var answer =
        Installation.shared()
            .api(
                "POST", "/api/v1/session", ObjectTree.of("username", "admin", "password", "wrong"));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(Tree.text(answer.json(), "message")).isEqualTo("Invalid username or password");
  }
}
