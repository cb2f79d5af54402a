package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  private static Installation.Answer get(String path) {
    return installation.send(installation.request("GET", path, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/applications",
        "/applications/shop",
        "/applications/argocd/v1.2",
        "/assets",
        "/settings?x=y"
      })
  void every_address_of_the_page_answers_with_the_page(String path) {
    var answer = get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.text()).contains("the page of the tests");
    assertThat(answer.header("cache-control")).isEqualTo("no-cache");
    assertThat(answer.header("content-security-policy")).isEqualTo("frame-ancestors 'self'");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void assets_may_be_kept_for_ever_and_absent_ones_are_not_the_page() {
    var asset = get("/assets/main.js");

    assertThat(asset.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(asset.header("cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(asset.text().strip()).isEqualTo("export {};");
    assertThat(get("/assets/absent.js").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..%2f..%2fsecret.html",
        "/%2e%2e/secret.json",
        "/io/syncline/server/ApiServer.class",
        "//etc/passwd",
        "/%00"
      })
  void nothing_beside_the_page_is_served(String path) {
    var answer = get(path);

    assertThat(answer.status() >= 400 || answer.text().contains("the page of the tests"))
        .as(answer.text())
        .isTrue();
    assertThat(answer.text()).doesNotContain("root:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nonsense",
        "/api/v2/applications",
        "/api/dex/x",
        "/api/v1/applications/a/b/c/d"
      })
  void an_unknown_api_address_is_a_json_404(String path) {
    var answer = get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.tree())
        .isEqualTo(
            Json.parse(
                "{\"error\":\"Not Found\",\"code\":5,\"message\":\"Not Found\",\"details\":[]}"));
  }

  @Test
  void health_is_open() {
    assertThat(get("/healthz").text()).isEqualTo("ok");
  }
}
