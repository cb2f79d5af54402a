package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that only look. */
final class AppReadTest {
  static final String APP = resource("app.json");
  private static final String SHOP = "/api/v1/applications/shop";
  private static final String OTHER =
      """
      {"metadata":{"name":"quiet","namespace":"team"},
       "spec":{"project":"team","destination":{"name":"elsewhere","namespace":"default"},
        "sources":[{"repoURL":"https://charts.example","chart":"redis","targetRevision":"1.*"},{"repoURL":"https://git.example/v.git","ref":"values","targetRevision":""}]}}
      """;

  @TempDir Path home;
  private RecordedServer server;

  static String resource(String name) {
    try (var in = AppReadTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no test resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server =
        new RecordedServer()
            .on("GET /api/v1/applications", "{\"items\":[" + APP + "," + OTHER + "]}")
            .on("GET /api/v1/applications/quiet", OTHER)
            .on("GET " + SHOP, APP);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String... words) {
    return CommandLineRun.with(home, server).run(words);
  }

  @Test
  void a_list_is_a_table() {
    var run = run("app", "list");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            NAME         CLUSTER                         NAMESPACE  PROJECT  STATUS   HEALTH   SYNCPOLICY  CONDITIONS                                        REPO                          PATH    TARGET
            argocd/shop  https://kubernetes.default.svc  web        default  Synced   Healthy  Auto-Prune  ExcludedResourceWarning,SharedResourceWarning(2)  https://git.example/shop.git  deploy  main
            team/quiet   elsewhere                       default    team     Unknown  Unknown  Manual      <none>                                            https://charts.example                1.*
            """);
    assertThat(run.code()).isZero();
    assertThat(server.asked.getFirst().authorization()).isEqualTo("Bearer t0ken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-c elsewhere                      | team/quiet",
        "-c https://kubernetes.default.svc | argocd/shop",
        "-P deploy                         | argocd/shop",
        "-N team                           | team/quiet",
        "-N nowhere                        | ''",
      })
  void a_list_can_be_narrowed_here(String flags, String names) {
    var words = ("app list -o name " + flags).strip().split(" ");

    assertThat(run(words).out().strip()).isEqualTo(names);
  }

  @Test
  void a_list_is_narrowed_there_by_label_project_and_repository() {
    run("app", "list", "-l", "a=b,c!=d", "-p", "one", "-p", "two", "-r", "https://git.example/x y");

    assertThat(server.asked.getFirst().line())
        .isEqualTo(
            "GET /api/v1/applications?selector=a%3Db%2Cc%21%3Dd&repo=https%3A%2F%2Fgit.example%2Fx%20y&projects=one&projects=two");
  }

  @Test
  void lists_come_as_json_and_yaml_with_their_kind() {
    var json = Json.parse(run("app", "list", "-o", "json").out());
    assertThat(Tree.items(json)).hasSize(2);
    assertThat(Tree.text(Tree.items(json).getFirst(), "kind")).isEqualTo("Application");
    assertThat(run("app", "list", "-o", "yaml").out())
        .startsWith("- apiVersion: argoproj.io/v1alpha1\n  kind: Application\n");

    var unknown = run("app", "list", "-o", "pdf");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err())
        .isEqualTo("syncline: unknown output format: pdf (expected: wide, name, json or yaml)\n");
    assertThat(unknown.out()).isEmpty();
  }

  private String summary() {
    return """
        Name:               argocd/shop
        Project:            default
        Server:             https://kubernetes.default.svc
        Namespace:          web
        URL:                http://ADDRESS/applications/shop
        Source:
        - Repo:             https://git.example/shop.git
          Target:           main
          Path:             deploy
          Helm Values:      values.yaml,prod.yaml
        SyncWindow:         Sync Allowed
        Sync Policy:        Automated (Prune)
        Sync Status:        Synced to main (0123456)
        Health Status:      Healthy
        """
        .replace("ADDRESS", server.address());
  }

  private static final String RESOURCES =
      """
      GROUP  KIND        NAMESPACE  NAME     STATUS     HEALTH   HOOK     MESSAGE
      batch  Job         web        migrate  Succeeded           PreSync  job done
             Service     web        shop     Synced     Healthy           service/shop configured
      apps   Deployment  web        shop     Synced     Healthy           deployment.apps/shop created
             ConfigMap   web        aside    Synced
      """;

  private static final String OPERATION =
      """
      Operation:          Sync
      Sync Revision:      0123456789abcdef0123456789abcdef01234567
      Phase:              Succeeded
      Start:              2026-03-01 10:00:00 +0000 UTC
      Finished:           2026-03-01 10:01:05 +0000 UTC
      Duration:           1m5s
      Message:            successfully synced (all tasks run)
      """;

  @Test
  void one_application_is_a_summary_its_conditions_and_its_resources() {
    var run = run("app", "get", "argocd/shop", "--show-operation", "--show-params");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            summary()
                + """

                CONDITION                MESSAGE       LAST TRANSITION
                SharedResourceWarning    two owners    2026-03-01 09:00:00 +0000 UTC
                ExcludedResourceWarning  excluded      2026-03-01 09:00:00 +0000 UTC
                SharedResourceWarning    three owners  2026-03-01 09:00:00 +0000 UTC


                """
                + OPERATION
                + """

                NAME      VALUE
                replicas  2

                """
                + RESOURCES);
  }

  @Test
  void several_sources_are_told_one_after_the_other() {
    assertThat(run("app", "get", "quiet").out())
        .isEqualTo(
            """
            Name:               team/quiet
            Project:            team
            Server:             elsewhere
            Namespace:          default
            URL:                http://ADDRESS/applications/quiet
            Sources:
            - Repo:             https://charts.example
              Target:           1.*
              Chart:            redis
            - Repo:             https://git.example/v.git
              Target:          \s
              Ref:              values
            SyncWindow:         Sync Allowed
            Sync Policy:        Manual
            Sync Status:        Unknown
            Health Status:      Unknown
            """
                .replace("ADDRESS", server.address()));
  }

  @Test
  void a_target_that_is_a_commit_needs_no_short_form_of_it() {
    server.on(
        "GET " + SHOP,
        APP.replace("\"main\",\n", "\"0123456789abcdef0123456789abcdef01234567\",\n")
            .replace(
                "{\"status\": \"Synced\", \"revision\"",
                "{\"status\": \"OutOfSync\", \"revision\""));

    assertThat(run("app", "get", "shop").out())
        .contains("Sync Status:        OutOfSync from 0123456789abcdef0123456789abcdef01234567\n");
  }

  @Test
  void a_refresh_is_asked_for_by_flag() {
    run("app", "get", "shop");
    run("app", "get", "shop", "--refresh");
    run("app", "get", "shop", "--hard-refresh");

    assertThat(server.asked)
        .extracting(RecordedServer.Asked::line)
        .filteredOn(line -> !line.contains("syncwindows"))
        .containsExactly(
            "GET " + SHOP, "GET " + SHOP + "?refresh=normal", "GET " + SHOP + "?refresh=hard");
  }

  @Test
  void sync_windows_are_told_as_they_are() {
    var deny = "{\"kind\":\"deny\",\"schedule\":\"0 10 * * *\",\"duration\":\"1h\"}";
    var allow = "{\"kind\":\"allow\",\"schedule\":\"0 9 * * *\",\"duration\":\"2h\"}";
    var windows = "{\"activeWindows\":[%s],\"assignedWindows\":[%s],\"canSync\":%s}";
    var told = "GET " + SHOP + "/syncwindows";

    server.on(told, windows.formatted(deny, deny + "," + allow, "false"));
    assertThat(run("app", "get", "shop").out())
        .contains(
            """
            SyncWindow:         Sync Denied
            Assigned Windows:   deny:0 10 * * *:1h,allow:0 9 * * *:2h
            """);
    server.on(told, windows.formatted("", allow, "true"));
    assertThat(run("app", "get", "shop").out()).contains("SyncWindow:         Manual Allowed\n");
    server.on(told, windows.formatted(allow, allow, "true"));
    assertThat(run("app", "get", "shop").out()).contains("SyncWindow:         Sync Allowed\n");
    server.on(told, windows.formatted("", deny, "true"));
    assertThat(run("app", "get", "shop").out()).contains("SyncWindow:         Sync Allowed\n");
  }

  @Test
  void a_tree_is_drawn() {
    server.on(
        "GET " + SHOP + "/resource-tree",
        """
        {"nodes":[
         {"kind":"Service","namespace":"web","name":"shop","version":"v1","health":{"status":"Healthy"}},
         {"group":"apps","kind":"Deployment","namespace":"web","name":"shop","health":{"status":"Healthy"}},
         {"group":"apps","kind":"ReplicaSet","namespace":"web","name":"shop-1","parentRefs":[{"group":"apps","kind":"Deployment","namespace":"web","name":"shop"}],"health":{"status":"Healthy"}},
         {"kind":"Pod","namespace":"web","name":"shop-1-a","parentRefs":[{"group":"apps","kind":"ReplicaSet","namespace":"web","name":"shop-1"}],"health":{"status":"Degraded","message":"crashed"}},
         {"group":"apps","kind":"ReplicaSet","namespace":"web","name":"shop-2","parentRefs":[{"group":"apps","kind":"Deployment","namespace":"web","name":"shop"}]}]}
        """);

    assertThat(run("app", "get", "shop", "-o", "tree").out())
        .isEqualTo(
            summary()
                + """

                KIND/NAME            STATUS  HEALTH    MESSAGE
                Service/shop         Synced  Healthy   service/shop configured
                Deployment/shop      Synced  Healthy   deployment.apps/shop created
                ├─ReplicaSet/shop-1          Healthy
                │ └─Pod/shop-1-a             Degraded  crashed
                └─ReplicaSet/shop-2
                """);
    assertThat(run("app", "get", "shop", "-o", "tree=detailed").out())
        .contains(
            "KIND/NAME            STATUS  HEALTH    AGE        MESSAGE                       REASON\n")
        .contains(
            "│ └─Pod/shop-1-a             Degraded  <unknown>                                crashed\n");
  }

  @Test
  void history_is_a_block_for_each_repository() {
    assertThat(run("app", "history", "shop").out())
        .isEqualTo(
            """
            SOURCE  https://git.example/shop.git
            ID      DATE                           REVISION
            0       2026-02-01 08:00:00 +0000 UTC  main (aaaaaaa)
            1       2026-02-02 08:00:00 +0000 UTC  HEAD
            """);
    assertThat(run("app", "history", "shop", "-o", "id").out()).isEqualTo("0\n1\n");
  }

  @Test
  void differences_are_shown_and_decide_the_exit_code() {
    server.on(
        "GET " + SHOP + "/managed-resources",
        """
        {"items":[
         {"group":"apps","kind":"Deployment","namespace":"web","name":"shop","modified":true,
          "targetState":"{\\"spec\\":{\\"replicas\\":3}}","normalizedLiveState":"{\\"spec\\":{\\"replicas\\":2}}","predictedLiveState":"{\\"spec\\":{\\"replicas\\":3}}"},
         {"kind":"Service","namespace":"web","name":"same","modified":false,
          "targetState":"{\\"a\\":1}","normalizedLiveState":"{\\"a\\":1}","predictedLiveState":"{\\"a\\":1}"},
         {"group":"batch","kind":"Job","namespace":"web","name":"hook","hook":true,"modified":true,
          "targetState":"{\\"a\\":1}","normalizedLiveState":"null","predictedLiveState":"null"},
         {"kind":"ConfigMap","namespace":"web","name":"extra","modified":true,
          "targetState":"null","normalizedLiveState":"{\\"data\\":1}","predictedLiveState":"null"}]}
        """);

    var run = run("app", "diff", "shop");

    assertThat(run.out())
        .isEqualTo(
            """

            ===== apps/Deployment web/shop ======
            2c2
            <   replicas: 2
            ---
            >   replicas: 3

            ===== /ConfigMap web/extra ======
            1d0
            < data: 1
            """);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run("app", "diff", "shop", "--exit-code=false").code()).isZero();
    assertThat(run("app", "diff", "shop", "--diff-exit-code", "42").code()).isEqualTo(42);
    assertThat(
            CommandLineRun.with(home, server)
                .variable("KUBECTL_EXTERNAL_DIFF", "echo -n")
                .run("app", "diff", "shop")
                .out())
        .contains("shop-live.yaml ")
        .doesNotContain("replicas");
    assertThat(
            CommandLineRun.with(home, server)
                .variable("KUBECTL_EXTERNAL_DIFF", "/no/such/program")
                .run("app", "diff", "shop")
                .code())
        .isEqualTo(20);
  }

  @Test
  void nothing_different_is_no_output_and_success() {
    server.on("GET " + SHOP + "/managed-resources", "{\"items\":[]}");

    assertThat(run("app", "diff", "shop")).isEqualTo(new CommandLineRun(0, "", ""));
  }

  @Test
  void manifests_are_a_stream_of_documents() {
    server.on(
        "GET " + SHOP + "/managed-resources",
        """
        {"items": [{"targetState": "{\\"kind\\":\\"A\\"}", "liveState": "{\\"kind\\":\\"L\\"}"},
                   {"targetState": "{\\"kind\\":\\"B\\"}", "liveState": "null"}]}""");

    assertThat(run("app", "manifests", "shop").out()).isEqualTo("---\nkind: A\n---\nkind: B\n");
    assertThat(run("app", "manifests", "shop", "--source", "live").out())
        .isEqualTo("---\nkind: L\n");
    assertThat(run("app", "manifests", "shop", "--source", "x").code()).isEqualTo(1);
  }

  @Test
  void resources_tell_whom_they_belong_to() {
    server.on(
        "GET " + SHOP + "/resource-tree",
        """
        {"nodes":[{"group":"apps","kind":"Deployment","namespace":"web","name":"shop"},{"kind":"Pod","name":"p","parentRefs":[{"kind":"x"}]}],
         "orphanedNodes":[{"kind":"ConfigMap","namespace":"web","name":"left"}]}
        """);

    assertThat(run("app", "resources", "shop").out())
        .isEqualTo(
            """
            GROUP  KIND        NAMESPACE  NAME  ORPHANED
            apps   Deployment  web        shop  No
                   ConfigMap   web        left  Yes
            """);
    assertThat(run("app", "resources", "shop", "--orphaned").out())
        .doesNotContain("Deployment")
        .contains("left");
    assertThat(run("app", "resources", "shop", "--orphaned=false").out())
        .contains("Deployment")
        .doesNotContain("left");
  }

  @Test
  void logs_are_lines_until_the_last() {
    server.on(
        "GET " + SHOP + "/logs",
        """
        {"result":{"content":"one","podName":"a"}}
        {"result":{"content":"two","podName":"b"}}
        {"result":{"content":"","last":true}}
        {"result":{"content":"never"}}
        """);

    assertThat(
            run(
                    "app",
                    "logs",
                    "shop",
                    "--tail",
                    "5",
                    "--kind",
                    "Deployment",
                    "--name",
                    "shop",
                    "-c",
                    "main",
                    "--filter",
                    "!x")
                .out())
        .isEqualTo("one\ntwo\n");
    assertThat(server.asked.getFirst().line())
        .isEqualTo(
            "GET "
                + SHOP
                + "/logs?kind=Deployment&resourceName=shop&container=main&filter=%21x&follow=false&tailLines=5");
  }

  @Test
  void a_stream_that_fails_on_its_way_fails_the_command() {
    server.on(
        "GET " + SHOP + "/logs",
        "{\"result\":{\"content\":\"one\"}}\n{\"error\":{\"grpc_code\":13,\"message\":\"pod went away\"}}\n");

    assertThat(run("app", "logs", "shop"))
        .isEqualTo(new CommandLineRun(20, "one\n", "syncline: pod went away\n"));
  }

  @Test
  void an_unknown_application_is_a_problem_of_the_api() {
    server.refuse(
        "GET /api/v1/applications/absent", 404, "applications.argoproj.io \"absent\" not found");

    assertThat(run("app", "get", "absent"))
        .isEqualTo(
            new CommandLineRun(
                20, "", "syncline: applications.argoproj.io \"absent\" not found\n"));
  }
}
