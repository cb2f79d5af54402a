package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.syncline.localkube.authn.KeyFolder;
import io.syncline.localkube.authn.Pem;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secured cluster as real clients meet it: TLS, tokens, certificates, roles. */
final class SecuredTest {
  @TempDir static Path folder;

  private static LocalKubeServer server;
  private static KubernetesClient admin;

  @BeforeAll
  static void start() {
    server = LocalKubeServer.start(LocalKube.builder().dataFolder(folder).secured().start(), 0);
    admin = client(Config.fromKubeconfig(server.kube().kubeconfig("t", server.url())));
  }

  @AfterAll
  static void stop() {
    admin.close();
    server.close();
  }

  private static KubernetesClient client(Config config) {
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static ConfigBuilder anonymous() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(server.url())
        .withNamespace("default")
        .withCaCertData(
            Pem.of(server.kube().authentication().authority().orElseThrow().certificate()));
  }

  private static KubernetesClient withToken(String token) {
    return client(anonymous().withOauthToken(token).build());
  }

  private static Map<String, Object> whoami(KubernetesClient client) {
    var text =
        client.raw(
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            "POST",
            Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview"));
    return Tree.object(
        Tree.at(Json.parseObject(text.getBytes(StandardCharsets.UTF_8)), "status", "userInfo"));
  }

  @Test
  void secrets_of_the_cluster_belong_to_their_owner_only() throws IOException {
    for (var name : List.of("admin-token", "ca.key", "sa.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void the_token_of_the_administrator_opens_everything() {
    assertThat(whoami(admin))
        .containsEntry("username", "kubernetes-admin")
        .containsEntry("groups", List.of("system:masters", "system:authenticated"));
    assertThat(admin.nodes().list().getItems()).isEmpty();
  }

  @Test
  void nobody_may_only_ask_whether_it_lives() {
    try (var client = client(anonymous().build())) {
      assertThat(client.raw("/readyz")).isEqualTo("ok");
      assertThat(client.raw("/version")).contains("gitVersion");
      assertThatThrownBy(() -> client.raw("/api"))
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
          .hasMessageContaining("forbidden: User \"system:anonymous\" cannot get path \"/api\"");
    }
  }

  @Test
  void a_wrong_token_is_unauthorized_and_not_told_on() {
    try (var client = withToken("a-wrong-token")) {
      assertThatThrownBy(() -> client.pods().list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(401))
          .hasMessageContaining("Unauthorized")
          .hasMessageNotContaining("a-wrong-token");
    }
  }

  @Test
  void a_client_certificate_names_user_and_groups() {
    var keys = KeyFolder.keys();
    var certificate =
        server
            .kube()
            .authentication()
            .authority()
            .orElseThrow()
            .forClient(keys.getPublic(), "jane", List.of("dev", "ops, too"), Instant.now());
    var config =
        anonymous()
            .withClientCertData(Pem.of(certificate))
            .withClientKeyData(Pem.of(keys.getPrivate()))
            .withClientKeyAlgo("EC")
            .build();
    try (var client = client(config)) {
      assertThat(whoami(client))
          .containsEntry("username", "jane")
          .containsEntry("groups", List.of("dev", "ops, too", "system:authenticated"));
      assertThatThrownBy(() -> client.pods().list())
          .hasMessageContaining(
              "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in"
                  + " the namespace \"default\"");
    }
  }

  @Test
  void a_token_of_an_account_ends_with_it() {
    var accounts = admin.serviceAccounts().inNamespace("default");
    accounts
        .resource(
            new io.fabric8.kubernetes.api.model.ServiceAccountBuilder()
                .withNewMetadata()
                .withName("brief")
                .endMetadata()
                .build())
        .create();
    var token =
        accounts
            .withName("brief")
            .tokenRequest(
                new io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    try (var client = withToken(token)) {
      assertThat(whoami(client)).containsEntry("username", "system:serviceaccount:default:brief");
      assertThat(reviewed(token, List.of()).getAuthenticated()).isTrue();
      assertThat(reviewed(token, List.of("vault")).getAuthenticated()).isNotEqualTo(true);

      accounts.withName("brief").delete();

      assertThatThrownBy(() -> client.pods().list()).hasMessageContaining("Unauthorized");
      assertThat(reviewed(token, List.of()).getAuthenticated()).isNotEqualTo(true);
    }
  }

  private static io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus reviewed(
      String token, List<String> audiences) {
    return admin
        .tokenReviews()
        .create(
            new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(audiences)
                .endSpec()
                .build())
        .getStatus();
  }

  @Test
  void a_secret_asks_for_a_token_without_end() {
    var secrets = admin.secrets().inNamespace("kube-public");
    secrets
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("default-token")
                .addToAnnotations("kubernetes.io/service-account.name", "default")
                .endMetadata()
                .withType("kubernetes.io/service-account-token")
                .build())
        .create();
    var filled =
        secrets
            .withName("default-token")
            .waitUntilCondition(
                s -> s != null && s.getData() != null && s.getData().containsKey("token"),
                30,
                TimeUnit.SECONDS);
    var token =
        new String(
            Base64.getDecoder().decode(filled.getData().get("token")), StandardCharsets.US_ASCII);

    assertThat(filled.getData()).containsKeys("ca.crt", "namespace");
    try (var client = withToken(token)) {
      assertThat(whoami(client))
          .containsEntry("username", "system:serviceaccount:kube-public:default");
      secrets.withName("default-token").delete();
      assertThatThrownBy(() -> client.pods().list()).hasMessageContaining("Unauthorized");
    }
  }

  @Test
  void impersonation_is_a_right() {
    var acting =
        new ConfigBuilder(Config.fromKubeconfig(server.kube().kubeconfig("t", server.url())))
            .withImpersonateUsername("eve")
            .withImpersonateGroups("dev", "ops")
            .build();
    try (var client = client(acting)) {
      assertThat(whoami(client))
          .containsEntry("username", "eve")
          .containsEntry("groups", List.of("dev", "ops", "system:authenticated"));
      assertThatThrownBy(
              () ->
                  client
                      .configMaps()
                      .inNamespace("default")
                      .resource(
                          new ConfigMapBuilder()
                              .withNewMetadata()
                              .withName("x")
                              .endMetadata()
                              .build())
                      .serverSideApply())
          .hasMessageContaining("User \"eve\" cannot patch resource \"configmaps\"");
    }
  }

  @Test
  void the_view_role_is_gathered_and_follows_its_parts() {
    var roles = admin.rbac().clusterRoles();
    assertThat(roles.withName("view").get().getRules()).isNotEmpty();
    roles
        .resource(
            new io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder()
                .withNewMetadata()
                .withName("widgets")
                .addToLabels("rbac.authorization.k8s.io/aggregate-to-view", "true")
                .endMetadata()
                .addNewRule()
                .withVerbs("get")
                .withApiGroups("example.com")
                .withResources("widgets")
                .endRule()
                .build())
        .create();

    var view =
        roles
            .withName("view")
            .waitUntilCondition(
                r -> r.getRules().stream().anyMatch(x -> x.getResources().contains("widgets")),
                30,
                TimeUnit.SECONDS);

    assertThat(view.getRules()).isNotEmpty();
  }

  @Test
  void an_open_cluster_stays_on_this_machine() {
    try (var kube = LocalKube.builder().start()) {
      assertThatThrownBy(
              () -> LocalKubeServer.start(kube, new InetSocketAddress("0.0.0.0", 0), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not of the loopback");
    }
  }
}
