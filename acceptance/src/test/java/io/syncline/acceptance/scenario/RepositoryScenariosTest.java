package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.testservers.Certificates;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Repositories that need to be told of: over SSH and TLS, with logins, of projects. */
@Scenarios
class RepositoryScenariosTest {
  private static String bare(Scenario s) {
    return s.repository().bare().toString();
  }

  private static Expectation listed(String url, boolean there) {
    return s -> {
      var all = s.installation().api("GET", "/api/v1/repositories", null).json();
      var urls = Tree.items(Tree.at(all, "items")).stream().map(r -> Tree.text(r, "repo")).toList();
      assertThat(urls.contains(url)).as("%s is among %s", url, urls).isEqualTo(there);
    };
  }

  @Test
  void a_repository_is_read_over_ssh_from_a_known_host() {
    var given = given("config-map");
    var servers = Servers.of(given.scenario());
    var ssh = servers.ssh();
    given.scenario().repository().commit();
    var url = ssh.url(bare(given.scenario()));
    servers.believe(ssh);
    servers.add(url, "--ssh-private-key-path", servers.file(ssh.userKey()).toString());
    given.at(url, "config-map").when().create().sync().then().expect(operation("Succeeded"));
    assertThat(ssh.commands).isNotEmpty();
  }

  @Test
  void submodules_are_read_over_ssh() {
    var given = given();
    var servers = Servers.of(given.scenario());
    var ssh = servers.ssh();
    var part = given.scenario().installation().repository("part-of-" + given.scenario().name());
    part.testdata("git-submodule").commit();
    var partUrl = ssh.url(part.bare().toString());
    var files = given.scenario().repository();
    files.write("submodule/README", "What is below is a submodule.\n").commit();
    files.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        part.bare().toString(),
        "submodule/test");
    files.replace(".gitmodules", part.bare().toString(), partUrl).commit();
    var url = ssh.url(bare(given.scenario()));
    servers.believe(ssh);
    var key = servers.file(ssh.userKey()).toString();
    servers.add(url, "--ssh-private-key-path", key, "--insecure");
    servers.add(partUrl, "--ssh-private-key-path", key, "--insecure");
    given
        .at(url, "submodule")
        .flags("--directory-recurse")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"), exists("v1/Pod", "pod-in-submodule"));
  }

  @Test
  void a_base_is_read_over_ssh() {
    var given = given("config-map");
    var servers = Servers.of(given.scenario());
    var ssh = servers.ssh();
    var url = ssh.url(bare(given.scenario()));
    given
        .scenario()
        .repository()
        .testdata("ssh-kustomize-base")
        .replace(
            "ssh-kustomize-base/local/kustomization.yaml",
            "ssh://root@localhost:2222/tmp/argo-e2e/testdata.git",
            url)
        .commit();
    servers.add(
        url,
        "--ssh-private-key-path",
        servers.file(ssh.userKey()).toString(),
        "--insecure-ignore-host-key");
    given
        .at(url, "ssh-kustomize-base/local")
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), resourceSync("ConfigMap my-map", "Synced"));
  }

  @Test
  @Scenarios.NeedsWorkloads
  void a_kustomization_may_read_beyond_its_folder_when_the_settings_say_so() {
    given("guestbook")
        .setting("kustomize.buildOptions", "--load-restrictor LoadRestrictionsNone")
        .files(
            f ->
                f.testdata("guestbook_local")
                    .patch(
                        "guestbook/kustomization.yaml",
                        "[{op: replace, path: /resources/1,"
                            + " value: ../guestbook_local/guestbook-ui-svc.yaml}]"))
        .when()
        .create()
        .sync()
        .then()
        .expect(operation("Succeeded"), health("Healthy"), sync("Synced"));
  }

  @Test
  void a_private_repository_is_not_accessible_without_a_login() {
    var given = given("guestbook");
    var servers = Servers.of(given.scenario());
    given.scenario().repository().commit();
    var folder = java.nio.file.Path.of(bare(given.scenario()));
    var https = servers.https(folder.resolveSibling(""));
    servers.believeAuthority();
    given
        .at(https.url(folder.getFileName().toString()), "guestbook")
        .when()
        .failing()
        .create()
        .then()
        .expect(complains("repository not accessible"));
  }

  @Test
  void a_repository_without_a_login_shows_that_it_inherits_one() {
    var given = given("guestbook");
    var servers = Servers.of(given.scenario());
    given.scenario().repository().commit();
    var folder = java.nio.file.Path.of(bare(given.scenario()));
    var https = servers.https(folder.resolveSibling(""));
    var url = https.url(folder.getFileName().toString());
    servers.addLogin(
        https.url(""),
        "--github-app-id",
        "2978632978",
        "--github-app-installation-id",
        "7893789433789",
        "--github-app-private-key-path",
        servers.file(Certificates.pem(Certificates.pair().getPrivate())).toString());
    servers.add(
        url,
        "--username",
        Servers.USER,
        "--password",
        Servers.PASSWORD,
        "--insecure-skip-server-verification");
    given
        .when()
        .does(
            s ->
                assertThat(
                        s.installation()
                            .api(
                                "PUT",
                                "/api/v1/repositories/"
                                    + URLEncoder.encode(url, StandardCharsets.UTF_8),
                                ObjectTree.of("repo", url))
                            .status())
                    .isEqualTo(200))
        .cli("repo", "get", url)
        .then()
        .expect(prints("inherited"));
  }

  private static String[] add(String url, Scenario s, String... more) {
    var servers = Servers.of(s);
    var words =
        new ArrayList<>(
            List.of(
                "repo",
                "add",
                url,
                "--name",
                "testrepo",
                "--type",
                "helm",
                "--username",
                Servers.USER,
                "--password",
                Servers.PASSWORD,
                "--tls-client-cert-path",
                servers.file(Servers.certificates().client()).toString(),
                "--tls-client-cert-key-path",
                servers.file(Servers.certificates().clientKey()).toString()));
    words.addAll(Arrays.asList(more));
    s.forgetting("repositories", url);
    return words.toArray(String[]::new);
  }

  @Test
  void a_helm_repository_is_added_and_removed() {
    var given = given();
    var charts = Servers.of(given.scenario()).charts(true);
    Servers.of(given.scenario()).believeAuthority();
    var url = charts.url("/helm-repo");
    given
        .when()
        .cli(add(url, given.scenario()))
        .then()
        .expect(listed(url, true))
        .when()
        .cli("repo", "rm", url)
        .then()
        .expect(listed(url, false));
  }

  @Test
  void a_helm_repository_may_be_believed_unseen() {
    var given = given();
    var charts = Servers.of(given.scenario()).charts(true);
    var url = charts.url("/helm-repo");
    given
        .when()
        .failing()
        .cli(add(url, given.scenario()))
        .cli(add(url, given.scenario(), "--insecure-skip-server-verification"))
        .then()
        .expect(listed(url, true));
  }

  @Test
  void a_password_and_a_token_are_one_login_too_many() {
    var given = given();
    given
        .when()
        .failing()
        .cli(
            "repo",
            "add",
            given.scenario().repository().url(),
            "--password",
            "p",
            "--bearer-token",
            "t")
        .then()
        .expect(complains("only --bearer-token or --password is allowed, not both"));
  }

  @Test
  void a_repository_of_a_project_is_added_shown_and_removed() {
    var given = given("guestbook").ownProject("{sourceRepos: ['*']}");
    var s = given.scenario();
    s.repository().commit();
    var url = s.repository().url();
    var rows =
        prints(
            "TYPE NAME REPO INSECURE OCI LFS CREDS STATUS MESSAGE PROJECT\n"
                + "git "
                + url
                + " false false false false Successful "
                + s.name());
    given
        .when()
        .cli("repo", "add", url, "--project", s.name())
        .then()
        .expect(
            prints("Repository '" + url + "' added"),
            _ -> {
              var one =
                  s.installation()
                      .api(
                          "GET",
                          "/api/v1/repositories/"
                              + URLEncoder.encode(url, StandardCharsets.UTF_8)
                              + "?appProject="
                              + s.name(),
                          null)
                      .json();
              assertThat(Tree.text(one, "repo")).isEqualTo(url);
              assertThat(Tree.text(one, "project")).isEqualTo(s.name());
            })
        .when()
        .cli("repo", "list")
        .then()
        .expect(
            prints("TYPE NAME REPO INSECURE OCI LFS CREDS STATUS MESSAGE PROJECT\n"),
            prints("git " + url + " false false false false Successful " + s.name()))
        .when()
        .cli("repo", "get", url, "--project", s.name())
        .then()
        .expect(rows)
        .when()
        .cli("repo", "rm", url, "--project", s.name())
        .then()
        .expect(prints("Repository '" + url + "' removed"), listed(url, false))
        .when()
        .failing()
        .cli("repo", "get", url, "--project", s.name())
        .then()
        .expect(complains("not found"));
  }
}
