package io.syncline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import org.junit.jupiter.api.Test;

/** Point 3: the commands, in the shapes scripts written for argocd expect. */
class CommandLineTest {
  private static final String SERVER = "https://kubernetes.default.svc";

  private final Demo demo = Demo.shared();

  @Test
  void app_list_has_a_row_an_application_in_every_format() {
    var table = demo.cli("app", "list").exits(0);
    assertThat(table.head())
        .containsExactly(
            "NAME",
            "CLUSTER",
            "NAMESPACE",
            "PROJECT",
            "STATUS",
            "HEALTH",
            "SYNCPOLICY",
            "CONDITIONS",
            "REPO",
            "PATH",
            "TARGET");
    assertThat(table.row("argocd/callcenter-ai-prod"))
        .containsExactly(
            "argocd/callcenter-ai-prod",
            SERVER,
            "callcenter-prod",
            "callcenter-ai",
            "OutOfSync",
            "Missing",
            "Manual",
            "<none>",
            "https://git.syncline.example/callcenter.git",
            "infrastructure/k8s/overlays/prod",
            "main");
    assertThat(table.row("argocd/k8s-blog-platform")).contains("Auto-Prune");

    assertThat(demo.cli("app", "list", "-o", "name", "-p", "techtorque").exits(0).lines())
        .containsExactly("argocd/techtorque-services-dev", "argocd/techtorque-services-prod");
    assertThat(demo.cli("app", "list", "-o", "name", "-l", "team=techtorque").exits(0).lines())
        .hasSize(2);
    assertThat(Tree.items(Json.parse(demo.cli("app", "list", "-o", "json").exits(0).out())))
        .extracting(a -> Tree.text(a, "metadata", "name"))
        .contains("k8s-blog-dev")
        .isSorted();
    assertThat(
            Tree.items(
                Yaml.documents(
                        demo.cli("app", "list", "-o", "yaml", "-p", "inventory").exits(0).out())
                    .getFirst()
                    .value()))
        .extracting(a -> Tree.text(a, "spec", "project"))
        .containsExactly("inventory", "inventory");
  }

  @Test
  void app_get_shows_source_state_and_resources() {
    var outcome = demo.cli("app", "get", "techtorque-services-prod").exits(0);
    var head = WorkTree.git(demo.repository("techtorque"), "rev-parse", "main");
    assertThat(outcome.lines())
        .contains(
            "Name:               argocd/techtorque-services-prod",
            "Project:            techtorque",
            "Server:             " + SERVER,
            "Namespace:          default",
            "URL:                " + demo.url() + "/applications/techtorque-services-prod",
            "Source:",
            "- Repo:             https://git.syncline.example/techtorque.git",
            "  Target:           main",
            "  Path:             k8s/services",
            "SyncWindow:         Sync Allowed",
            "Sync Policy:        Automated (Prune)",
            "Sync Status:        Synced to main (" + head.substring(0, 7) + ")",
            "Health Status:      Healthy");
    assertThat(outcome.out())
        .containsPattern("(?m)^GROUP +KIND +NAMESPACE +NAME +STATUS +HEALTH +HOOK +MESSAGE$");
    assertThat(outcome.out())
        .containsPattern("(?m)^apps +Deployment +default +api-gateway +Synced +Healthy");

    var tree = demo.cli("app", "get", "techtorque-services-prod", "-o", "tree").exits(0);
    assertThat(tree.out())
        .containsPattern("(?m)^KIND/NAME +STATUS +HEALTH +MESSAGE$")
        .contains("Deployment/api-gateway")
        .containsPattern("─ReplicaSet/api-gateway-")
        .containsPattern("─Pod/api-gateway-");
    var json =
        Json.parse(demo.cli("app", "get", "techtorque-services-prod", "-o", "json").exits(0).out());
    assertThat(Tree.text(json, "status", "sync", "revision")).isEqualTo(head);
  }

  @Test
  void an_application_lives_through_create_diff_sync_set_and_delete() {
    var bare = demo.repository("tour");
    var clone =
        WorkTree.create(bare)
            .write(
                "app/map.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: tour\ndata:\n  step: one\n");
    var head = clone.commit("Begin");
    clone.push();
    String[] create = {
      "app",
      "create",
      "tour",
      "--repo",
      bare.toString(),
      "--path",
      "app",
      "--revision",
      "main",
      "--dest-server",
      SERVER,
      "--dest-namespace",
      "tour",
      "--sync-option",
      "CreateNamespace=true"
    };
    assertThat(demo.cli(create).exits(0).text()).isEqualTo("application 'tour' created");
    assertThat(demo.cli(create).exits(0).text()).isEqualTo("application 'tour' unchanged");
    demo.kubectl().awaitState("tour", "OutOfSync Missing");

    assertThat(demo.cli("app", "diff", "tour").exits(1).out())
        .contains("===== /ConfigMap tour/tour ======")
        .contains("step: one");
    demo.cli("app", "diff", "tour", "--exit-code=false").exits(0);
    sync();
    assertThat(demo.cli("app", "diff", "tour").exits(0).out()).isBlank();
    waitReceipt(head);

    var history = demo.cli("app", "history", "tour").exits(0).lines();
    assertThat(history.getFirst()).isEqualTo("SOURCE  " + bare);
    assertThat(history.get(1)).matches("ID +DATE +REVISION");
    assertThat(history.get(2))
        .matches("0 +\\d{4}-\\d\\d-\\d\\d .* main \\(" + head.substring(0, 7) + "\\)");

    demo.cli("app", "set", "tour", "--sync-policy", "automated", "--auto-prune").exits(0);
    assertThat(demo.cli("app", "get", "tour").exits(0).lines())
        .contains("Sync Policy:        Automated (Prune)");
    demo.cli("app", "set", "tour", "--sync-policy", "none").exits(0);
    assertThat(demo.cli("app", "get", "tour").exits(0).lines())
        .contains("Sync Policy:        Manual");

    assertThat(demo.cli("app", "delete", "tour", "-y").exits(0).text())
        .isEqualTo("application 'tour' deleted");
    Eventually.holds(
        () -> {
          assertThat(demo.kubectl().run("get", "application", "tour", "-n", "argocd").code())
              .isEqualTo(1);
          assertThat(demo.kubectl().run("get", "configmap", "tour", "-n", "tour").code())
              .isEqualTo(1);
        });
  }

  private void sync() {
    var synced = demo.cli("app", "sync", "tour", "--timeout", "60").exits(0);
    assertThat(synced.head())
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
    assertThat(synced.out())
        .containsPattern(
            "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\S+ +ConfigMap +tour +tour ")
        .containsPattern("(?m)^Operation: +Sync$")
        .containsPattern("(?m)^Phase: +Succeeded$")
        .containsPattern("(?m)^Message: +successfully synced");
  }

  private void waitReceipt(String head) {
    assertThat(demo.cli("app", "wait", "tour", "--timeout", "60").exits(0).out())
        .contains("Sync Status:        Synced to main");
    assertThat(
            demo.cli("app", "wait", "tour", "--contains", head, "--timeout", "60").exits(0).lines())
        .contains(
            "Revision:           " + head,
            "Contains:           " + head,
            "Sync Status:        Synced",
            "Health Status:      Healthy");
  }

  @Test
  void app_wait_gives_up_after_its_timeout() {
    var outcome = demo.cli("app", "wait", "callcenter-ai-prod", "--timeout", "1").exits(20);
    assertThat(outcome.out())
        .contains("The command timed out waiting for the conditions to be met.");
    assertThat(outcome.err()).contains("timed out (1s) waiting for app \"callcenter-ai-prod\"");
  }

  @Test
  void repositories_and_projects_are_listed() {
    var repositories = demo.cli("repo", "list").exits(0);
    assertThat(repositories.lines().getFirst().split("\\s+"))
        .containsExactly(
            "TYPE",
            "NAME",
            "REPO",
            "INSECURE",
            "OCI",
            "LFS",
            "CREDS",
            "STATUS",
            "MESSAGE",
            "PROJECT");
    assertThat(repositories.lines())
        .anySatisfy(
            l ->
                assertThat(l)
                    .contains("https://git.syncline.example/blog.git")
                    .contains("Successful"));

    var projects = demo.cli("proj", "list").exits(0);
    assertThat(projects.head())
        .containsExactly(
            "NAME",
            "DESCRIPTION",
            "DESTINATIONS",
            "SOURCES",
            "CLUSTER-RESOURCE-WHITELIST",
            "NAMESPACE-RESOURCE-BLACKLIST",
            "SIGNATURE-KEYS",
            "ORPHANED-RESOURCES",
            "DESTINATION-SERVICE-ACCOUNTS");
    assertThat(projects.row("inventory"))
        .containsExactly(
            "inventory",
            "Inventory system, staging and production",
            "2 destinations",
            "https://git.syncline.example/inventory.git",
            "/Namespace",
            "<none>",
            "0 key(s)",
            "disabled",
            "<none>");
  }

  @Test
  void login_writes_a_context_that_works() {
    var config = Workspace.folder("login").resolve("config").toString();
    var server = "127.0.0.1:" + demo.port();
    assertThat(
            Product.run(
                    "login",
                    server,
                    "--username",
                    "admin",
                    "--password",
                    "wrong",
                    "--config",
                    config)
                .exits(20)
                .err())
        .contains("Invalid username or password")
        .doesNotContain("wrong");
    var outcome =
        Product.run(
                "login",
                server,
                "--username",
                "admin",
                "--password",
                demo.adminPassword(),
                "--config",
                config)
            .exits(0);
    assertThat(outcome.lines())
        .containsExactly(
            "'admin:login' logged in successfully", "Context '" + server + "' updated");
    assertThat(Product.run("app", "list", "-o", "name", "--config", config).exits(0).lines())
        .contains("argocd/k8s-blog-dev");
  }

  @Test
  void version_names_client_and_server() {
    assertThat(demo.cli("version").exits(0).out())
        .containsPattern("(?m)^argocd: v\\d")
        .containsPattern("(?m)^argocd-server: v\\d");
    assertThat(Product.run("version", "--client").exits(0).lines())
        .singleElement()
        .asString()
        .startsWith("argocd: v");
  }

  @Test
  void refusals_end_with_20_and_wrong_words_with_1() {
    assertThat(demo.cli("app", "get", "nobody").exits(20).err()).contains("\"nobody\" not found");
    assertThat(
            demo.cli("app", "sync", "techtorque-services-dev", "--revision", "other")
                .exits(20)
                .err())
        .contains("auto-sync");
    assertThat(
            Product.run(
                    "app", "list", "--server", "127.0.0.1:" + Workspace.freePort(), "--plaintext")
                .exits(20)
                .err())
        .contains("cannot be reached")
        .contains("hint: ");
    assertThat(demo.cli("app", "get").exits(1).err()).contains("APPNAME");
    assertThat(demo.cli("app", "get", "k8s-blog-dev", "--no-such-flag").exits(1).err())
        .contains("--no-such-flag");
  }

  @Test
  void render_prints_manifests_without_a_server() {
    var bare = demo.repository("inventory");
    var folder = Workspace.folder("render").resolve("tree");
    WorkTree.git(demo.data(), "clone", "-q", bare.toString(), folder.toString());
    var outcome = Product.run("render", folder.resolve("k8s/overlays/staging").toString()).exits(0);
    assertThat(Yaml.documents(outcome.out()))
        .extracting(
            d -> Tree.text(d.value(), "kind") + "/" + Tree.text(d.value(), "metadata", "name"))
        .contains("Deployment/order-service", "Service/user-service");
    assertThat(Product.run("render", folder.resolve("k8s/nowhere").toString()).exits(2).err())
        .contains("does not exist");
  }
}
