package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code repo}, {@code repocreds}, {@code cert} and {@code gpg}: what they ask and print. */
final class RepositoryCommandsTest {
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

  private String file(String name, String content) throws IOException {
    return Files.writeString(home.resolve(name), content).toString();
  }

  @Test
  void all_that_can_be_said_of_a_repository_reaches_the_server() throws IOException {
    server.on("POST /api/v1/repositories", "{}");
    assertThat(
            run(
                "repo",
                "add",
                "https://git.example/a.git",
                "--name=mine",
                "--type=git",
                "--username=bot",
                "--project=team",
                "--github-app-id=7",
                "--github-app-installation-id=8",
                "--github-app-private-key-path=" + file("app.pem", "app-key"),
                "--github-app-enterprise-base-url=https://ghe.example/api/v3",
                "--tls-client-cert-path=" + file("c.pem", "certificate"),
                "--tls-client-cert-key-path=" + file("k.pem", "client-key"),
                "--proxy=http://proxy:3128",
                "--no-proxy=.local",
                "--insecure-skip-server-verification",
                "--insecure-ignore-host-key",
                "--enable-lfs",
                "--force-http-basic-auth",
                "--depth=3",
                "--skip-connection-test"))
        .isEqualTo(new CommandLineRun(0, "Repository 'https://git.example/a.git' added\n", ""));
    var asked = server.asked("POST").getFirst();
    assertThat(asked.line())
        .isEqualTo("POST /api/v1/repositories?upsert=false&skipConnectionTest=true");
    assertThat(asked.tree())
        .isEqualTo(
            Json.parseObject(
                """
                {"repo":"https://git.example/a.git","type":"git","username":"bot",
                "tlsClientCertData":"certificate","tlsClientCertKey":"client-key","githubAppID":7,
                "githubAppInstallationID":8,"githubAppPrivateKey":"app-key",
                "githubAppEnterpriseBaseUrl":"https://ghe.example/api/v3","forceHttpBasicAuth":true,
                "proxy":"http://proxy:3128","noProxy":".local","name":"mine","project":"team",
                "insecure":true,"insecureIgnoreHostKey":true,"enableLfs":true,"depth":3}
                """
                    .getBytes(StandardCharsets.UTF_8)));
    run(
        "repo",
        "add",
        "oci://registry.example/charts",
        "--type=oci",
        "--insecure-oci-force-http",
        "--gcp-service-account-key-path=" + file("gcp.json", "{}"),
        "--upsert");
    assertThat(server.asked("POST").getLast().line()).endsWith("?upsert=true");
    assertThat(server.asked("POST").getLast().tree())
        .containsEntry("insecureOCIForceHttp", true)
        .containsEntry("gcpServiceAccountKey", "{}");
    run("repo", "add", "https://git.example/b.git", "--bearer-token=t");
    assertThat(server.asked("POST").getLast().tree()).containsEntry("bearerToken", "t");
    assertThat(run("repo", "add", "https://charts.example", "--type", "helm").code()).isEqualTo(2);
  }

  @Test
  void repositories_by_name_and_of_a_project() {
    server
        .on(
            "GET /api/v1/repositories",
            "{\"items\":[{\"repo\":\"https://a\",\"name\":\"mine\",\"type\":\"git\",\"inheritedCreds\":true},{\"repo\":\"https://b\"}]}")
        .on("GET /api/v1/repositories/https%3A%2F%2Fa", "{\"repo\":\"https://a\"}")
        .on("DELETE /api/v1/repositories/https%3A%2F%2Fa", "{}");
    assertThat(run("repo", "list", "-o", "name").out()).isEqualTo("mine\n");
    assertThat(run("repo", "list").out()).contains("inherited");
    assertThat(run("repo", "list", "-o", "nonsense").code()).isEqualTo(1);
    assertThat(run("repo", "get", "https://a", "--project", "team", "-o", "url").out())
        .isEqualTo("https://a\n");
    assertThat(run("repo", "rm", "https://a", "--project", "team").out())
        .isEqualTo("Repository 'https://a' removed\n");
    assertThat(server.asked("DELETE").getFirst().line()).endsWith("?appProject=team");
  }

  @Test
  void logins_for_all_below_a_url() {
    server
        .on("POST /api/v1/repocreds", "{}")
        .on(
            "GET /api/v1/repocreds",
            "{\"items\":[{\"url\":\"https://git.example\",\"username\":\"bot\"},{\"url\":\"git@x:\"}]}")
        .on("DELETE /api/v1/repocreds/https%3A%2F%2Fgit.example", "{}");
    assertThat(run("repocreds", "add", "https://git.example", "--username=bot", "--password=hush"))
        .isEqualTo(
            new CommandLineRun(0, "Repository credentials for 'https://git.example' added\n", ""));
    assertThat(server.asked("POST").getFirst().body())
        .isEqualTo(
            "{\"url\":\"https://git.example\",\"type\":\"git\",\"username\":\"bot\",\"password\":\"hush\"}");
    assertThat(run("repocreds", "list").out())
        .isEqualTo(
            """
            URL PATTERN          USERNAME  SSH_CREDS  TLS_CREDS
            https://git.example  bot       false      false
            git@x:               -         false      false
            """);
    assertThat(run("repocreds", "list", "-o", "url").out())
        .isEqualTo("https://git.example\ngit@x:\n");
    assertThat(run("repocreds", "rm", "https://git.example").out())
        .isEqualTo("Repository credentials for 'https://git.example' removed\n");
  }

  @Test
  void certificates_and_host_keys() throws IOException {
    var one =
        "{\"serverName\":\"git.example\",\"certType\":\"ssh\",\"certSubType\":\"ssh-rsa\",\"certInfo\":\"SHA256:x\"}";
    var other =
        "{\"serverName\":\"a.example\",\"certType\":\"https\",\"certSubType\":\"rsa\",\"certInfo\":\"CN=a\"}";
    server
        .on("POST /api/v1/certificates", "{\"items\":[]}")
        .on("GET /api/v1/certificates", "{\"items\":[" + one + "," + other + "]}")
        .on("DELETE /api/v1/certificates", "{\"items\":[" + one + "]}");
    var pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    var certificates = file("ca.pem", "# ours\n" + pem + "\n" + pem + "\n");
    assertThat(run("cert", "add-tls", "git.example", "--from", certificates).out())
        .isEqualTo("Created entry with 1 PEM certificates for repository server git.example\n");
    var sent = Tree.items(server.asked("POST").getFirst().tree().get("items")).getFirst();
    assertThat(Tree.text(sent, "certType")).isEqualTo("https");
    assertThat(decoded(sent)).isEqualTo(pem + "\n");

    var hosts = file("hosts", "# c\na,b ssh-ed25519 AAAA x\n\n[c]:22 ssh-rsa BBBB\n");
    assertThat(run("cert", "add-ssh", "--batch", "--from", hosts).out())
        .isEqualTo("Successfully created 3 SSH known host entries\n");
    assertThat(Tree.items(server.asked("POST").getLast().tree().get("items")))
        .extracting(
            i -> Tree.text(i, "serverName") + " " + Tree.text(i, "certSubType") + decoded(i))
        .containsExactly("a ssh-ed25519AAAA", "b ssh-ed25519AAAA", "[c]:22 ssh-rsaBBBB");
    assertThat(run("cert", "add-ssh", "--from", hosts).code()).isEqualTo(2);
    assertThat(run("cert", "add-ssh", "--batch", "--from", certificates).err())
        .contains("line 2 is no host key");
    assertThat(run("cert", "add-tls", "x", "--from", hosts).err()).contains("no certificate");

    assertThat(run("cert", "list", "--sort", "hostname").out())
        .isEqualTo(
            """
            HOSTNAME     TYPE   SUBTYPE  INFO
            a.example    https  rsa      CN=a
            git.example  ssh    ssh-rsa  SHA256:x
            """);
    assertThat(run("cert", "list", "--cert-type", "x").code()).isEqualTo(1);
    assertThat(run("cert", "rm", "git.example", "--cert-type", "ssh").out())
        .isEqualTo("Removed cert for 'git.example' of type 'ssh' (subtype 'ssh-rsa')\n");
  }

  private static String decoded(Object item) {
    return new String(
        Base64.getDecoder().decode(Tree.text(item, "certData")), StandardCharsets.UTF_8);
  }

  @Test
  void keys_for_signatures() throws IOException {
    var key =
        "{\"keyID\":\"4AEE18F83AFDEB23\",\"fingerprint\":\"5DE3E050\",\"subType\":\"rsa2048\",\"owner\":\"GitHub\",\"keyData\":\"PGP\"}";
    server
        .on("GET /api/v1/gpgkeys", "{\"items\":[" + key + "]}")
        .on("GET /api/v1/gpgkeys/4AEE18F83AFDEB23", key)
        .on("POST /api/v1/gpgkeys", "{\"created\":{\"items\":[" + key + "]},\"skipped\":[\"x\"]}")
        .on("DELETE /api/v1/gpgkeys", "{}");
    assertThat(run("gpg", "list").out())
        .isEqualTo("KEYID             TYPE     IDENTITY\n4AEE18F83AFDEB23  RSA2048  GitHub\n");
    assertThat(run("gpg", "get", "4AEE18F83AFDEB23").out())
        .isEqualTo(
            """
            Key ID:          4AEE18F83AFDEB23
            Key fingerprint: 5DE3E050
            Key subtype:     RSA2048
            Key owner:       GitHub
            Key data follows until EOF:
            PGP
            """);
    assertThat(run("gpg", "add", "--from", file("keys.asc", "armored")).out())
        .isEqualTo(
            "Created 1 key(s) from input file, and 1 key(s) were skipped because they exist already.\n");
    assertThat(server.asked("POST").getFirst().tree()).containsEntry("keyData", "armored");
    assertThat(run("gpg", "rm", "4AEE18F83AFDEB23").out())
        .isEqualTo("Deleted key with key ID 4AEE18F83AFDEB23\n");
    assertThat(run("gpg", "list", "-o", "json").out()).contains("\"keyID\": \"4AEE18F83AFDEB23\"");
  }

  /** Argo CD's own reference of its commands, for those of this area. */
  @Test
  void every_flag_of_argocd_is_known() throws IOException {
    var told = System.getenv("SYNCLINE_CONFORMANCE");
    var file =
        (told == null ? Path.of("../../shared/conformance") : Path.of(told))
            .resolve("argocd/cli/commands.json");
    if (!Files.isRegularFile(file)) {
      System.out.println("cli: no conformance data (SYNCLINE_CONFORMANCE is not set)");
      return;
    }
    var missing = new ArrayList<String>();
    var seen = 0;
    for (var one : Tree.items(Json.parseObject(Files.readAllBytes(file)).get("cases"))) {
      var words = List.of(Tree.text(one, "command").split(" "));
      if (words.size() != 3 || !Set.of("repo", "repocreds", "cert", "gpg").contains(words.get(1))) {
        continue;
      }
      seen++;
      var help = run(words.get(1), words.get(2), "--help").out();
      for (var flag : Tree.items(Tree.object(one).get("flags"))) {
        if (!help.contains("--" + Tree.text(flag, "name"))) {
          missing.add(Tree.text(one, "command") + " --" + Tree.text(flag, "name"));
        }
      }
    }
    assertThat(seen).isPositive();
    assertThat(missing).isEmpty();
  }
}
