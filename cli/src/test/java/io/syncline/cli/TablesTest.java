package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects, repositories, clusters and accounts. */
final class TablesTest {
  @TempDir Path home;
  private RecordedServer server;

  @BeforeEach
  void start() {
    server = new RecordedServer();
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun run(String... words) {
    return CommandLineRun.with(home, server).run(words);
  }

  private static final String TEAM =
      """
      {"metadata":{"name":"team"},"spec":{"description":"Ours","sourceRepos":["https://a","https://b"],
       "destinations":[{"server":"https://k","namespace":"one"},{"name":"other","namespace":"two"}],
       "clusterResourceWhitelist":[{"group":"","kind":"Namespace"},{"group":"*","kind":"ClusterRole"}],
       "namespaceResourceBlacklist":[{"group":"","kind":"Secret"}],"orphanedResources":{}}}
      """;

  @Test
  void projects() {
    server
        .on(
            "GET /api/v1/projects",
            "{\"items\":[{\"metadata\":{\"name\":\"default\"},\"spec\":{\"sourceRepos\":[\"*\"],\"destinations\":[{\"server\":\"*\",\"namespace\":\"*\"}],"
                + "\"clusterResourceWhitelist\":[{\"group\":\"*\",\"kind\":\"*\"}]}},"
                + TEAM
                + ",{\"metadata\":{\"name\":\"void\"},\"spec\":{}}]}")
        .on("GET /api/v1/projects/team", TEAM)
        .on("DELETE /api/v1/projects/team", "{}")
        .refuse("DELETE /api/v1/projects/default", 400, "project default cannot be deleted");

    assertThat(run("proj", "list").out())
        .isEqualTo(
            """
            NAME     DESCRIPTION  DESTINATIONS    SOURCES  CLUSTER-RESOURCE-WHITELIST  NAMESPACE-RESOURCE-BLACKLIST  SIGNATURE-KEYS  ORPHANED-RESOURCES  DESTINATION-SERVICE-ACCOUNTS
            default               *,*             *        */*                         <none>                        0 key(s)        disabled            <none>
            team     Ours         2 destinations  2 repos  2 resources                 /Secret                       0 key(s)        enabled             <none>
            void                  <none>          <none>   <none>                      <none>                        0 key(s)        disabled            <none>
            """);
    assertThat(run("proj", "list", "-o", "name").out()).isEqualTo("default\nteam\nvoid\n");
    assertThat(run("proj", "get", "team").out())
        .isEqualTo(
            """
            Name:                        team
            Description:                 Ours
            Destinations:                https://k,one
                                         other,two
            Repositories:                https://a
                                         https://b
            Allowed Cluster Resources:   /Namespace
                                         */ClusterRole
            """);
    assertThat(run("proj", "delete", "team")).isEqualTo(new CommandLineRun(0, "", ""));
    assertThat(run("proj", "delete", "default"))
        .isEqualTo(new CommandLineRun(20, "", "syncline: project default cannot be deleted\n"));
  }

  @Test
  void repositories() {
    var one =
        "{\"type\":\"git\",\"name\":\"mine\",\"repo\":\"https://git.example/a.git\",\"insecure\":true,\"username\":\"bot\","
            + "\"connectionState\":{\"status\":\"Failed\",\"message\":\"no\\nentry\"},\"project\":\"team\"}";
    server
        .on(
            "GET /api/v1/repositories",
            "{\"items\":["
                + one
                + ",{\"type\":\"helm\",\"repo\":\"https://charts.example\",\"enableOCI\":true,\"connectionState\":{\"status\":\"Successful\"}}]}")
        .on("GET /api/v1/repositories/https%3A%2F%2Fgit.example%2Fa.git", one)
        .on("POST /api/v1/repositories", one)
        .on("DELETE /api/v1/repositories/https%3A%2F%2Fgit.example%2Fa.git", "{}");

    assertThat(run("repo", "list").out())
        .isEqualTo(
            """
            TYPE  NAME  REPO                       INSECURE  OCI    LFS    CREDS  STATUS      MESSAGE   PROJECT
            git   mine  https://git.example/a.git  true      false  false  true   Failed      no entry  team
            helm        https://charts.example     false     true   false  false  Successful
            """);
    assertThat(run("repo", "list", "-o", "url").out())
        .isEqualTo("https://git.example/a.git\nhttps://charts.example\n");
    assertThat(run("repo", "get", "https://git.example/a.git", "-o", "url").out())
        .isEqualTo("https://git.example/a.git\n");
    assertThat(
            run(
                "repo",
                "add",
                "https://git.example/a.git",
                "--username",
                "bot",
                "--password",
                "open-sesame",
                "--upsert"))
        .isEqualTo(new CommandLineRun(0, "Repository 'https://git.example/a.git' added\n", ""));
    assertThat(server.asked("POST").getFirst().line())
        .isEqualTo("POST /api/v1/repositories?upsert=true");
    assertThat(server.asked("POST").getFirst().body())
        .isEqualTo(
            "{\"repo\":\"https://git.example/a.git\",\"type\":\"git\",\"username\":\"bot\",\"password\":\"open-sesame\"}");
    assertThat(run("repo", "add", "git@x:y", "--ssh-private-key-path", "/no/such/key"))
        .isEqualTo(new CommandLineRun(1, "", "syncline: SSH key /no/such/key cannot be read\n"));
    assertThat(run("repo", "rm", "https://git.example/a.git").out())
        .isEqualTo("Repository 'https://git.example/a.git' removed\n");
  }

  @Test
  void clusters() {
    server.on(
        "GET /api/v1/clusters",
        "{\"items\":[{\"server\":\"https://kubernetes.default.svc\",\"name\":\"in-cluster\",\"serverVersion\":\"1.32\",\"connectionState\":{\"status\":\"Successful\"}}]}");

    assertThat(run("cluster", "list").out())
        .isEqualTo(
            """
            SERVER                          NAME        VERSION  STATUS      MESSAGE  PROJECT
            https://kubernetes.default.svc  in-cluster  1.32     Successful
            """);
    assertThat(run("cluster", "list", "-o", "server").out())
        .isEqualTo("https://kubernetes.default.svc\n");
    assertThat(run("cluster", "list", "-o", "x").code()).isEqualTo(1);
  }

  @Test
  void accounts() {
    server
        .on(
            "GET /api/v1/account",
            "{\"items\":[{\"name\":\"admin\",\"enabled\":true,\"capabilities\":[\"login\",\"apiKey\"]}]}")
        .on(
            "GET /api/v1/session/userinfo",
            "{\"loggedIn\":true,\"username\":\"admin\",\"iss\":\"argocd\"}")
        .on("PUT /api/v1/account/password", "{}");

    assertThat(run("account", "list").out())
        .isEqualTo("NAME   ENABLED  CAPABILITIES\nadmin  true     login, apiKey\n");
    assertThat(run("account", "get-user-info").out())
        .isEqualTo(
            "Logged In:          true\nUsername:           admin\nIssuer:             argocd\n");
    server.on("GET /api/v1/account/can-i/applications/sync/default%2F*", "{\"value\":\"no\"}");
    assertThat(run("account", "can-i", "sync", "applications", "default/*"))
        .isEqualTo(new CommandLineRun(0, "no\n", ""));
    assertThat(
            run(
                    "account",
                    "update-password",
                    "--current-password",
                    "old",
                    "--new-password",
                    "new-one")
                .out())
        .isEqualTo("Password updated\n");
    assertThat(server.asked("PUT").getFirst().body())
        .isEqualTo("{\"name\":\"\",\"currentPassword\":\"old\",\"newPassword\":\"new-one\"}");
  }
}
