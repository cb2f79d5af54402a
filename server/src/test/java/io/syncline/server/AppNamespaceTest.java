package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.server.port.ApplicationDetails;
import io.syncline.server.port.SourceDetails;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route finds applications in other namespaces by {@code appNamespace}. */
final class AppNamespaceTest {
  private static final String APPS = "/api/v1/applications";
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
    installation.applicationIn("team-a", "web", "default");
    installation.await(APPS, list -> Tree.items(list.get("items")).size() == 1);
    installation.create(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: team-a}, data: {a: b}}");
    var node =
        new ResourceNode(
            new ObjectKey("", "ConfigMap", "team-a", "c"),
            "v1",
            "u1",
            List.of(),
            "1",
            List.of(),
            Optional.empty(),
            "",
            List.of());
    installation.details.put(
        "team-a/web", new ApplicationDetails.Detail(List.of(node), List.of(node), List.of()));
    installation.details.explained.put("team-a/web", ObjectTree.of("sentences", List.of()));
    installation.details.rendered.put(
        "team-a/web@", new SourceDetails.RenderedRevision("r", "Directory", List.of()));
    installation.details.commits.put(
        "r1", new ApplicationDetails.CommitMetadata("A <a@b>", "", "m", List.of()));
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET ?",
        "GET /resource-tree?",
        "GET /managed-resources?",
        "GET /explain?",
        "GET /manifests?",
        "GET /syncwindows?",
        "GET /events?",
        "GET /revisions/r1/metadata?",
        "GET /revisions/r1/contained?",
        "GET /resource?kind=ConfigMap&namespace=team-a&resourceName=c&",
        "GET /resource/actions?kind=ConfigMap&namespace=team-a&resourceName=c&",
        "POST /plan?",
        "POST /adopt?",
        "POST /hold?",
        "DELETE /hold?",
        "POST /confirm-deletion?",
      })
  void an_application_is_found_where_it_stands_and_nowhere_else(String route) {
    var parts = route.split(" ");
    var body = parts[0].equals("POST") ? "{}" : "";
    var path = APPS + "/web" + parts[1];

    var there = installation.call(parts[0], path + "appNamespace=team-a", body);
    assertThat(there.status()).as(there.text()).isEqualTo(200);
    if (!route.contains("/events")) {
      assertThat(installation.call(parts[0], path, body).status()).isBetween(400, 404);
    }
    var foreign = installation.call(parts[0], path + "appNamespace=kube-system", body);
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(foreign.message()).isEqualTo("namespace 'kube-system' is not permitted");
  }

  @Test
  void orphans_are_shown_beside_the_tree() {
    var tree = installation.get(APPS + "/web/resource-tree?appNamespace=team-a").tree();

    assertThat(Tree.text(Tree.items(tree.get("orphanedNodes")).getFirst(), "name")).isEqualTo("c");
  }

  @Test
  void bodies_name_the_namespace_too() {
    var body = "{\"appNamespace\": \"team-a\", \"name\": \"web\"}";
    var synced = installation.call("POST", APPS + "/web/sync", body);
    assertThat(synced.status()).as(synced.text()).isEqualTo(200);
    assertThat(Tree.text(synced.tree(), "metadata", "namespace")).isEqualTo("team-a");
    assertThat(Tree.object(synced.tree().get("operation"))).isNotEmpty();
  }

  @Test
  void applications_are_made_in_other_namespaces_only_where_that_is_permitted() {
    var app =
        """
        {"metadata": {"name": "made", "namespace": "%s"},
         "spec": {"project": "default",
                  "destination": {"server": "https://kubernetes.default.svc", "namespace": "x"},
                  "source": {"repoURL": "https://git.example/x.git", "path": "."}}}""";
    var made = installation.call("POST", APPS, app.formatted("team-a"));
    assertThat(Tree.text(made.tree(), "metadata", "namespace")).isEqualTo("team-a");
    assertThat(installation.call("POST", APPS, app.formatted("kube-system")).status())
        .isEqualTo(403);
    installation.await(
        APPS + "?appNamespace=team-a", list -> Tree.items(list.get("items")).size() == 2);
    assertThat(installation.get(APPS + "?appNamespace=argocd").names()).isEmpty();
    assertThat(installation.call("DELETE", APPS + "/made", "").status()).isEqualTo(404);
    assertThat(
            installation
                .call("DELETE", APPS + "/made?appNamespace=team-a&cascade=false", "")
                .status())
        .isEqualTo(200);
    installation.await(APPS, list -> Tree.items(list.get("items")).size() == 1);
  }
}
