package io.syncline.acceptance.scenario;

import static io.syncline.acceptance.scenario.Expect.*;
import static io.syncline.acceptance.scenario.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens on a cluster that judges rights: syncs as somebody else, and teams on it. */
@Scenarios
@Scenarios.NeedsRights
class RightsScenariosTest {
  private static final String ENABLED = "application.sync.impersonation.enabled";
  private static final String ENFORCED = "application.sync.impersonation.enforced";
  private static final String EVERYTHING = "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}";

  /** The application of a project with these accounts, and {@code test-account} with its rights. */
  private static Given guestbook(String accounts) {
    return given("guestbook")
        .setting(ENABLED, "true")
        .with(
            s -> {
              account(
                  s,
                  s.namespace(),
                  "test-account",
                  """
                  {apiGroups: [apps, ''], resources: [deployments], verbs: ['*']}, \
                  {apiGroups: [''], resources: [services], verbs: ['*']}""");
              s.project(
                  """
                  sourceRepos: ['*']
                  sourceNamespaces: ['*']
                  destinations: [{namespace: '*', server: '*'}]
                  destinationServiceAccounts: [%s]
                  """
                      .formatted(accounts.replace("NAMESPACE", s.namespace())));
            })
        .projectOfItsName();
  }

  /** A service account with rules of the namespace it is in. */
  private static void account(Scenario s, String namespace, String name, String rules) {
    for (var document :
        Yaml.documents(
            """
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: %2$s, namespace: %1$s}}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: %2$s, namespace: %1$s}
            rules: [%3$s]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: %2$s, namespace: %1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %2$s}
            subjects: [{kind: ServiceAccount, name: %2$s, namespace: %1$s}]
            """
                .formatted(namespace, name, rules))) {
      s.kube().create(Tree.object(document.value()));
    }
  }

  @Test
  void without_the_feature_the_product_writes_itself() {
    given("guestbook")
        .setting(ENABLED, "false")
        .when()
        .create()
        .sync()
        .then()
        .expect(operationMessage("successfully synced"), sync("Synced"));
  }

  @Test
  void a_project_without_a_service_account_for_the_destination_writes_nothing() {
    guestbook("")
        .when()
        .create()
        .failing()
        .sync()
        .then()
        .expect(
            operation("Error"),
            operationMessage("no matching service account found for destination server"),
            sync("OutOfSync"),
            absent("v1/Service", "guestbook-ui"));
  }

  @Test
  void where_accounts_are_not_enforced_the_product_writes_itself() {
    guestbook("")
        .setting(ENFORCED, "false")
        .when()
        .create()
        .sync()
        .then()
        .expect(operationMessage("successfully synced"), sync("Synced"));
  }

  @Test
  @Scenarios.OnRealServer
  void the_first_account_that_matches_writes_what_it_may() {
    guestbook(
            "{server: '*', namespace: NAMESPACE, defaultServiceAccount: test-account}, "
                + "{server: 'https://kubernetes.default.svc', namespace: NAMESPACE,"
                + " defaultServiceAccount: missing-service-account}")
        .when()
        .create()
        .sync()
        .then()
        .expect(operationMessage("successfully synced"), sync("Synced"))
        .when()
        .commits(
            files ->
                files
                    .write(
                        "guestbook/map.yaml",
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: beyond-its-rights}}\n")
                    .replace(
                        "guestbook/kustomization.yaml", "resources:", "resources:\n  - ./map.yaml"))
        .failing()
        .sync()
        .then()
        .expect(
            operation("Failed"),
            result("ConfigMap beyond-its-rights", "SyncFailed", "cannot create resource"),
            sync("OutOfSync"));
  }

  @Test
  void an_account_that_is_not_there_may_nothing() {
    guestbook(
            "{server: 'https://kubernetes.default.svc', namespace: NAMESPACE,"
                + " defaultServiceAccount: missing-service-account}, "
                + "{server: '*', namespace: NAMESPACE, defaultServiceAccount: test-account}")
        .when()
        .create()
        .failing()
        .sync()
        .then()
        .expect(
            operation("Failed"),
            operationMessage("one or more objects failed to apply"),
            sync("OutOfSync"));
  }

  @Test
  void an_account_does_not_open_a_destination_the_project_no_longer_permits() {
    guestbook("{server: '*', namespace: NAMESPACE, defaultServiceAccount: test-account}")
        .when()
        .create()
        .sync()
        .then()
        .expect(sync("Synced"))
        .when()
        .does(
            s ->
                s.kube()
                    .merge(
                        "argoproj.io/v1alpha1/AppProject",
                        Installation.NAMESPACE,
                        s.name(),
                        "{spec: {destinations: [{namespace: prohibited, server: '"
                            + Scenario.HERE
                            + "'}]}}"))
        .refresh()
        .then()
        .expect(sync("Unknown"));
  }

  @Test
  @Scenarios.OnRealServer
  void teams_with_rights_of_their_own_share_a_cluster() {
    var given = given("deployment");
    var s = given.scenario();
    var alice = team(s, "alice");
    var bob = team(s, "bob");
    given
        .destinationNamespace(alice)
        .destinationName(alice)
        .when()
        .create()
        .sync()
        .then()
        .expect(
            operation("Succeeded"),
            sync("Synced"),
            exists("apps/v1/Deployment", "nginx-deployment"))
        .when()
        .app("set", "--dest-name", bob)
        .refresh()
        .then()
        .expect(
            condition(
                "ComparisonError",
                "Namespace \"" + alice + "\" for Deployment \"nginx-deployment\" is not managed"));
  }

  /**
   * A namespace, and a cluster of its name: the one there is, as seen with rights in that
   * namespace.
   */
  private static String team(Scenario s, String user) {
    var namespace = s.name() + "-" + user;
    s.kube().namespace(namespace);
    account(s, namespace, user, EVERYTHING);
    var config =
        ObjectTree.of(
            "bearerToken",
            token(s, namespace, user),
            "tlsClientConfig",
            ObjectTree.of("insecure", true));
    s.kube()
        .create(
            ObjectTree.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Yaml.parse(
                    "{name: cluster-%s, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}"
                        .formatted(namespace)),
                "stringData",
                ObjectTree.of(
                    "name",
                    namespace,
                    "server",
                    s.installation().server() + "?user=" + namespace,
                    "namespaces",
                    namespace,
                    "config",
                    Json.write(config))));
    s.afterwards(
        () -> s.kube().delete("v1/Secret", Installation.NAMESPACE, "cluster-" + namespace));
    return namespace;
  }

  private static String token(Scenario s, String namespace, String account) {
    var answer =
        s.installation()
            .cluster()
            .raw(
                "POST",
                "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + account + "/token",
                Map.of("Content-Type", "application/json"),
                "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\", \"spec\": {}}");
    assertThat(answer.status()).isEqualTo(201);
    return Tree.text(Json.parse(answer.text()), "status", "token");
  }
}
