package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {
  private static final String GITHUB =
      "{\"ref\":\"refs/heads/main\",\"after\":\"abc\",\"repository\":{\"clone_url\":\"https://github.com/a/b.git\",\"html_url\":\"https://github.com/a/b\"}}";
  private static final String GITLAB =
      "{\"ref\":\"refs/heads/main\",\"project\":{\"git_http_url\":\"https://gitlab.com/a/b.git\"}}";
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  @BeforeEach
  void withoutSecrets() {
    for (var host : List.of("github", "gitlab", "gogs")) {
      installation.secretField("webhook." + host + ".secret", "");
    }
    installation.details.changedSources.clear();
  }

  private static Installation.Answer post(String body, String... headers) {
    return installation.send(installation.request("POST", "/api/webhook", body).headers(headers));
  }

  private static String signature(String secret, String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_push_without_a_secret_configured_is_passed_on() {
    assertThat(post(GITHUB, "X-GitHub-Event", "push").status()).isEqualTo(200);
    assertThat(post(GITLAB, "X-Gitlab-Event", "Push Hook").status()).isEqualTo(200);
    assertThat(post(GITLAB, "X-Gitlab-Event", "Tag Push Hook").status()).isEqualTo(200);
    assertThat(post(GITHUB, "X-Gogs-Event", "push").status()).isEqualTo(200);

    assertThat(installation.details.changedSources)
        .containsExactly(
            "https://github.com/a/b.git",
            "https://github.com/a/b",
            "https://gitlab.com/a/b.git",
            "https://gitlab.com/a/b.git",
            "https://github.com/a/b.git",
            "https://github.com/a/b");
  }

  @Test
  void a_github_push_must_be_signed_with_the_secret() {
    installation.secretField("webhook.github.secret", "hush");

    var good =
        post(
            GITHUB,
            "X-GitHub-Event",
            "push",
            "X-Hub-Signature-256",
            "sha256=" + signature("hush", GITHUB));
    assertThat(good.status()).isEqualTo(200);
    assertThat(installation.details.changedSources).hasSize(2);
    installation.details.changedSources.clear();

    for (var wrong :
        List.of(
            "sha256=" + signature("other", GITHUB), signature("hush", GITHUB), "sha256=", "x")) {
      var answer = post(GITHUB, "X-GitHub-Event", "push", "X-Hub-Signature-256", wrong);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text())
          .isEqualTo("Webhook processing failed: signature does not match\n")
          .doesNotContain("hush");
    }
    assertThat(post(GITHUB, "X-GitHub-Event", "push").status()).isEqualTo(400);
    assertThat(
            post(
                    GITHUB + " ",
                    "X-GitHub-Event",
                    "push",
                    "X-Hub-Signature-256",
                    "sha256=" + signature("hush", GITHUB))
                .status())
        .isEqualTo(400);
    assertThat(installation.details.changedSources).isEmpty();
  }

  @Test
  void gogs_and_gitea_are_asked_for_their_own_secret() {
    installation.secretField("webhook.gogs.secret", "hush");

    assertThat(post(GITHUB, "X-Gogs-Event", "push").status()).isEqualTo(400);
    assertThat(post(GITHUB, "X-Gogs-Event", "push", "X-GitHub-Event", "push").status())
        .isEqualTo(400);
    assertThat(installation.details.changedSources).isEmpty();
    assertThat(
            post(GITHUB, "X-Gogs-Event", "push", "X-Gogs-Signature", signature("hush", GITHUB))
                .status())
        .isEqualTo(200);
    assertThat(installation.details.changedSources).hasSize(2);
  }

  @Test
  void a_gitlab_push_must_carry_the_token() {
    installation.secretField("webhook.gitlab.secret", "hush");

    assertThat(post(GITLAB, "X-Gitlab-Event", "Push Hook").status()).isEqualTo(400);
    assertThat(post(GITLAB, "X-Gitlab-Event", "Push Hook", "X-Gitlab-Token", "other").text())
        .isEqualTo("Webhook processing failed: token does not match\n");
    assertThat(installation.details.changedSources).isEmpty();

    assertThat(post(GITLAB, "X-Gitlab-Event", "Push Hook", "X-Gitlab-Token", "hush").status())
        .isEqualTo(200);
    assertThat(installation.details.changedSources).containsExactly("https://gitlab.com/a/b.git");
  }

  @Test
  void other_events_are_ignored_and_other_hosts_unknown() {
    assertThat(post("{\"zen\":\"x\"}", "X-GitHub-Event", "ping").status()).isEqualTo(200);
    assertThat(post("{}", "X-Gitlab-Event", "Issue Hook").status()).isEqualTo(200);
    var unknown = post("{}", "X-Unknown-Event", "push");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text()).isEqualTo("Unknown webhook event\n");
    assertThat(installation.details.changedSources).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "\"text\"",
        "{",
        "payload=%7B%7D",
        "{\"repository\":\"text\"}",
        "{\"repository\":{\"clone_url\":7}}",
        "{\"repository\":{\"clone_url\":\"\"}}"
      })
  void a_payload_without_a_repository_is_refused(String body) {
    assertThat(post(body, "X-GitHub-Event", "push").status()).isEqualTo(400);
    assertThat(post(body, "X-Gitlab-Event", "Push Hook").status()).isEqualTo(400);
    assertThat(installation.details.changedSources).isEmpty();
  }
}
