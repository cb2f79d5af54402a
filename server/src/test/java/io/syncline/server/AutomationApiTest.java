package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class AutomationApiTest {
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  private static String path(String name, String rest) {
    return "/api/v1/applications/" + name + rest;
  }

  @Test
  void a_held_application_refuses_to_sync_until_it_is_released_or_overridden() {
    installation.application("held");
    var hold = path("held", "/hold");

    var answer = installation.call("POST", hold, "{\"reason\": \"incident\", \"until\": \"2h\"}");

    assertThat(answer.status()).isEqualTo(200);
    var annotation = installation.stored("held").annotation("syncline.io/hold").orElseThrow();
    assertThat(Tree.text(Json.parse(annotation), "by")).isEqualTo("admin");
    assertThat(Tree.text(Json.parse(annotation), "reason")).isEqualTo("incident");
    var refused = installation.call("POST", path("held", "/sync"), "{}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .contains("application held is held (automatic sync is held by admin until ")
        .contains("--override-hold");

    assertThat(
            installation.call("POST", path("held", "/sync"), "{\"overrideHold\": true}").status())
        .isEqualTo(200);
    assertThat(Tree.items(installation.stored("held").at("operation", "info")))
        .isEqualTo(List.of(ObjectTree.of("name", "syncline.io/override-hold", "value", "true")));
    assertThat(installation.call("DELETE", hold, "").status()).isEqualTo(200);
    assertThat(installation.stored("held").annotation("syncline.io/hold")).isEmpty();
    assertThat(installation.call("DELETE", hold, "").message())
        .isEqualTo("application held is not held");
  }

  @Test
  void a_hold_of_one_commit_stops_only_that() {
    installation.application("one");
    installation.patch("one", "{status: {sync: {status: Synced, revision: abcdef01}}}");
    installation.call("POST", path("one", "/hold"), "{\"revision\": \"abcd\"}");

    assertThat(installation.call("POST", path("one", "/sync"), "{}").message())
        .contains("commit abcd is held");
    assertThat(installation.call("POST", path("one", "/sync"), "{\"revision\": \"0123\"}").status())
        .isEqualTo(200);
  }

  @Test
  void rolls_back_in_git_in_the_name_of_who_asks() {
    installation.application("back");
    var rollback = path("back", "/rollback-git");

    var done = installation.call("POST", rollback, "{\"id\": 3, \"allowShared\": true}");

    assertThat(done.status()).isEqualTo(200);
    assertThat(Tree.text(done.tree(), "commit")).isEqualTo("c1");
    assertThat(Tree.text(done.tree(), "user")).isEqualTo("admin");
    assertThat(Tree.number(done.tree(), -1, "id")).isEqualTo(3);
    assertThat(installation.call("POST", rollback, "{\"id\": 3}").message())
        .isEqualTo("shared with others");
  }

  @Test
  void refuses_what_is_no_time_and_no_commit() {
    installation.application("odd");

    assertThat(installation.call("POST", path("odd", "/hold"), "{\"until\": \"soon\"}").message())
        .startsWith("end \"soon\" is no time to come (expected: a duration such as 2h");
    assertThat(installation.call("POST", path("odd", "/hold"), "{\"until\": \"-1h\"}").message())
        .startsWith("end \"-1h\" is no time to come");
    assertThat(
            installation.call("POST", path("odd", "/hold"), "{\"revision\": \"main\"}").message())
        .startsWith("revision \"main\" is no commit");
  }

  @Test
  void explains_plans_and_confirms() {
    installation.application("shop");
    installation.details.explained.put(
        "shop",
        ObjectTree.of(
            "sentences", List.of(ObjectTree.of("topic", "sync", "text", "It is Synced."))));

    var explained = installation.get(path("shop", "/explain")).tree();
    assertThat(Tree.text(Tree.items(explained.get("sentences")).getFirst(), "text"))
        .isEqualTo("It is Synced.");
    assertThat(Tree.text(explained, "application")).isEqualTo("shop");
    assertThat(installation.get(path("gone", "/explain")).status()).isEqualTo(404);

    var plan = installation.call("POST", path("shop", "/plan"), "{\"prune\": true}").tree();
    assertThat(Tree.text(plan, "digest")).isEqualTo("d1");
    assertThat(Tree.flag(plan, "operation", "sync", "prune")).isTrue();
    assertThat(installation.stored("shop").at("operation")).isNull();

    var notes = "{\"plan\": \"d1\", \"allowDestructive\": true}";
    installation.call("POST", path("shop", "/sync"), notes);
    assertThat(Json.write(installation.stored("shop").at("operation", "info")))
        .contains("syncline.io/plan", "d1", "syncline.io/allow-destructive");

    installation.call("POST", path("shop", "/confirm-deletion"), "{}");
    assertThat(installation.stored("shop").annotation("argocd.argoproj.io/deletion-approved"))
        .isPresent();
  }
}
