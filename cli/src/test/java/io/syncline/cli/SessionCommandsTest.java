package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logging in and out, contexts, environment, exit codes of words that make no sense. */
final class SessionCommandsTest {
  @TempDir Path home;
  private RecordedServer server;

  @BeforeEach
  void start() {
    server =
        new RecordedServer()
            .on("POST /api/v1/session", "{\"token\":\"fresh\"}")
            .on("DELETE /api/v1/session", "{}")
            .on("GET /api/v1/applications", "{\"items\":[]}")
            .on(
                "GET /api/version",
                "{\"Version\":\"v9\",\"HelmVersion\":\"v3\",\"GoVersion\":\"\"}");
  }

  @AfterEach
  void end() {
    server.close();
  }

  private CommandLineRun.Process process() {
    return new CommandLineRun.Process(home);
  }

  private Path config() {
    return home.resolve(".config/argocd/config");
  }

  @Test
  void a_login_is_kept_in_the_config_file_and_used_from_then_on() throws IOException {
    var run =
        process()
            .run("login", server.address(), "--username", "admin", "--password", "open-sesame");

    assertThat(run)
        .isEqualTo(
            new CommandLineRun(
                0,
                "'admin:login' logged in successfully\nContext '"
                    + server.address()
                    + "' updated\n",
                ""));
    assertThat(server.asked.getFirst().body())
        .isEqualTo("{\"username\":\"admin\",\"password\":\"open-sesame\"}");
    assertThat(Files.readString(config()))
        .isEqualTo(
            """
            contexts:
            - name: ADDRESS
              server: ADDRESS
              user: ADDRESS
            current-context: ADDRESS
            servers:
            - grpc-web: true
              insecure: false
              plain-text: true
              server: ADDRESS
            users:
            - auth-token: fresh
              name: ADDRESS
            """
                .replace("ADDRESS", server.address()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config())))
        .isEqualTo("rw-------");

    assertThat(process().run("app", "list", "-o", "name").code()).isZero();
    assertThat(server.asked.getLast().authorization()).isEqualTo("Bearer fresh");
  }

  @Test
  void what_is_not_given_is_asked_for() {
    var run =
        process()
            .typing("admin\nopen-sesame\n")
            .run("login", "http://" + server.address(), "--name", "mine");

    assertThat(run.err()).isEqualTo("Username: Password: ");
    assertThat(run.out()).endsWith("Context 'mine' updated\n");
    assertThat(server.asked.getFirst().body())
        .isEqualTo("{\"username\":\"admin\",\"password\":\"open-sesame\"}");
    assertThat(process().run("login", server.address(), "--username", "admin").err())
        .endsWith("no password given (expected: --username and --password, or an answer)\n");
  }

  @Test
  void a_new_password_renews_the_stored_session() throws IOException {
    server
        .on("GET /api/v1/session/userinfo", "{\"loggedIn\":true,\"username\":\"admin\"}")
        .on("PUT /api/v1/account/password", "{}");
    process()
        .run(
            "login",
            server.address(),
            "--username",
            "admin",
            "--password",
            "old",
            "--name",
            "mine");
    server.on("POST /api/v1/session", "{\"token\":\"renewed\"}");

    var run =
        process()
            .run(
                "account",
                "update-password",
                "--current-password",
                "old",
                "--new-password",
                "new-secret");

    assertThat(run)
        .isEqualTo(new CommandLineRun(0, "Password updated\nContext 'mine' updated\n", ""));
    assertThat(server.asked.getLast().body())
        .isEqualTo("{\"username\":\"admin\",\"password\":\"new-secret\"}");
    assertThat(Files.readString(config())).contains("auth-token: renewed").doesNotContain("fresh");
  }

  private static String token(String claims) {
    return "e30."
        + java.util.Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".x";
  }

  @Test
  void a_relogin_is_as_whom_the_stored_token_names() throws IOException {
    server.on(
        "POST /api/v1/session",
        "{\"token\":\"" + token("{\"iss\":\"argocd\",\"sub\":\"admin:login\"}") + "\"}");
    process().run("login", "http://" + server.address(), "--username", "admin", "--password", "a");
    server.on("POST /api/v1/session", "{\"token\":\"renewed\"}");

    var run = process().run("relogin", "--password", "b", "--sso-port", "8085");

    assertThat(run)
        .isEqualTo(
            new CommandLineRun(
                0, "Relogging in as 'admin'\nContext '" + server.address() + "' updated\n", ""));
    assertThat(server.asked.getLast().body())
        .isEqualTo("{\"username\":\"admin\",\"password\":\"b\"}");
    assertThat(Files.readString(config())).contains("auth-token: renewed");
    assertThat(process().run("relogin").err())
        .startsWith("syncline: token of context '" + server.address() + "' is from issuer \"\"");
  }

  @Test
  void a_relogin_needs_a_login() {
    assertThat(process().run("relogin"))
        .isEqualTo(
            new CommandLineRun(
                1, "", "syncline: no context found; hint: `syncline login SERVER` makes one\n"));
  }

  @Test
  void the_token_of_a_cluster_is_rotated() {
    server.on("POST /api/v1/clusters/far/rotate-auth", "{}");

    assertThat(CommandLineRun.with(home, server).run("cluster", "rotate-auth", "far"))
        .isEqualTo(new CommandLineRun(0, "Cluster 'far' rotated auth\n", ""));
    assertThat(server.asked.getFirst().line())
        .isEqualTo("POST /api/v1/clusters/far/rotate-auth?id.type=name");
  }

  @Test
  void a_refused_login_leaves_no_trace() {
    server.refuse("POST /api/v1/session", 401, "Invalid username or password");

    var run =
        process().run("login", server.address(), "--username", "admin", "--password", "wrong");

    assertThat(run.code()).isEqualTo(20);
    assertThat(run.err())
        .startsWith("syncline: Invalid username or password")
        .doesNotContain("wrong");
    assertThat(config()).doesNotExist();
  }

  @Test
  void contexts_are_listed_switched_and_left() throws IOException {
    process().run("login", server.address(), "--username", "a", "--password", "p", "--name", "one");
    process().run("login", server.address(), "--username", "a", "--password", "p", "--name", "two");

    assertThat(process().run("context").out())
        .isEqualTo(
            "CURRENT  NAME  SERVER\n         one   "
                + server.address()
                + "\n*        two   "
                + server.address()
                + "\n");
    assertThat(process().run("context", "one").out()).isEqualTo("Switched to context 'one'\n");
    assertThat(process().run("context").out()).contains("*        one ");
    assertThat(process().run("context", "three"))
        .isEqualTo(new CommandLineRun(20, "", "syncline: context 'three' is undefined\n"));
    assertThat(process().run("app", "list", "--argocd-context", "three").code()).isEqualTo(20);

    assertThat(process().run("logout", "one").out()).isEqualTo("Logged out from 'one'\n");
    assertThat(server.asked("DELETE").getFirst().authorization()).isEqualTo("Bearer fresh");
    assertThat(Files.readString(config())).containsOnlyOnce("auth-token: fresh");
    assertThat(process().run("logout", "three").code()).isEqualTo(20);
  }

  @Test
  void logging_out_works_when_the_server_is_gone() throws IOException {
    process().run("login", server.address(), "--username", "a", "--password", "p", "--name", "one");
    server.close();

    var run = process().run("logout", "one");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("Logged out from 'one'\n");
    assertThat(run.err()).startsWith("the server could not be told: ");
    assertThat(Files.readString(config())).doesNotContain("fresh");
  }

  @Test
  void a_config_file_of_argocd_is_understood() throws IOException {
    Files.createDirectories(config().getParent());
    Files.writeString(
        config(),
        """
        contexts:
        - name: prod
          server: ADDRESS
          user: prod
        current-context: prod
        prompts-enabled: false
        servers:
        - grpc-web-root-path: ""
          plain-text: true
          server: ADDRESS
        users:
        - auth-token: theirs
          name: prod
          refresh-token: kept
        """
            .replace("ADDRESS", server.address()));

    process().run("app", "list");
    process()
        .run("login", server.address(), "--username", "a", "--password", "p", "--name", "second");

    assertThat(server.asked.getFirst().authorization()).isEqualTo("Bearer theirs");
    assertThat(Files.readString(config()))
        .contains("prompts-enabled: false", "refresh-token: kept", "name: second");
  }

  @Test
  void a_config_file_that_is_broken_is_named() throws IOException {
    var file = Files.writeString(home.resolve("mine"), "contexts: [\n");

    var run = process().run("app", "list", "--config", file.toString());

    assertThat(run.code()).isEqualTo(20);
    assertThat(run.err()).startsWith("syncline: config file " + file + " cannot be read: ");
  }

  @Test
  void flags_come_before_the_environment_and_the_environment_before_the_file() {
    process().run("login", server.address(), "--username", "a", "--password", "p");

    process().variable("ARGOCD_AUTH_TOKEN", "from-environment").run("app", "list");
    process()
        .variable("ARGOCD_AUTH_TOKEN", "from-environment")
        .run("app", "list", "--auth-token", "from-flag");
    process()
        .variable("ARGOCD_SERVER", "127.0.0.1:1")
        .run("--server", server.address(), "app", "list");
    process()
        .variable(
            "ARGOCD_OPTS",
            "--server " + server.address() + "  --plaintext --auth-token from-options")
        .run("app", "list");

    assertThat(server.asked("GET"))
        .extracting(RecordedServer.Asked::authorization)
        .containsExactly(
            "Bearer from-environment", "Bearer from-flag", "Bearer fresh", "Bearer from-options");
  }

  @Test
  void flags_of_argocd_that_mean_nothing_here_are_taken() {
    var run =
        CommandLineRun.with(home, server)
            .run(
                "app",
                "list",
                "--grpc-web",
                "--loglevel",
                "debug",
                "--logformat",
                "json",
                "--http-retry-max",
                "3",
                "--insecure");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void a_server_that_is_not_there_is_told_with_a_hint() {
    var run = process().variable("ARGOCD_SERVER", "127.0.0.1:1").run("app", "list", "--plaintext");

    assertThat(run.code()).isEqualTo(20);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("syncline: server http://127.0.0.1:1 cannot be reached: ")
        .endsWith(
            "; hint: is it running, and is the address right (--server, ARGOCD_SERVER, `syncline login`)?\n");
    assertThat(process().run("app", "list"))
        .isEqualTo(
            new CommandLineRun(
                20,
                "",
                "syncline: server address is unknown; hint: `syncline login HOST:PORT`, --server or ARGOCD_SERVER\n"));
  }

  @Test
  void a_server_that_speaks_something_else_is_told() {
    server
        .on("GET /api/v1/applications", "<html>")
        .on("GET /api/v1/applications/x", 502, "Bad Gateway");

    assertThat(CommandLineRun.with(home, server).run("app", "list").err())
        .isEqualTo(
            "syncline: server http://"
                + server.address()
                + " did not answer with JSON (is it an API server?)\n");
    assertThat(CommandLineRun.with(home, server).run("app", "get", "x"))
        .isEqualTo(new CommandLineRun(20, "", "syncline: Bad Gateway\n"));
  }

  @Test
  void whoever_is_not_logged_in_is_told_how_to() {
    server.refuse("GET /api/v1/applications", 401, "no session information");

    assertThat(CommandLineRun.with(home, server).run("app", "list"))
        .isEqualTo(
            new CommandLineRun(
                20, "", "syncline: no session information; hint: log in with `syncline login`\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app get                    | Missing required parameter: 'APPNAME'",
        "app get one two            | Unmatched argument at index 3: 'two'",
        "app list --nonsense        | Unknown option: '--nonsense'",
        "app wait                   | no application named (expected: APPNAME or --selector)",
        "app sync                   | no application named (expected: APPNAME or --selector)",
        "app wait x --timeout soon  | Invalid value for option '--timeout': 'soon' is not an int",
        "app nonsense               | Unmatched argument at index 1: 'nonsense'",
        "nonsense                   | Unmatched argument at index 0: 'nonsense'",
        "login                      | Missing required parameter: 'SERVER'",
      })
  void words_that_make_no_sense_exit_with_1(String words, String problem) {
    var run = process().variable("ARGOCD_SERVER", server.address()).run(words.strip().split(" "));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("syncline: " + problem);
  }

  @Test
  void groups_alone_show_how_they_are_used() {
    assertThat(process().run("--help").out())
        .startsWith("Usage: syncline")
        .contains("app", "proj", "login");
    assertThat(process().run("app", "wait", "--help").out())
        .startsWith("Usage: syncline app wait")
        .contains("--timeout");
  }

  @Test
  void versions_of_both_sides() {
    assertThat(process().run("version", "--client"))
        .isEqualTo(new CommandLineRun(0, "argocd: v1.2.3\n", ""));
    assertThat(CommandLineRun.with(home, server).run("version").out())
        .isEqualTo("argocd: v1.2.3\nargocd-server: v9\n  HelmVersion: v3\n");
    assertThat(CommandLineRun.with(home, server).run("version", "--short").out())
        .isEqualTo("argocd: v1.2.3\nargocd-server: v9\n");
    assertThat(CommandLineRun.with(home, server).run("version", "-o", "yaml").out())
        .startsWith("client:\n  Version: v1.2.3\nserver:\n");
    var none = process().run("version");
    assertThat(none.code()).isEqualTo(20);
    assertThat(none.err()).endsWith("; hint: `syncline version --client` needs no server\n");
  }
}
