package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.kube.Selection;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets and ConfigMaps as Argo CD writes them, and what is never written or shown. */
final class RepositorySecretsTest {
  private static final String REPOSITORIES = "/api/v1/repositories";
  private static final String URL = "https://git.example/team/shop.git";

  /** As openssl made it; it opens nothing. */
  private static final String KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
      -----END PRIVATE KEY-----
      """;

  private static final String HOST_KEY =
      "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
  private static final String OTHER_HOST_KEY =
      "AAAAC3NzaC1lZDI1NTE5AAAAICpwbgHlhM2W1aFCwS4F9kU1OlUXQvB1Chd6YPRDpgZD";

  private Installation installation;

  @BeforeEach
  void start() {
    installation = new Installation();
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  private List<Manifest> secrets(String type) {
    return installation
        .cluster
        .list(
            Installation.SECRET,
            Selection.in("argocd").labelled("argocd.argoproj.io/secret-type=" + type))
        .items();
  }

  private static TreeMap<String, String> fields(Manifest secret) {
    var fields = new TreeMap<String, String>();
    Tree.object(secret.at("data"))
        .forEach(
            (key, value) ->
                fields.put(
                    key,
                    new String(
                        Base64.getDecoder().decode(String.valueOf(value)),
                        StandardCharsets.UTF_8)));
    return fields;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String json(Object... pairs) {
    return Json.write(ObjectTree.of(pairs));
  }

  @Test
  void a_secret_has_the_name_the_label_and_the_keys_that_argocd_gives_it() {
    var body =
        json(
            "repo",
            URL,
            "type",
            "git",
            "username",
            "bot",
            "password",
            "hush",
            "project",
            "shop",
            "insecure",
            true,
            "enableLfs",
            false,
            "depth",
            5L,
            "githubAppID",
            0L,
            "proxy",
            "");
    var answer = installation.call("POST", REPOSITORIES, body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.tree()).containsEntry("depth", 5L).containsEntry("insecure", true);
    assertThat(answer.text()).doesNotContain("hush");

    var secret = secrets("repository").getFirst();
    // The FNV-1a hash of URL and project.
    assertThat(secret.name()).isEqualTo("repo-2095143801");
    assertThat(secret.text("metadata", "annotations", "managed-by"))
        .isEqualTo("argocd.argoproj.io");
    assertThat(fields(secret))
        .containsExactlyInAnyOrderEntriesOf(
            new TreeMap<>(
                java.util.Map.of(
                    "url",
                    URL,
                    "type",
                    "git",
                    "username",
                    "bot",
                    "password",
                    "hush",
                    "project",
                    "shop",
                    "insecure",
                    "true",
                    "depth",
                    "5")));

    var changed = body.replace("hush", "louder").replace("\"insecure\":true,", "");
    assertThat(installation.call("POST", REPOSITORIES, changed).status()).isEqualTo(400);
    assertThat(installation.call("POST", REPOSITORIES + "?upsert=true", changed).status())
        .isEqualTo(200);
    assertThat(secrets("repository")).hasSize(1);
    assertThat(secrets("repository").getFirst().name()).isEqualTo(secret.name());
    assertThat(fields(secrets("repository").getFirst()))
        .containsEntry("password", "louder")
        .doesNotContainKey("insecure");
  }

  @Test
  void what_somebody_declared_is_changed_in_place_and_only_taken_out_of_use() {
    installation.create(
        "{apiVersion: v1, kind: Secret, metadata: {name: mine, namespace: argocd, labels: {"
            + "argocd.argoproj.io/secret-type: repository, keep: me}}, stringData: {url: '"
            + URL
            + "', password: hush}}");
    assertThat(
            installation
                .call(
                    "PUT",
                    REPOSITORIES + "/" + encoded(URL),
                    json("repo", URL, "type", "git", "password", "new"))
                .status())
        .isEqualTo(200);
    assertThat(secrets("repository").getFirst().name()).isEqualTo("mine");
    assertThat(fields(secrets("repository").getFirst())).containsEntry("password", "new");

    assertThat(installation.call("DELETE", REPOSITORIES + "/" + encoded(URL), "").status())
        .isEqualTo(200);
    assertThat(secrets("repository")).isEmpty();
    var left = installation.cluster.get(Installation.SECRET, "argocd", "mine").orElseThrow();
    assertThat(left.text("metadata", "labels", "keep")).isEqualTo("me");
  }

  @Test
  void an_unreachable_repository_is_added_when_it_is_not_to_be_tested() {
    installation.details.problems.put(URL, "cannot list repository: unknown host");
    var body = json("repo", URL);
    assertThat(installation.call("POST", REPOSITORIES, body).status()).isEqualTo(400);
    assertThat(
            installation
                .call("POST", REPOSITORIES + "/" + encoded(URL) + "/validate", body)
                .message())
        .contains("unknown host");
    var added = installation.call("POST", REPOSITORIES + "?skipConnectionTest=true", body);
    assertThat(Tree.text(added.tree(), "connectionState", "status")).isEqualTo("Unknown");
    assertThat(secrets("repository")).hasSize(1);
  }

  @Test
  void logins_for_all_below_a_url_are_inherited_and_shown_without_secrets() {
    var all = "/api/v1/repocreds";
    var body = json("url", "https://git.example/team", "username", "bot", "password", "hush");
    assertThat(installation.call("POST", all, body).text()).doesNotContain("hush");
    assertThat(secrets("repo-creds").getFirst().name()).startsWith("creds-");
    assertThat(installation.call("POST", all, body).status()).isEqualTo(200);
    assertThat(installation.call("POST", all, body.replace("hush", "x")).message())
        .isEqualTo(
            "existing repository credentials spec is different; use upsert flag to force update");
    assertThat(installation.call("POST", all + "?upsert=true", body.replace("hush", "x")).status())
        .isEqualTo(200);
    installation.call("POST", REPOSITORIES, json("repo", URL));
    assertThat(installation.get(REPOSITORIES + "/" + encoded(URL)).tree())
        .containsEntry("inheritedCreds", true);
    assertThat(installation.get(all).tree().toString()).contains("bot").doesNotContain("password");
    assertThat(
            installation
                .call("DELETE", all + "/" + encoded("https://git.example/team"), "")
                .status())
        .isEqualTo(200);
    assertThat(secrets("repo-creds")).isEmpty();
    assertThat(installation.call("DELETE", all + "/" + encoded("https://x"), "").status())
        .isEqualTo(404);
  }

  @Test
  void what_stands_in_a_repository_is_told_or_why_it_cannot_be_read() {
    var one = REPOSITORIES + "/" + encoded(URL);
    assertThat(installation.get(one + "/refs?appProject=-shop").tree())
        .isEqualTo(
            ObjectTree.of(
                "branches", Tree.list(List.of("main", "next-shop")),
                "tags", Tree.list(List.of("v1.0.0"))));
    assertThat(installation.get(one + "/apps?revision=web").tree())
        .isEqualTo(
            ObjectTree.of(
                "items",
                Tree.list(
                    List.of(
                        ObjectTree.of("type", "Kustomize", "path", "."),
                        ObjectTree.of("type", "Helm", "path", "charts/web")))));
    assertThat(installation.get(one + "/helmcharts").tree())
        .isEqualTo(
            ObjectTree.of(
                "items",
                Tree.list(
                    List.of(
                        ObjectTree.of(
                            "name", "web", "versions", Tree.list(List.of("1.1.0", "1.0.0")))))));
    assertThat(installation.get(one + "/oci-tags").tree())
        .isEqualTo(ObjectTree.of("tags", Tree.list(List.of("1.0.0", "latest"))));
    installation.details.problems.put(URL, "cannot list repository: unknown host");
    for (var what : List.of("refs", "apps", "helmcharts", "oci-tags")) {
      var answer = installation.call("GET", one + "/" + what, "");
      assertThat(answer.status()).as(what).isEqualTo(400);
      assertThat(answer.message()).contains("unknown host");
    }
  }

  @Test
  void what_is_known_is_replaced_though_it_cannot_be_reached() {
    installation.call("POST", REPOSITORIES, json("repo", URL, "username", "a", "password", "b"));
    installation.details.problems.put(URL, "cannot list repository: unknown host");
    assertThat(
            installation.call("PUT", REPOSITORIES + "/" + encoded(URL), json("repo", URL)).status())
        .isEqualTo(200);
    assertThat(fields(secrets("repository").getFirst())).doesNotContainKey("password");
  }

  @Test
  void secrets_for_pushing_have_labels_of_their_own() {
    var all = "/api/v1/write-repositories";
    assertThat(installation.call("POST", all, json("repo", URL, "password", "hush")).status())
        .isEqualTo(200);
    assertThat(secrets("repository-write").getFirst().name()).startsWith("repo-write-");
    assertThat(secrets("repository")).isEmpty();
    assertThat(installation.get(all).text()).contains(URL).doesNotContain("hush");
    assertThat(installation.call("DELETE", all + "/" + encoded(URL), "").status()).isEqualTo(200);
    assertThat(secrets("repository-write")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | repository has no repo (expected: its URL)",
        "{repo: 'https://x/y', type: svn} | unknown type 'svn' (expected: git, helm or oci)",
        "{repo: 'https://x/y', type: helm} | has no name",
        "{repo: 'https://x/y', password: hush, bearerToken: hush} | password and bearerToken are given",
        "{repo: 'git@x:y', password: hush, sshPrivateKey: KEY} | password and sshPrivateKey are given",
        "{repo: 'https://x/y', sshPrivateKey: KEY} | only with an SSH URL",
        "{repo: 'git@x:y', sshPrivateKey: hush} | sshPrivateKey is none (expected: PEM text",
        "{repo: 'git@x:y', bearerToken: hush} | only with type git and an https URL",
        "{repo: 'https://x/y', tlsClientCertData: hush} | expected: both, or neither",
        "{repo: 'https://x/y', tlsClientCertData: KEY, tlsClientCertKey: KEY} | tlsClientCertData is none",
        "{repo: 'https://x/y', depth: -1} | depth is '-1' (expected: a number, 0 or more)",
        "{repo: 'https://x/y', githubAppPrivateKey: KEY} | without githubAppID",
        "{repo: 'https://x/y', githubAppID: 7, githubAppPrivateKey: hush} | githubAppPrivateKey is none",
        "{repo: 'https://x/y', gcpServiceAccountKey: hush} | gcpServiceAccountKey is no JSON",
        "{repo: 'https://x/y', proxy: 'hush@proxy'} | proxy is no URL of one",
        "{repo: 'https://x/y', enableOCI: true} | only with type helm",
        "{repo: 'https://x/y', insecureOCIForceHttp: true} | only for an OCI registry"
      })
  void what_cannot_be_meant_is_refused_without_repeating_secrets(String body, String problem) {
    var tree = io.syncline.model.yaml.Yaml.parse(body.replace("KEY", Json.write(KEY)));
    var answer = installation.call("POST", REPOSITORIES, Json.write(tree));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(problem).doesNotContain("hush");
    assertThat(secrets("repository")).isEmpty();
  }

  @Test
  void a_good_key_is_taken() {
    assertThat(
            installation
                .call("POST", REPOSITORIES, json("repo", "git@x:y", "sshPrivateKey", KEY))
                .status())
        .isEqualTo(200);
    assertThat(fields(secrets("repository").getFirst())).containsEntry("sshPrivateKey", KEY);
  }

  private static String certificates(Object... items) {
    return json("items", List.of(items));
  }

  private static ObjectTree hostKey(String host, String key) {
    return ObjectTree.of(
        "serverName",
        host,
        "certType",
        "ssh",
        "certSubType",
        "ssh-ed25519",
        "certData",
        Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
  }

  private String map(String name, String key) {
    return installation
        .cluster
        .get(
            io.syncline.kube.ResourceKind.of("", "v1", "ConfigMap", "configmaps", true),
            "argocd",
            name)
        .orElseThrow()
        .text("data", key);
  }

  @Test
  void host_keys_stand_in_the_known_hosts_and_what_else_is_there_stays() {
    installation.create(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-ssh-known-hosts-cm, namespace:"
            + " argocd}, data: {ssh_known_hosts: \"# ours\\n|1|x|y ssh-rsa AAAA\\ngit.example"
            + " ssh-ed25519 "
            + HOST_KEY
            + "\\n\"}}");
    var all = "/api/v1/certificates";
    assertThat(Tree.items(installation.get(all).tree().get("items")).getFirst())
        .isEqualTo(
            ObjectTree.of(
                "serverName",
                "git.example",
                "certType",
                "ssh",
                "certSubType",
                "ssh-ed25519",
                "certInfo",
                "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"));
    var same = certificates(hostKey("git.example", HOST_KEY));
    assertThat(installation.call("POST", all, same).status()).isEqualTo(200);
    var other = certificates(hostKey("git.example", OTHER_HOST_KEY));
    assertThat(installation.call("POST", all, other).message())
        .isEqualTo(
            "Key for 'git.example' (subtype: 'ssh-ed25519') already exist and upsert was not specified.");
    assertThat(installation.call("POST", all + "?upsert=true", other).status()).isEqualTo(200);
    var added = certificates(hostKey("[b.example]:2222", HOST_KEY));
    assertThat(installation.call("POST", all, added).status()).isEqualTo(200);
    assertThat(map("argocd-ssh-known-hosts-cm", "ssh_known_hosts"))
        .isEqualTo(
            "# ours\n|1|x|y ssh-rsa AAAA\ngit.example ssh-ed25519 "
                + OTHER_HOST_KEY
                + "\n[b.example]:2222 ssh-ed25519 "
                + HOST_KEY
                + "\n");
    assertThat(
            Tree.items(
                installation
                    .call("DELETE", all + "?hostNamePattern=git.*&certType=ssh", "")
                    .tree()
                    .get("items")))
        .hasSize(1);
    assertThat(map("argocd-ssh-known-hosts-cm", "ssh_known_hosts"))
        .isEqualTo("# ours\n|1|x|y ssh-rsa AAAA\n[b.example]:2222 ssh-ed25519 " + HOST_KEY + "\n");
    for (var bad :
        List.of(
            certificates(hostKey("a b", HOST_KEY)),
            certificates(hostKey("a", "no key")),
            certificates(hostKey("a", "AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==")),
            certificates(ObjectTree.of("serverName", "a", "certType", "x")),
            certificates(ObjectTree.of("serverName", "a/b", "certType", "https")),
            certificates(
                ObjectTree.of("serverName", "a", "certType", "https", "certData", "bm9uZQ==")),
            "{}")) {
      assertThat(installation.call("POST", all, bad).status()).as(bad).isEqualTo(400);
    }
    assertThat(installation.call("DELETE", all, "").status()).isEqualTo(400);
  }

  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBqDCCAU2gAwIBAgIUFUkzNSSQAw1tn6W3xOzHDHQCAckwCgYIKoZIzj0EAwIw
      KDEQMA4GA1UECgwHRXhhbXBsZTEUMBIGA1UEAwwLZ2l0LmV4YW1wbGUwIBcNMjYx
      MTIxMTgzMzM3WhgPMjEyNjEwMjgxODMzMzdaMCgxEDAOBgNVBAoMB0V4YW1wbGUx
      FDASBgNVBAMMC2dpdC5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
      I5iKNhZjqvvYJtpGPuTnbGFqK+72tyLn83A7ed7HfWG4iPaGyiSHURVG7ITaPn9L
      JnJO1sNZ4Z9C2Nbq1t/Ot6NTMFEwHQYDVR0OBBYEFH8ij9DXSbDrHWaAdIpqi+1b
      qmlXMB8GA1UdIwQYMBaAFH8ij9DXSbDrHWaAdIpqi+1bqmlXMA8GA1UdEwEB/wQF
      MAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAIWxoobcCZmfg7E8eBE3Kqp8jTzHaCZ9
      bL/S42ZGrcFXAiEAlXDxqnMExmwE7a+xEMRf6U0uuX0IMjy0wIYNvFV9TcQ=
      -----END CERTIFICATE-----
      """;

  private static final String PUBLIC_KEY =
      """
      -----BEGIN PGP PUBLIC KEY BLOCK-----

      mDMEawHkARYJKwYBBAHaRw8BAQdAv6DmjqcL0r9fK347UnV/gr2JK1EisqLcSzAw
      XIIdE1e0FUFkYSA8YWRhQGV4YW1wbGUuY29tPoiQBBMWCAA4FiEELqP71/uiP84T
      +iNJxwGp7pBlopgFAmsB5AECGwMFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQ
      xwGp7pBlopj+3AEAuhT8yW8ffQ1HpC6qXBA+cbjF0mQlSVauUxR7pzqgAT0A/1i3
      YqcYE+9dEGVRYsHhvue0S9Y2LvcDBI7rVoZOiocK
      =cmFm
      -----END PGP PUBLIC KEY BLOCK-----
      """;

  private static final String FINGERPRINT = "2EA3FBD7FBA23FCE13FA2349C701A9EE9065A298";

  @Test
  void certificates_of_servers_stand_under_their_names() {
    var all = "/api/v1/certificates";
    var body =
        certificates(
            ObjectTree.of(
                "serverName",
                "git.example",
                "certType",
                "https",
                "certData",
                Base64.getEncoder().encodeToString(CERTIFICATE.getBytes(StandardCharsets.UTF_8))));
    var made = installation.call("POST", all, body);
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(map("argocd-tls-certs-cm", "git.example")).isEqualTo(CERTIFICATE.strip());
    assertThat(installation.call("POST", all, body).status()).isEqualTo(200);
    assertThat(Tree.items(installation.get(all + "?certType=https").tree().get("items")))
        .containsExactly(
            ObjectTree.of(
                "serverName",
                "git.example",
                "certType",
                "https",
                "certSubType",
                "ecdsa",
                "certInfo",
                "CN=git.example,O=Example"));
    assertThat(Tree.items(installation.get(all + "?hostNamePattern=x*").tree().get("items")))
        .isEmpty();
    assertThat(installation.get(all + "?certType=x").status()).isEqualTo(400);
    installation.call("DELETE", all + "?hostNamePattern=git.example", "");
    assertThat(Tree.items(installation.get(all).tree().get("items"))).isEmpty();
  }

  @Test
  void keys_for_signatures_stand_under_their_ids() {
    var all = "/api/v1/gpgkeys";
    var id = FINGERPRINT.substring(24);
    var body = json("keyData", PUBLIC_KEY);
    var made = installation.call("POST", all, body);
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(Tree.items(Tree.at(made.tree(), "created", "items"))).hasSize(1);
    assertThat(map("argocd-gpg-keys-cm", id)).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----");
    var again = installation.call("POST", all, body).tree();
    assertThat(again.get("skipped")).isEqualTo(List.of(id));
    assertThat(Tree.items(installation.get(all).tree().get("items")))
        .containsExactly(
            ObjectTree.of(
                "keyID",
                id,
                "fingerprint",
                FINGERPRINT,
                "owner",
                "Ada <ada@example.com>",
                "trust",
                "unknown",
                "subType",
                "ed25519"));
    assertThat(installation.get(all + "/" + FINGERPRINT).tree()).containsKey("keyData");
    assertThat(installation.get(all + "/nonsense").status()).isEqualTo(400);
    assertThat(installation.get(all + "/0000000000000000").status()).isEqualTo(404);
    for (var bad :
        List.of(
            "{}",
            json("keyData", "no key"),
            json("keyData", "-----BEGIN PGP PRIVATE KEY BLOCK-----"))) {
      assertThat(installation.call("POST", all, bad).status()).isEqualTo(400);
    }
    assertThat(installation.call("DELETE", all + "?keyID=" + id, "").status()).isEqualTo(200);
    assertThat(installation.call("DELETE", all + "?keyID=" + id, "").status()).isEqualTo(404);
    assertThat(Tree.items(installation.get(all).tree().get("items"))).isEmpty();
  }
}
