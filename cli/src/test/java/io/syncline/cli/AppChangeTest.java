package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that wait for something or change something. */
final class AppChangeTest {
  private static final String APP = AppReadTest.APP;
  private static final String SHOP = "/api/v1/applications/shop";
  private static final String WATCH = "GET /api/v1/stream/applications";

  @TempDir Path home;
  private RecordedServer server;

  @BeforeEach
  void start() {
    server =
        new RecordedServer().on("GET " + SHOP, APP).on(WATCH, added(APP) + RecordedServer.OPEN);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String... words) {
    return CommandLineRun.with(home, server).run(words);
  }

  private static ObjectTree tree(String json) {
    return Tree.object(Json.parse(json));
  }

  private static String news(String type, String application) {
    return Json.write(
            ObjectTree.of("result", ObjectTree.of("type", type, "application", tree(application))))
        + "\n";
  }

  private static String added(String application) {
    return news("ADDED", application);
  }

  private static String with(Object value, String... path) {
    return Json.write(Tree.with(tree(APP), value, path));
  }

  private static String unhealthy(String word) {
    return with(word, "status", "health", "status");
  }

  @Test
  void waiting_for_what_is_so_returns_at_once_with_the_state() {
    var run = run("app", "wait", "shop");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    var lines = run.out().lines().toList();
    assertThat(lines.getFirst().split("\\s+"))
        .containsExactly(
            "TIMESTAMP",
            "GROUP",
            "KIND",
            "NAMESPACE",
            "NAME",
            "STATUS",
            "HEALTH",
            "HOOK",
            "MESSAGE");
    assertThat(lines.get(1))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00 +batch +Job +web +migrate +Succeeded +PreSync +job done");
    assertThat(lines.subList(1, 5)).extracting(l -> l.split("\\s+")[0].length()).containsOnly(25);
    assertThat(run.out())
        .contains(
            "\nName:               argocd/shop\n",
            "\nOperation:          Sync\n",
            "\nGROUP  KIND        NAMESPACE  NAME     STATUS ");
  }

  @Test
  void rows_are_printed_when_they_change() {
    server.on(
        WATCH,
        added(unhealthy("Progressing"))
            + news("MODIFIED", unhealthy("Progressing"))
            + news("MODIFIED", APP.replace("service/shop configured", "service/shop changed")));

    var out = run("app", "wait", "shop").out();

    assertThat(out.lines().filter(l -> l.contains("  Service  ") && l.startsWith("20"))).hasSize(2);
    assertThat(out.lines().filter(l -> l.contains(" Deployment ") && l.startsWith("20")))
        .hasSize(1);
    assertThat(out.lines().filter(l -> l.startsWith("TIMESTAMP"))).hasSize(1);
  }

  @Test
  void a_wait_that_takes_too_long_tells_the_state_and_fails() {
    server
        .on("GET " + SHOP, unhealthy("Progressing"))
        .on(WATCH, added(unhealthy("Progressing")) + RecordedServer.OPEN);

    var run = run("app", "wait", "shop", "--timeout", "1");

    assertThat(run.code()).isEqualTo(20);
    assertThat(run.out())
        .contains("The command timed out waiting for the conditions to be met.\n")
        .contains("Health Status:      Progressing\n");
    assertThat(run.err())
        .isEqualTo("syncline: timed out (1s) waiting for app \"shop\" match desired state\n");
  }

  @Test
  void a_degradation_that_comes_while_waiting_ends_it() {
    server.on(
        WATCH,
        added(unhealthy("Progressing"))
            + news("MODIFIED", unhealthy("Degraded"))
            + RecordedServer.OPEN);

    var run = run("app", "wait", "shop", "--health");

    assertThat(run.code()).isEqualTo(20);
    assertThat(run.err())
        .isEqualTo(
            "syncline: application 'shop' health state has transitioned from Progressing to Degraded\n");
  }

  @Test
  void a_degradation_that_was_there_before_may_heal() {
    server.on(WATCH, added(unhealthy("Degraded")) + news("MODIFIED", APP) + RecordedServer.OPEN);

    assertThat(run("app", "wait", "shop", "--health").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Healthy     | Synced    | false | ''                      | true",
        "Healthy     | OutOfSync | false | ''                      | false",
        "Healthy     | Synced    | true  | ''                      | false",
        "Suspended   | Synced    | false | ''                      | false",
        "Suspended   | Synced    | false | --suspended             | true",
        "Healthy     | OutOfSync | true  | --suspended             | true",
        "Degraded    | OutOfSync | true  | --degraded              | true",
        "Healthy     | OutOfSync | true  | --degraded              | false",
        "Progressing | OutOfSync | true  | '--health --degraded'   | false",
        "Healthy     | OutOfSync | true  | '--health --degraded'   | true",
        "Progressing | Synced    | true  | --sync                  | true",
        "Progressing | OutOfSync | false | --operation             | true",
        "Progressing | Synced    | true  | --operation             | false",
        "Missing     | Synced    | false | '--sync --health'       | false",
      })
  void conditions_of_health_are_alternatives_and_the_others_come_on_top(
      String health, String sync, boolean running, String flags, boolean satisfied) {
    var app =
        Tree.with(
            Tree.with(tree(APP), health, "status", "health", "status"),
            sync,
            "status",
            "sync",
            "status");
    if (running) {
      app = app.with("operation", ObjectTree.of("sync", ObjectTree.EMPTY));
    }
    var text = Json.write(app);
    // What is not satisfied by the only state there is ends with the deletion of the application.
    server.on(WATCH, added(text) + news("DELETED", text));

    var run = run(("app wait shop " + flags).strip().split(" "));

    assertThat(run.code()).isEqualTo(satisfied ? 0 : 20);
    assertThat(run.err()).isEqualTo(satisfied ? "" : "syncline: application shop was deleted\n");
  }

  @Test
  void an_operation_counts_as_running_until_a_comparison_follows() {
    var finished = with("2026-03-01T09:59:00Z", "status", "reconciledAt");
    server.on(WATCH, added(finished) + news("DELETED", finished));

    assertThat(run("app", "wait", "shop", "--operation").code()).isEqualTo(20);
  }

  @Test
  void waiting_for_the_end_of_an_application() {
    server.on(WATCH, added(APP) + news("DELETED", APP));
    assertThat(run("app", "wait", "shop", "--delete").out())
        .endsWith("application 'shop' deleted\n");

    server.refuse(
        "GET /api/v1/applications/gone", 404, "applications.argoproj.io \"gone\" not found");
    assertThat(run("app", "wait", "gone", "--delete"))
        .isEqualTo(new CommandLineRun(0, "application 'gone' deleted\n", ""));
  }

  @Test
  void an_ended_stream_is_opened_again() {
    server.on(WATCH, "");
    var waiting =
        java.util.concurrent.CompletableFuture.supplyAsync(() -> run("app", "wait", "shop"));
    while (server.asked.isEmpty()) {
      Thread.onSpinWait();
    }
    server.on(WATCH, added(APP) + RecordedServer.OPEN);

    assertThat(waiting.join().code()).isZero();
  }

  @Test
  void waiting_for_a_commit_and_an_image_gives_a_receipt() {
    server
        .on("GET " + SHOP + "/revisions/c0ffee/contained", "{\"contained\":true}")
        .on(
            "GET " + SHOP + "/resource-tree",
            "{\"nodes\":[{\"kind\":\"Pod\",\"name\":\"p\",\"health\":{\"status\":\"Healthy\"},\"images\":[\"shop:2\"]}]}");

    var run = run("app", "wait", "shop", "--contains", "c0ffee", "--image", "shop:2", "-o", "json");

    assertThat(run.code()).isZero();
    assertThat(tree(run.out()))
        .containsEntry("application", "shop")
        .containsEntry("contains", "c0ffee")
        .containsEntry("image", "shop:2")
        .containsEntry("revision", "0123456789abcdef0123456789abcdef01234567")
        .containsEntry("syncedAt", "2026-03-01T10:01:05Z");
  }

  @Test
  void a_sync_is_followed_to_its_end() {
    server.on("POST " + SHOP + "/sync", APP);

    var run = run("app", "sync", "shop", "--prune", "--revision", "main");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(server.asked("POST").getFirst().tree())
        .isEqualTo(
            tree("{\"name\":\"shop\",\"revision\":\"main\",\"prune\":true,\"dryRun\":false}"));
    assertThat(run.out())
        .contains(
            """
            Health Status:      Healthy

            Operation:          Sync
            Sync Revision:      0123456789abcdef0123456789abcdef01234567
            Phase:              Succeeded
            Start:              2026-03-01 10:00:00 +0000 UTC
            Finished:           2026-03-01 10:01:05 +0000 UTC
            Duration:           1m5s
            Message:            successfully synced (all tasks run)

            GROUP  KIND        NAMESPACE  NAME     STATUS     HEALTH   HOOK     MESSAGE
            """);
  }

  @Test
  void a_sync_that_failed_fails() {
    var failed = with("Failed", "status", "operationState", "phase");
    server.on("POST " + SHOP + "/sync", APP).on(WATCH, added(failed) + RecordedServer.OPEN);

    var run = run("app", "sync", "shop");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("syncline: Operation has completed with phase: Failed");
    assertThat(run.out()).contains("Phase:              Failed\n");
  }

  @Test
  void a_sync_that_leaves_extra_resources_fails() {
    var extra =
        Json.write(
            Tree.with(
                Tree.with(tree(APP), "OutOfSync", "status", "sync", "status"),
                List.of(
                    ObjectTree.of(
                        "kind",
                        "Service",
                        "name",
                        "old",
                        "status",
                        "OutOfSync",
                        "requiresPruning",
                        true)),
                "status",
                "resources"));
    server.on("POST " + SHOP + "/sync", APP).on(WATCH, added(extra) + RecordedServer.OPEN);

    assertThat(run("app", "sync", "shop").err())
        .isEqualTo("syncline: 1 resources require pruning\n");
    assertThat(run("app", "sync", "shop").code()).isEqualTo(1);

    var going =
        Json.write(
            Tree.with(
                tree(extra),
                List.of(
                    ObjectTree.of(
                        "group", "", "kind", "Service", "name", "old", "status", "Pruned")),
                "status",
                "operationState",
                "syncResult",
                "resources"));
    server.on(WATCH, added(going) + RecordedServer.OPEN);
    assertThat(run("app", "sync", "shop").code()).as("pruned and not gone yet").isZero();
  }

  @Test
  void flags_of_a_sync_reach_the_api() {
    server
        .on(
            "GET " + SHOP,
            with(
                ObjectTree.of("syncOptions", List.of("CreateNamespace=true")),
                "spec",
                "syncPolicy"))
        .on("POST " + SHOP + "/sync", APP);

    var run =
        run(
            "app",
            "sync",
            "shop",
            "--async",
            "--dry-run",
            "--force",
            "--strategy",
            "apply",
            "--server-side",
            "--apply-out-of-sync-only",
            "--info",
            "why=test",
            "--retry-limit",
            "2",
            "--resource",
            "apps:Deployment:shop");

    assertThat(run).isEqualTo(new CommandLineRun(0, "", ""));
    assertThat(server.asked("POST").getFirst().tree())
        .isEqualTo(
            tree(
                """
                {"name":"shop","revision":"","prune":false,"dryRun":true,"strategy":{"apply":{"force":true}},
                 "resources":[{"group":"apps","kind":"Deployment","name":"shop","namespace":"web"}],
                 "syncOptions":{"items":["CreateNamespace=true","ServerSideApply=true","ApplyOutOfSyncOnly=true"]},
                 "infos":[{"name":"why","value":"test"}],"retryStrategy":{"limit":2,"backoff":{"duration":"5s","factor":2,"maxDuration":"3m"}}}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--strategy=sideways       | Unknown sync strategy: 'sideways' (expected: apply or hook)",
        "--resource=apps           | Resource should have GROUP:KIND:NAME, but instead got: apps",
        "--resource=:Secret:absent | No matching app resources found for resource filter: :Secret:absent",
        "--info=nothing            | info \"nothing\" has no value (expected: KEY=VALUE)",
      })
  void flags_of_a_sync_that_make_no_sense_are_refused(String flag, String problem) {
    assertThat(run("app", "sync", "shop", flag))
        .isEqualTo(new CommandLineRun(1, "", "syncline: " + problem + "\n"));
    assertThat(server.asked("POST")).isEmpty();
  }

  @Test
  void a_refusal_of_the_api_is_its_words() {
    server.refuse("POST " + SHOP + "/sync", 400, "another operation is already in progress");

    assertThat(run("app", "sync", "shop"))
        .isEqualTo(
            new CommandLineRun(20, "", "syncline: another operation is already in progress\n"));
  }

  @Test
  void a_rollback_goes_to_the_deployment_before_the_last_or_the_one_named() {
    server.on("POST " + SHOP + "/rollback", APP);

    assertThat(run("app", "rollback", "shop").code()).isZero();
    assertThat(run("app", "rollback", "shop", "1", "--prune").code()).isZero();

    assertThat(server.asked("POST"))
        .extracting(RecordedServer.Asked::tree)
        .containsExactly(
            tree("{\"name\":\"shop\",\"id\":0,\"prune\":false}"),
            tree("{\"name\":\"shop\",\"id\":1,\"prune\":true}"));
    assertThat(run("app", "rollback", "shop", "9"))
        .isEqualTo(
            new CommandLineRun(
                20,
                "",
                "syncline: application 'shop' does not have deployment id '9' in history\n"));
    server.on("GET " + SHOP, with(List.of(), "status", "history"));
    assertThat(run("app", "rollback", "shop").err())
        .isEqualTo(
            "syncline: application 'shop' should have at least two successful deployments\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sync-policy none                             | {\"retry\":{}}",
        "--sync-policy manual                           | {\"retry\":{}}",
        "--sync-policy automated                        | {\"automated\":{},\"retry\":{}}",
        "--sync-policy auto --self-heal                 | {\"automated\":{\"selfHeal\":true},\"retry\":{}}",
        "--sync-policy automatic --auto-prune=true      | {\"automated\":{\"prune\":true},\"retry\":{}}",
        "--auto-prune=false --allow-empty               | {\"automated\":{\"prune\":false,\"allowEmpty\":true},\"retry\":{}}",
        "--sync-option A=true --sync-option B=true      | {\"automated\":{\"prune\":true},\"retry\":{},\"syncOptions\":[\"A=true\",\"B=true\"]}",
      })
  void the_sync_policy_is_set_by_flag(String flags, String policy) {
    server
        .on(
            "GET " + SHOP,
            with(tree("{\"automated\":{\"prune\":true},\"retry\":{}}"), "spec", "syncPolicy"))
        .on("PUT " + SHOP + "/spec", "{}");

    var run = run(("app set shop " + flags).strip().split(" "));

    assertThat(run).isEqualTo(new CommandLineRun(0, "", ""));
    assertThat(Tree.at(server.asked("PUT").getFirst().tree(), "syncPolicy"))
        .isEqualTo(tree(policy));
  }

  @Test
  void a_policy_that_becomes_empty_goes_away() {
    server.on("PUT " + SHOP + "/spec", "{}");

    run("app", "set", "shop", "--sync-policy", "none");

    assertThat(server.asked("PUT").getFirst().tree()).doesNotContainKey("syncPolicy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--auto-prune            | Cannot set --auto-prune: application not configured with automatic sync; hint: add --sync-policy automated",
        "--self-heal             | Cannot set --self-heal: application not configured with automatic sync; hint: add --sync-policy automated",
        "--sync-policy=sometimes | Invalid sync-policy: sometimes (expected: none, manual, automated, auto or automatic)",
        "-p=novalue              | expected helm parameter of the form param=value but received: novalue",
        "''                      | nothing to set; hint: `syncline app set --help` lists the flags",
      })
  void flags_of_set_that_make_no_sense_are_refused(String flag, String problem) {
    server.on("GET " + SHOP, with(ObjectTree.EMPTY, "spec", "syncPolicy"));

    assertThat(run(("app set shop " + flag).strip().split(" ")))
        .isEqualTo(new CommandLineRun(1, "", "syncline: " + problem + "\n"));
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void sources_are_set_by_flag() {
    server.on("PUT " + SHOP + "/spec", "{}");

    run(
        "app",
        "set",
        "shop",
        "--revision",
        "v2",
        "--path",
        "other",
        "-p",
        "replicas=5",
        "--helm-set-string",
        "tag=1",
        "--values",
        "a.yaml,b.yaml",
        "--kustomize-image",
        "shop=shop:2",
        "--dest-namespace",
        "new",
        "--project",
        "team");

    var spec = server.asked("PUT").getFirst().tree();
    assertThat(Tree.at(spec, "source"))
        .isEqualTo(
            tree(
                """
                {"repoURL":"https://git.example/shop.git","path":"other","targetRevision":"v2",
                 "helm":{"valueFiles":["a.yaml","b.yaml"],
                  "parameters":[{"name":"replicas","value":"5"},{"name":"tag","value":"1","forceString":true}]},
                 "kustomize":{"images":["shop=shop:2"]}}
                """));
    assertThat(Tree.text(spec, "destination", "namespace")).isEqualTo("new");
    assertThat(Tree.text(spec, "project")).isEqualTo("team");
  }

  @Test
  void creating_tells_whether_it_was_new_changed_or_the_same() {
    var create =
        new String[] {
          "app",
          "create",
          "shop",
          "--repo",
          "https://git.example/shop.git",
          "--path",
          ".",
          "--dest-name",
          "in-cluster",
          "--upsert"
        };
    server.on("GET /api/v1/applications", "{\"items\":[]}").on("POST /api/v1/applications", APP);
    assertThat(run(create).out()).isEqualTo("application 'shop' created\n");
    assertThat(server.asked("POST").getFirst().line())
        .isEqualTo("POST /api/v1/applications?upsert=true");
    assertThat(server.asked("POST").getFirst().tree())
        .isEqualTo(
            tree(
                """
                {"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":"shop"},
                 "spec":{"project":"default","source":{"repoURL":"https://git.example/shop.git","path":"."},"destination":{"name":"in-cluster"}}}
                """));

    server.on("GET /api/v1/applications", "{\"items\":[" + APP + "]}");
    assertThat(run(create).out()).isEqualTo("application 'shop' unchanged\n");

    server.on("POST /api/v1/applications", with("13", "metadata", "resourceVersion"));
    assertThat(run(create).out()).isEqualTo("application 'shop' updated\n");
  }

  @Test
  void applications_are_made_from_a_file_or_standard_input() throws IOException {
    var file =
        Files.writeString(
            home.resolve("apps.yaml"),
            "metadata: {name: one}\nspec: {source: {path: a}}\n---\nmetadata: {name: two}\nspec: {source: {path: b}}\n");
    server.on("GET /api/v1/applications", "{\"items\":[]}").on("POST /api/v1/applications", APP);

    assertThat(run("app", "create", "-f", file.toString(), "--project", "team").out())
        .isEqualTo("application 'one' created\napplication 'two' created\n");
    assertThat(server.asked("POST"))
        .extracting(a -> Tree.text(a.tree(), "spec", "project"))
        .containsExactly("team", "team");

    assertThat(
            CommandLineRun.with(home, server)
                .typing("metadata: {name: three}\n")
                .run("app", "create", "-f", "-")
                .out())
        .isEqualTo("application 'three' created\n");
    assertThat(run("app", "create").err())
        .isEqualTo(
            "syncline: application has no name (expected: APPNAME or metadata.name in --file)\n");
    Files.writeString(file, "a: [\n");
    assertThat(run("app", "create", "-f", file.toString()).code()).isEqualTo(1);
    assertThat(run("app", "create", "-f", "/no/such/file").err())
        .startsWith("syncline: file /no/such/file cannot be read");
  }

  @Test
  void live_objects_are_patched_and_deleted_one_by_one_or_all_when_asked() {
    server
        .on(
            "GET " + SHOP + "/resource-tree",
            """
            {"nodes":[{"group":"apps","version":"v1","kind":"ReplicaSet","namespace":"web","name":"a"},
             {"group":"apps","version":"v1","kind":"ReplicaSet","namespace":"web","name":"b"},
             {"version":"v1","kind":"Secret","namespace":"web","name":"s"}]}
            """)
        .on("POST " + SHOP + "/resource", "{}")
        .on("DELETE " + SHOP + "/resource", "{}");

    assertThat(
            run("app", "patch-resource", "shop", "--kind", "Secret", "--patch", "{\"a\":1}").out())
        .isEqualTo("Secret web/s patched\n");
    var asked = server.asked("POST").getFirst();
    assertThat(asked.line())
        .isEqualTo(
            "POST "
                + SHOP
                + "/resource?group=&version=v1&kind=Secret&namespace=web&resourceName=s"
                + "&patchType=application%2Fmerge-patch%2Bjson");
    assertThat(asked.body()).isEqualTo("\"{\\\"a\\\":1}\"");

    assertThat(run("app", "delete-resource", "shop", "--kind", "ReplicaSet").err())
        .contains("--all")
        .contains("2 of kind ReplicaSet");
    assertThat(server.asked("DELETE")).isEmpty();
    assertThat(run("app", "delete-resource", "shop", "--kind", "ReplicaSet", "--all").out())
        .isEqualTo("apps/ReplicaSet web/a deleted\napps/ReplicaSet web/b deleted\n");
    assertThat(run("app", "delete-resource", "shop", "--kind", "Job").err())
        .contains("No matching resource found (kind Job)");
  }

  @Test
  void deleting_asks_whoever_sits_there() {
    server.on("DELETE " + SHOP, "{}");
    var question = "Are you sure you want to delete 'shop' and all its resources? [y/n] ";

    assertThat(CommandLineRun.with(home, server).typing("n\n").run("app", "delete", "shop"))
        .isEqualTo(
            new CommandLineRun(0, "The command to delete 'shop' was cancelled.\n", question));
    assertThat(server.asked("DELETE")).isEmpty();

    assertThat(CommandLineRun.with(home, server).typing("y\n").run("app", "delete", "shop"))
        .isEqualTo(new CommandLineRun(0, "application 'shop' deleted\n", question));
    assertThat(
            CommandLineRun.with(home, server)
                .typing("n\nyes\n")
                .run("app", "delete", "other", "shop")
                .out())
        .isEqualTo("The command to delete 'other' was cancelled.\napplication 'shop' deleted\n");
    assertThat(run("app", "delete", "shop").out()).isEqualTo("application 'shop' deleted\n");
    assertThat(
            CommandLineRun.with(home, server)
                .typing("")
                .run("app", "delete", "argocd/shop", "-y", "-p", "background")
                .out())
        .isEqualTo("application 'shop' deleted\n");
    assertThat(
            CommandLineRun.with(home, server)
                .typing("")
                .run("app", "delete", "shop", "--cascade=false")
                .out())
        .isEqualTo("application 'shop' deleted\n");
    assertThat(server.asked("DELETE"))
        .extracting(RecordedServer.Asked::line)
        .containsExactly(
            "DELETE " + SHOP + "?cascade=true&propagationPolicy=foreground",
            "DELETE " + SHOP + "?cascade=true&propagationPolicy=foreground",
            "DELETE " + SHOP + "?cascade=true&propagationPolicy=foreground",
            "DELETE " + SHOP + "?cascade=true&propagationPolicy=background&appNamespace=argocd",
            "DELETE " + SHOP + "?cascade=false");
  }

  @Test
  void deleting_can_wait_for_the_end() {
    server.on("DELETE " + SHOP, "{}").on(WATCH, added(APP) + news("DELETED", APP));

    assertThat(run("app", "delete", "shop", "--wait"))
        .isEqualTo(new CommandLineRun(0, "application 'shop' deleted\n", ""));
  }

  @Test
  void patches_and_terminations_reach_the_api() {
    server.on("PATCH " + SHOP, APP).on("DELETE " + SHOP + "/operation", "{}");

    assertThat(run("app", "patch", "shop", "--patch", "{}", "--type", "merge").out())
        .startsWith("apiVersion: argoproj.io/v1alpha1\nkind: Application\n");
    assertThat(server.asked("PATCH").getFirst().tree())
        .isEqualTo(tree("{\"name\":\"shop\",\"patch\":\"{}\",\"patchType\":\"merge\"}"));
    assertThat(server.asked("PATCH").getFirst().authorization()).isEqualTo("Bearer t0ken");
    assertThat(run("app", "terminate-op", "shop").out())
        .isEqualTo("Application 'shop' operation terminating\n");
  }
}
