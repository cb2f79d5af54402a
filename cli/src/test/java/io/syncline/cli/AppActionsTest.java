package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppActionsTest {
  private static final String SHOP = "/api/v1/applications/shop";
  private static final String ACTIONS = SHOP + "/resource/actions";

  @TempDir Path home;
  private RecordedServer server;

  @BeforeEach
  void start() {
    var items =
        List.of(
            item("apps", "Deployment", "web", "apps/v1"),
            item("apps", "Deployment", "api", "apps/v1"),
            item("", "Service", "web", "v1"),
            ObjectTree.of(
                "group",
                "batch",
                "kind",
                "Job",
                "namespace",
                "shop",
                "name",
                "gone",
                "liveState",
                "null"));
    server =
        new RecordedServer()
            .on("GET " + SHOP + "/managed-resources", Json.write(ObjectTree.of("items", items)))
            .on(
                "GET " + ACTIONS,
                "{\"actions\":[{\"name\":\"restart\"},{\"name\":\"resume\",\"disabled\":true}]}")
            .on("POST " + ACTIONS + "/v2", "{}");
  }

  private static ObjectTree item(String group, String kind, String name, String apiVersion) {
    return ObjectTree.of(
        "group",
        group,
        "kind",
        kind,
        "namespace",
        "shop",
        "name",
        name,
        "liveState",
        Json.write(ObjectTree.of("apiVersion", apiVersion, "kind", kind)));
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String... words) {
    return CommandLineRun.with(home, server).run(words);
  }

  @Test
  void lists_actions_of_the_objects_meant() {
    var run =
        run("app", "actions", "list", "shop", "--kind", "Deployment", "--resource-name", "web");

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().map(l -> l.strip().replaceAll(" +", " ")))
        .containsExactly(
            "GROUP KIND NAME ACTION DISABLED",
            "apps Deployment web restart false",
            "apps Deployment web resume true");
    assertThat(server.asked("GET").getLast().line())
        .isEqualTo(
            "GET "
                + ACTIONS
                + "?group=apps&kind=Deployment&namespace=shop&resourceName=web&version=v1");
  }

  @Test
  void lists_as_json() {
    var run = run("app", "actions", "list", "shop", "--group", "apps", "-o", "json");

    assertThat(Json.parse(run.out())).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(4);
  }

  @Test
  void runs_an_action_with_parameters() {
    var run =
        run(
            "app",
            "actions",
            "run",
            "shop",
            "scale",
            "--kind",
            "Deployment",
            "--resource-name",
            "api",
            "--param",
            "replicas=4");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(server.asked("POST").getFirst().tree())
        .isEqualTo(
            ObjectTree.of(
                "name",
                "shop",
                "group",
                "apps",
                "kind",
                "Deployment",
                "namespace",
                "shop",
                "resourceName",
                "api",
                "version",
                "v1",
                "action",
                "scale",
                "resourceActionParameters",
                List.of(ObjectTree.of("name", "replicas", "value", "4"))));
  }

  @Test
  void runs_on_several_objects_only_when_told_to() {
    var refused = run("app", "actions", "run", "shop", "restart", "--kind", "Deployment");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Use the --all flag");
    assertThat(server.asked("POST")).isEmpty();

    assertThat(
            run("app", "actions", "run", "shop", "restart", "--kind", "Deployment", "--all").code())
        .isZero();
    assertThat(server.asked("POST")).hasSize(2);
  }

  @Test
  void objects_that_are_not_there_have_no_actions() {
    var run = run("app", "actions", "run", "shop", "terminate", "--kind", "Job");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("No matching resource found");
  }
}
