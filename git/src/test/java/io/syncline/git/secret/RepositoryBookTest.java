package io.syncline.git.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.git.Credentials;
import io.syncline.git.Credentials.Login;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepositoryBookTest {
  private final List<Manifest> repositories = new ArrayList<>();
  private final List<Manifest> templates = new ArrayList<>();
  private Map<String, String> certificates = Map.of();

  private static Manifest secret(String... fields) {
    var data = new ObjectTree.Builder(8);
    for (var i = 0; i < fields.length; i += 2) {
      var bytes = fields[i + 1].getBytes(StandardCharsets.UTF_8);
      data.put(fields[i], Base64.getEncoder().encodeToString(bytes));
    }
    return new Manifest(
        ObjectTree.of(
            "apiVersion",
            "v1",
            "kind",
            "Secret",
            "metadata",
            ObjectTree.of("name", "s-" + fields[1].hashCode()),
            "data",
            data.build()));
  }

  private RepositoryBookTest repository(String... fields) {
    repositories.add(secret(fields));
    return this;
  }

  private RepositoryBookTest template(String... fields) {
    templates.add(secret(fields));
    return this;
  }

  private RepositoryBook book() {
    return new RepositoryBook(repositories, templates, certificates, "host ssh-rsa AAAA");
  }

  private Login login(String url) {
    return login(url, "shop");
  }

  private Login login(String url, String project) {
    return book().access(url, project).credentials().login();
  }

  @Test
  void nobody_configured_means_anonymous_with_the_known_hosts() {
    var access = book().access("https://git.example/a.git", "shop");
    assertThat(access.credentials().login()).isEqualTo(new Credentials.Anonymous());
    assertThat(access.credentials().trust().knownHosts()).isEqualTo("host ssh-rsa AAAA");
    assertThat(access.credentials().proxy()).isEmpty();
    assertThat(access.lfs()).isFalse();
    assertThat(access.others().apply("https://git.example/b.git")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example/team/a.git, team",
    "https://git.example/team/a, team",
    "HTTPS://GIT.example/Team/A, team",
    "https://git.example/team/deep/a, deep",
    "https://git.example/teams, team",
    "https://git.example/other, host",
    "https://else.example/team/a, none"
  })
  void the_longest_beginning_wins(String url, String expected) {
    template("url", "https://git.example", "username", "u", "password", "host")
        .template("url", "https://git.example/team", "username", "u", "password", "team")
        .template("url", "https://git.example/team/deep/", "username", "u", "password", "deep")
        .template("url", "", "username", "u", "password", "never");
    assertThat(login(url))
        .isEqualTo(
            expected.equals("none")
                ? new Credentials.Anonymous()
                : new Credentials.Basic("u", expected));
  }

  @ParameterizedTest
  @CsvSource({"shop, mine", "pay, all", "'', all"})
  void a_secret_of_the_own_project_comes_first_and_others_do_not_count(
      String project, String expected) {
    repository("url", "https://git.example/a", "password", "all")
        .repository("url", "https://git.example/a.git", "project", "shop", "password", "mine")
        .repository("url", "https://git.example/b", "project", "shop", "password", "mine");
    assertThat(login("https://git.example/a", project))
        .isEqualTo(new Credentials.Basic("", expected));
    assertThat(login("https://git.example/b", "pay")).isEqualTo(new Credentials.Anonymous());
  }

  @Test
  void a_secret_without_credentials_inherits_login_proxy_and_client_certificate() {
    repository("url", "https://git.example/a", "insecure", "true", "enableLfs", "true")
        .template(
            "url",
            "https://git.example",
            "username",
            "u",
            "password",
            "p",
            "proxy",
            "http://proxy:3128",
            "noProxy",
            "localhost",
            "insecure",
            "true",
            "tlsClientCertData",
            "cert",
            "tlsClientCertKey",
            "key",
            "insecureOCIForceHttp",
            "true");
    assertThat(book().described("https://git.example/a", "shop").flag("insecureOCIForceHttp"))
        .contains(true);
    var access = book().access("https://git.example/a", "shop");
    var credentials = access.credentials();
    assertThat(access.lfs()).isTrue();
    assertThat(credentials.login()).isEqualTo(new Credentials.Basic("u", "p"));
    assertThat(credentials.proxy()).contains("http://proxy:3128");
    assertThat(credentials.noProxy()).isEqualTo("localhost");
    assertThat(credentials.trust().clientCertificate()).isEqualTo("cert");
    assertThat(credentials.trust().clientKey()).isEqualTo("key");
    assertThat(credentials.trust().insecure()).isTrue();
    var other = book().access("https://git.example/b", "shop");
    assertThat(other.credentials().trust().insecure()).as("is no field of templates").isFalse();
    assertThat(other.lfs()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "username, u",
    "password, p",
    "bearerToken, t",
    "sshPrivateKey, k",
    "tlsClientCertData, c",
    "githubAppPrivateKey, g",
    "useAzureWorkloadIdentity, true"
  })
  void a_secret_with_any_credentials_inherits_nothing(String field, String value) {
    repository("url", "https://git.example/a", field, value)
        .template("url", "https://git.example", "password", "theirs", "proxy", "http://proxy:1");
    var credentials = book().access("https://git.example/a", "shop").credentials();
    assertThat(credentials.login()).isNotEqualTo(new Credentials.Basic("u", "theirs"));
    assertThat(credentials.login()).isNotEqualTo(new Credentials.Basic("", "theirs"));
    assertThat(credentials.proxy()).isEmpty();
  }

  @Test
  void the_kind_of_url_decides_between_key_and_password() {
    template(
        "url", "https://git.example", "username", "u", "password", "p", "sshPrivateKey", "key");
    template("url", "git@git.example:team", "sshPrivateKey", "key", "password", "p");
    assertThat(login("https://git.example/a")).isEqualTo(new Credentials.Basic("u", "p"));
    assertThat(login("git@git.example:team/a.git")).isEqualTo(new Credentials.SshKey("key"));
    assertThat(login("ssh://git@git.example/team/a")).isEqualTo(new Credentials.SshKey("key"));
  }

  @Test
  void a_github_app_is_read_with_its_defaults() {
    repository(
        "url",
        "https://github.com/acme/a",
        "githubAppID",
        "12",
        "githubAppInstallationID",
        "34",
        "githubAppPrivateKey",
        "pem");
    repository(
        "url",
        "https://ghe.example/acme/a",
        "githubAppID",
        "12",
        "githubAppPrivateKey",
        "pem",
        "githubAppEnterpriseBaseUrl",
        "https://ghe.example/api/v3");
    assertThat(login("https://github.com/acme/a"))
        .isEqualTo(new Credentials.GitHubApp(12, 34, "pem", "https://api.github.com"));
    assertThat(login("https://ghe.example/acme/a"))
        .isEqualTo(new Credentials.GitHubApp(12, 0, "pem", "https://ghe.example/api/v3"));
  }

  @ParameterizedTest
  @CsvSource({
    "insecure, 'yes', 'field insecure of its secret is ''yes'' (expected: true or false)'",
    "githubAppID, x1, 'field githubAppID of its secret is ''x1'' (expected: a number)'",
    "useAzureWorkloadIdentity, true, 'logins at Azure by workload identity or service principal are not served'"
  })
  void what_cannot_be_used_says_so(String field, String value, String reason) {
    if (field.startsWith("github")) {
      repository("url", "https://git.example/a", "githubAppPrivateKey", "pem", field, value);
    } else {
      repository("url", "https://git.example/a", field, value);
    }
    assertThat(login("https://git.example/a"))
        .isInstanceOfSatisfying(
            Credentials.Unusable.class, u -> assertThat(u.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @CsvSource({"1, true", "T, true", "TRUE, true", "0, false", "F, false", "False, false"})
  void flags_are_read_as_go_reads_them(String text, boolean expected) {
    repository("url", "https://git.example/a", "insecureIgnoreHostKey", text);
    assertThat(book().access("https://git.example/a", "shop").credentials().trust().insecure())
        .isEqualTo(expected);
  }

  @Test
  void certificates_belong_to_the_host_whatever_the_port() {
    certificates = Map.of("git.example", "PEM");
    assertThat(
            book()
                .access("https://u@GIT.example:8443/a", "shop")
                .credentials()
                .trust()
                .certificates())
        .isEqualTo("PEM");
    assertThat(book().access("https://x.example/a", "shop").credentials().trust().certificates())
        .isEmpty();
  }

  @Test
  void no_text_of_a_secret_shows_in_words() {
    repository(
        "url",
        "https://git.example/a",
        "password",
        "hush-1",
        "sshPrivateKey",
        "hush-2",
        "githubAppPrivateKey",
        "hush-3");
    var access = book().access("https://git.example/a", "shop");
    assertThat(access.toString() + book().described("https://git.example/a", "shop"))
        .doesNotContain("hush");
    assertThat(Optional.of(new Credentials.GitHubApp(1, 2, "hush", "https://x")).toString())
        .doesNotContain("hush");
  }

  @Test
  void submodules_find_their_own_secret() {
    template("url", "https://lib.example", "password", "p");
    var access = book().access("https://git.example/a", "shop");
    assertThat(access.others().apply("https://lib.example/x").orElseThrow().credentials().login())
        .isEqualTo(new Credentials.Basic("", "p"));
  }
}
