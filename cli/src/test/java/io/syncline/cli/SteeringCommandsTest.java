package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that Argo CD does not have: explain, plan, hold, release, adopt, rollback in Git. */
final class SteeringCommandsTest {
  private static final String SHOP = "/api/v1/applications/shop";

  @TempDir Path home;
  private final RecordedServer server = new RecordedServer();

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String... words) {
    return CommandLineRun.with(home, server).run(words);
  }

  private String lastBody() {
    return server.asked.getLast().body();
  }

  @Test
  void a_hold_says_why_until_when_and_of_what() {
    server.on("POST " + SHOP + "/hold", "{}").on("DELETE " + SHOP + "/hold", "{}");

    var held = run("app", "hold", "shop", "--reason", "incident 7", "--until", "2h");
    assertThat(held.code()).isZero();
    assertThat(held.out()).isEqualTo("Application 'shop' held\n");
    assertThat(Json.parse(lastBody()))
        .isEqualTo(Json.parse("{\"reason\":\"incident 7\",\"until\":\"2h\",\"revision\":\"\"}"));

    assertThat(run("app", "release", "team/shop").out()).isEqualTo("Application 'shop' released\n");
    assertThat(server.asked.getLast().line())
        .isEqualTo("DELETE " + SHOP + "/hold?appNamespace=team");
  }

  @Test
  void a_refusal_is_told_and_ends_with_twenty() {
    server.refuse("POST " + SHOP + "/hold", 400, "end \"soon\" is no time to come");

    var refused = run("app", "hold", "shop", "--until", "soon");

    assertThat(refused.code()).isEqualTo(20);
    assertThat(refused.err()).contains("end \"soon\" is no time to come");
  }

  @Test
  void sentences_of_one_topic_stand_below_each_other() {
    server.on(
        "GET " + SHOP + "/explain",
        """
        {"sentences": [{"topic": "sync", "text": "It is OutOfSync."},
                       {"topic": "sync", "text": "Service web differs."},
                       {"topic": "health", "text": "It is Healthy."}]}""");

    assertThat(run("app", "explain", "shop").out())
        .startsWith(
            """
            sync        It is OutOfSync.
                        Service web differs.
            health      It is Healthy.
            """);
    assertThat(run("app", "explain", "shop", "-o", "json").out()).contains("\"topic\": \"health\"");
  }

  @Test
  void a_plan_shows_what_would_be_done_and_its_digest() {
    server.on(
        "POST " + SHOP + "/plan",
        """
        {"digest": "9b1f", "revisions": ["5f87"], "needsConfirmation": [],
         "tasks": [{"phase": "Sync", "wave": 0, "action": "change", "kind": "Service",
                    "namespace": "shop", "name": "web",
                    "changes": [{"path": "spec.x", "from": "80", "to": "8080"}]},
                   {"phase": "Sync", "wave": 0, "action": "nothing", "kind": "Secret", "name": "s"}]}""");

    var out = run("app", "plan", "shop", "--prune").out();

    assertThat(out)
        .contains("change  Service shop/web")
        .contains("spec.x: 80 -> 8080")
        .contains("Plan:     9b1f")
        .doesNotContain("Secret");
    assertThat(lastBody()).contains("\"prune\":true");
  }

  @Test
  void a_rollback_in_git_names_the_entry_before_the_last_when_none_is_named() {
    server
        .on(
            "GET " + SHOP,
            "{\"metadata\": {\"name\": \"shop\"}, \"status\": {\"history\": [{\"id\": 3}, {\"id\": 4}]}}")
        .on(
            "POST " + SHOP + "/rollback-git",
            """
            {"commit": "c0ffee", "branch": "main", "files": ["a.yaml", "b.yaml"],
             "reverted": ["bad1"], "held": "bad1"}""");

    var run = run("app", "rollback", "shop", "--git", "--branch", "review", "--allow-shared");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("c0ffee").contains("a.yaml, b.yaml").contains("bad1");
    assertThat(Json.parse(lastBody()))
        .isEqualTo(Json.parse("{\"id\":3,\"branch\":\"review\",\"allowShared\":true}"));
  }

  @Test
  void an_adoption_prints_the_patch_or_the_commit_and_what_it_left_out() {
    server.on(
        "POST " + SHOP + "/adopt",
        """
        {"patch": "--- a/web.yaml\\n+++ b/web.yaml\\n", "commit": "c0ffee", "branch": "main",
         "files": ["web.yaml"], "objects": [],
         "skipped": [{"kind": "Secret", "name": "s", "reason": "secrets are not written to Git"}]}""");

    var dry = run("app", "adopt", "shop", "--dry-run", "--resource", "apps:Deployment:shop/web");
    assertThat(dry.out()).isEqualTo("--- a/web.yaml\n+++ b/web.yaml\n");
    assertThat(dry.err()).contains("skipped Secret s: secrets are not written to Git");
    assertThat(Json.parse(lastBody()))
        .isEqualTo(
            Json.parse(
                """
                {"resources": [{"group": "apps", "kind": "Deployment", "namespace": "shop", "name": "web"}],
                 "branch": "", "keepHold": false, "dryRun": true}"""));

    assertThat(run("app", "adopt", "shop").out()).contains("c0ffee").contains("web.yaml");
  }
}
