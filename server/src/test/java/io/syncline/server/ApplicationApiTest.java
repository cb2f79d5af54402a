package io.syncline.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.status.ManagedResource;
import io.syncline.model.status.ResourceNode;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.server.port.ApplicationDetails;
import io.syncline.server.port.SourceDetails;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApplicationApiTest {
  private static final String APPS = "/api/v1/applications";
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
    installation.create(
        "{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: team, namespace: argocd}, spec: {sourceRepos: ['*']}}");
    installation.application("list-a", "tier: front, listed: 'yes'", "project: default");
    installation.application("list-b", "tier: back, listed: 'yes'", "project: team");
    installation.application("list-c", "listed: 'yes'", "project: team");
  }

  @AfterAll
  static void end() {
    installation.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "selector=listed                              | list-a list-b list-c",
        "selector=listed,tier%3Dfront                 | list-a",
        "selector=listed,tier%3D%3Dfront              | list-a",
        "selector=listed,tier!%3Dfront                | list-b list-c",
        "selector=listed,!tier                        | list-c",
        "selector=tier%20in%20(front,back)            | list-a list-b",
        "selector=tier%20in%20(front,%20front)        | list-a",
        "selector=listed,tier%20notin%20(front)       | list-b list-c",
        "projects=team                                | list-b list-c",
        "project=team                                 | list-b list-c",
        "projects=team&projects=default&selector=tier | list-a list-b",
        "repo=https%3A%2F%2Fgit.example%2Flist-c.git  | list-c",
        "name=list-b                                  | list-b",
        "name=list-b&projects=default                 | ''"
      })
  void a_list_is_filtered_and_sorted(String query, String names) {
    var answer = installation.get(APPS + "?" + query.strip());

    assertThat(String.join(" ", answer.names())).isEqualTo(names);
  }

  @Test
  void an_application_is_shown_without_kind_and_managed_fields() {
    var shown = installation.get(APPS + "/list-a").tree();

    assertThat(shown.keySet()).containsExactlyInAnyOrder("metadata", "spec");
    assertThat(Tree.object(shown.get("metadata")))
        .doesNotContainKey("managedFields")
        .containsKey("resourceVersion");
    assertThat(Tree.text(shown, "spec", "source", "repoURL"))
        .isEqualTo("https://git.example/list-a.git");
    assertThat(installation.get(APPS + "/absent").text())
        .isEqualTo(
            Json.write(
                ObjectTree.of(
                    "error",
                    "applications.argoproj.io \"absent\" not found",
                    "code",
                    5,
                    "message",
                    "applications.argoproj.io \"absent\" not found",
                    "details",
                    List.of())));
  }

  @Test
  void lists_stored_in_part_are_answered_whole() {
    installation.application("big");
    installation.patch(
        "big",
        "{metadata: {annotations: {syncline.io/status-cut: '{\"resources\": {\"total\": 2}}'}},"
            + " status: {resources: [{kind: A, name: a}]}}");
    installation.details.wholes.put(
        "big",
        installation
            .stored("big")
            .with(
                Tree.items(Yaml.parse("[{kind: A, name: a}, {kind: A, name: b}]")),
                "status",
                "resources"));

    for (var path : List.of("/big", "?name=big")) {
      var shown = installation.get(APPS + path).text();
      assertThat(shown).contains("\"name\":\"b\"");
    }
  }

  @Test
  void fields_keep_or_drop_what_they_name() {
    var kept =
        installation.get(APPS + "?name=list-a&fields=items.metadata.name,items.spec.source.path");
    assertThat(kept.text())
        .isEqualTo(
            "{\"items\":[{\"metadata\":{\"name\":\"list-a\"},\"spec\":{\"source\":{\"path\":\".\"}}}]}");

    var dropped = installation.get(APPS + "/list-a?fields=-metadata,spec.source.repoURL").tree();
    assertThat(dropped.keySet()).containsExactly("spec");
    assertThat(Tree.object(Tree.at(dropped, "spec", "source")))
        .containsOnlyKeys("path", "targetRevision");
  }

  @Test
  void creating_again_is_nothing_when_equal_and_refused_when_different_unless_told_to() {
    var body =
        """
        {"metadata":{"name":"made"},"spec":{"destination":{"server":"https://kubernetes.default.svc","namespace":"x"},
         "source":{"repoURL":"https://git.example/made.git","path":"%s"}},"operation":{"sync":{}},"status":{"sync":{"status":"Synced"}}}
        """;

    var made = installation.call("POST", APPS, body.formatted("one"));
    assertThat(made.status()).isEqualTo(200);
    assertThat(Tree.text(made.tree(), "metadata", "namespace")).isEqualTo("argocd");
    assertThat(Tree.text(made.tree(), "spec", "project")).isEqualTo("default");
    assertThat(made.tree().keySet()).doesNotContain("operation", "status");

    var same = installation.call("POST", APPS, body.formatted("one"));
    assertThat(Tree.text(same.tree(), "metadata", "resourceVersion"))
        .isEqualTo(Tree.text(made.tree(), "metadata", "resourceVersion"));

    var other = installation.call("POST", APPS, body.formatted("two"));
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.message())
        .isEqualTo("existing application spec is different, use upsert flag to force update");

    var forced = installation.call("POST", APPS + "?upsert=true", body.formatted("two"));
    assertThat(forced.status()).isEqualTo(200);
    assertThat(installation.stored("made").text("spec", "source", "path")).isEqualTo("two");
  }

  @Test
  void updating_replaces_spec_labels_and_annotations_and_nothing_else() {
    installation.application("updated", "old: label", "project: default");
    installation.patch("updated", "{status: {sync: {status: Synced}}}");

    var answer =
        installation.call(
            "PUT",
            APPS + "/updated",
            """
            {"metadata":{"name":"updated","labels":{"new":"label"}},
             "spec":{"project":"other","destination":{"name":"in-cluster","namespace":"y"},"source":{"repoURL":"https://git.example/u.git","path":"p"}}}
            """);

    assertThat(answer.status()).isEqualTo(200);
    var stored = installation.stored("updated");
    assertThat(stored.labels()).containsExactlyEntriesOf(java.util.Map.of("new", "label"));
    assertThat(stored.text("spec", "project")).isEqualTo("other");
    assertThat(stored.text("status", "sync", "status")).isEqualTo("Synced");
    assertThat(installation.call("PUT", APPS + "/absent", "{}").status()).isEqualTo(404);
  }

  @Test
  void the_spec_alone_can_be_replaced() {
    installation.application("respecified");

    var answer =
        installation.call(
            "PUT",
            APPS + "/respecified/spec",
            "{\"destination\":{\"name\":\"in-cluster\",\"namespace\":\"z\"},\"source\":{\"repoURL\":\"https://git.example/n.git\",\"path\":\"q\"}}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.tree().get("project")).isEqualTo("default");
    assertThat(Tree.object(installation.stored("respecified").at("spec"))).isEqualTo(answer.tree());
  }

  @Test
  void patches_are_json_or_merge() {
    installation.application("patched");
    var path = APPS + "/patched";

    var json =
        installation.call(
            "PATCH",
            path,
            "{\"patchType\":\"json\",\"patch\":\"[{\\\"op\\\":\\\"replace\\\",\\\"path\\\":\\\"/spec/source/path\\\",\\\"value\\\":\\\"a\\\"}]\"}");
    assertThat(Tree.text(json.tree(), "spec", "source", "path")).isEqualTo("a");

    var merge =
        installation.call(
            "PATCH",
            path,
            "{\"patchType\":\"merge\",\"patch\":\"{\\\"spec\\\":{\\\"source\\\":{\\\"path\\\":\\\"b\\\"}}}\"}");
    assertThat(Tree.text(merge.tree(), "spec", "source", "path")).isEqualTo("b");

    var other = installation.call("PATCH", path, "{\"patchType\":\"strategic\",\"patch\":\"{}\"}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.message())
        .isEqualTo("unknown patchType \"strategic\" (expected: json or merge)");
    assertThat(
            installation.call("PATCH", path, "{\"patchType\":\"merge\",\"patch\":\"{\"}").status())
        .isEqualTo(400);
    assertThat(installation.call("PATCH", path, "{}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                            | resources-finalizer.argocd.argoproj.io",
        "?propagationPolicy=foreground | resources-finalizer.argocd.argoproj.io",
        "?propagationPolicy=background | resources-finalizer.argocd.argoproj.io/background",
      })
  void deleting_sets_the_finalizer_that_tells_how_to_cascade(String query, String finalizer) {
    var name = "deleted-" + (query + "x").hashCode();
    installation.application(name);

    assertThat(installation.call("DELETE", APPS + "/" + name + query, "").status()).isEqualTo(200);

    assertThat(installation.stored(name).finalizers()).containsExactly(finalizer);
    assertThat(installation.stored(name).deleting()).isTrue();
    installation.patch(name, "{metadata: {finalizers: []}}");
  }

  @Test
  void deleting_without_cascade_drops_the_finalizer_and_keeps_others() {
    installation.application("orphaning");
    installation.patch(
        "orphaning",
        "{metadata: {finalizers: [example.com/keep, resources-finalizer.argocd.argoproj.io]}}");

    assertThat(
            installation
                .call("DELETE", APPS + "/orphaning?cascade=false&propagationPolicy=foreground", "")
                .message())
        .isEqualTo("cannot set propagation policy when cascading is disabled");
    assertThat(
            installation
                .call("DELETE", APPS + "/orphaning?propagationPolicy=sideways", "")
                .message())
        .isEqualTo("invalid propagation policy \"sideways\" (expected: foreground or background)");
    assertThat(installation.call("DELETE", APPS + "/orphaning?cascade=false", "").status())
        .isEqualTo(200);

    assertThat(installation.stored("orphaning").finalizers()).containsExactly("example.com/keep");
    installation.patch("orphaning", "{metadata: {finalizers: []}}");
    assertThat(installation.cluster.get(Installation.APPLICATION, "argocd", "orphaning")).isEmpty();
    assertThat(installation.call("DELETE", APPS + "/orphaning", "").status()).isEqualTo(404);
  }

  @Test
  void a_sync_becomes_an_operation_of_who_asked() {
    installation.application(
        "synced",
        "",
        "syncPolicy: {syncOptions: [CreateNamespace=true], retry: {limit: 3}}\n  project: default");
    installation.patch(
        "synced",
        "{status: {operationState: {phase: Failed, startedAt: '2026-01-01T00:00:00Z', operation: {}}}}");

    var answer =
        installation.call(
            "POST",
            APPS + "/synced/sync",
            """
            {"revision":"main","prune":true,"strategy":{"apply":{"force":true}},
             "resources":[{"group":"apps","kind":"Deployment","name":"x"}],"infos":[{"name":"why","value":"test"}]}
            """);

    assertThat(answer.status()).isEqualTo(200);
    var stored = installation.stored("synced");
    assertThat(stored.at("operation"))
        .isEqualTo(
            Json.parse(
                """
                {"sync":{"revision":"commit-of-main",
                  "source":{"repoURL":"https://git.example/synced.git","path":".","targetRevision":"main"},
                  "prune":true,"syncStrategy":{"apply":{"force":true}},
                  "resources":[{"group":"apps","kind":"Deployment","name":"x"}],"syncOptions":["CreateNamespace=true"]},
                 "initiatedBy":{"username":"admin"},"retry":{"limit":3},"info":[{"name":"why","value":"test"}]}
                """));
    assertThat(stored.at("status", "operationState")).as("state of the operation before").isNull();

    var again = installation.call("POST", APPS + "/synced/sync", "{}");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.tree().get("code")).isEqualTo(9L);
    assertThat(again.message()).isEqualTo("another operation is already in progress");
  }

  @Test
  void a_sync_of_several_sources_keeps_the_commit_of_each() {
    installation.application(
        "several",
        "",
        """
        project: default
          source: null
          sources:
          - {repoURL: "https://git.example/one.git", path: ., targetRevision: main}
          - {repoURL: "https://git.example/two.git", path: ., name: two}""");

    var answer =
        installation.call(
            "POST", APPS + "/several/sync", "{\"revisions\":[\"v2\"],\"sourcePositions\":[2]}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    var sync = Tree.object(installation.stored("several").at("operation", "sync"));
    assertThat(sync.get("revisions")).isEqualTo(List.of("c0ffee", "commit-of-v2"));
    assertThat(sync.get("sources")).isEqualTo(installation.stored("several").at("spec", "sources"));
    installation.patch(
        "several", "{operation: null, spec: {syncPolicy: {automated: {enabled: true}}}}");
    for (var refused :
        List.of(
            "{'revisions':['v2'],'sourcePositions':[2]}:"
                + "Cannot sync source https://git.example/two.git to v2: auto-sync currently set to HEAD",
            "{'revisions':['v2'],'sourcePositions':[3]}:"
                + "source position 3 is out of range (expected: 1 to 2)",
            "{'revisions':['v2']}:"
                + "revisions are 1 and sourcePositions 0 (expected: one position for each revision)")) {
      var cut = refused.indexOf("}:") + 1;
      var request = refused.substring(0, cut).replace('\'', '"');
      assertThat(installation.call("POST", APPS + "/several/sync", request).message())
          .isEqualTo(refused.substring(cut + 1));
    }
  }

  @Test
  void a_sync_to_what_does_not_exist_is_refused_at_once() {
    installation.application("nowhere");
    installation.details.problems.put("nowhere", "revision v9 does not exist");

    var answer = installation.call("POST", APPS + "/nowhere/sync", "{\"revision\":\"v9\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("revision v9 does not exist");
    assertThat(installation.stored("nowhere").at("operation")).isNull();
  }

  @Test
  void options_of_a_sync_request_replace_those_of_the_application() {
    installation.application(
        "optioned", "", "syncPolicy: {syncOptions: [CreateNamespace=true]}\n  project: default");

    installation.call(
        "POST",
        APPS + "/optioned/sync",
        "{\"syncOptions\":{\"items\":[\"ServerSideApply=true\"]}}");

    assertThat(installation.stored("optioned").at("operation", "sync", "syncOptions"))
        .isEqualTo(List.of("ServerSideApply=true"));
  }

  @Test
  void an_application_that_is_being_deleted_is_not_synced() {
    installation.application("leaving");
    installation.call("DELETE", APPS + "/leaving", "");

    assertThat(installation.call("POST", APPS + "/leaving/sync", "{}").message())
        .isEqualTo("application is deleting");
    assertThat(installation.call("POST", APPS + "/leaving/rollback", "{\"id\":0}").message())
        .isEqualTo("application is deleting");
    installation.patch("leaving", "{metadata: {finalizers: []}}");
  }

  @Test
  void an_automated_application_is_synced_to_its_own_revision_only() {
    installation.application("automatic", "", "syncPolicy: {automated: {}}\n  project: default");
    var path = APPS + "/automatic/sync";

    var other = installation.call("POST", path, "{\"revision\":\"feature\"}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.message())
        .isEqualTo("Cannot sync to feature: auto-sync currently set to main");

    assertThat(
            installation.call("POST", path, "{\"revision\":\"feature\",\"dryRun\":true}").status())
        .isEqualTo(200);
    installation.patch("automatic", "{operation: null}");
    assertThat(installation.call("POST", path, "{\"revision\":\"main\"}").status()).isEqualTo(200);
  }

  @Test
  void a_rollback_is_a_sync_with_what_history_has() {
    installation.application(
        "returning", "", "syncPolicy: {syncOptions: [Validate=false]}\n  project: default");
    installation.patch(
        "returning",
        """
        status:
          history:
          - {id: 3, revision: aaaa, deployedAt: '2026-01-01T00:00:00Z', source: {repoURL: 'https://git.example/r.git', path: old}}
          - {id: 4, revision: bbbb, deployedAt: '2026-01-02T00:00:00Z', source: {repoURL: 'https://git.example/r.git', path: new}}
        """);
    var path = APPS + "/returning/rollback";

    var unknown = installation.call("POST", path, "{\"id\":7}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.tree().get("code")).isEqualTo(3L);
    assertThat(unknown.message())
        .isEqualTo("application returning does not have deployment with id 7");

    assertThat(installation.call("POST", path, "{\"id\":3,\"prune\":true}").status())
        .isEqualTo(200);
    assertThat(installation.stored("returning").at("operation"))
        .isEqualTo(
            Json.parse(
                """
                {"sync":{"revision":"aaaa","source":{"repoURL":"https://git.example/r.git","path":"old"},"prune":true,
                  "syncStrategy":{"apply":{}},"syncOptions":["Validate=false"]},
                 "initiatedBy":{"username":"admin"}}
                """));
    assertThat(installation.call("POST", path, "{\"id\":3}").message())
        .isEqualTo("another operation is already in progress");
  }

  @Test
  void an_automated_application_is_not_rolled_back() {
    installation.application(
        "pinned", "", "syncPolicy: {automated: {prune: true}}\n  project: default");

    var answer = installation.call("POST", APPS + "/pinned/rollback", "{\"id\":1}");

    assertThat(answer.tree().get("code")).isEqualTo(9L);
    assertThat(answer.message())
        .startsWith("rollback cannot be initiated when auto-sync is enabled");
  }

  @Test
  void a_running_operation_can_be_terminated() {
    installation.application("stopping");
    var path = APPS + "/stopping/operation";
    assertThat(installation.call("DELETE", path, "").message())
        .isEqualTo("Unable to terminate operation. No operation is in progress");

    installation.patch(
        "stopping",
        "{operation: {sync: {}}, status: {operationState: {phase: Running, startedAt: '2026-01-01T00:00:00Z', operation: {sync: {}}}}}");
    assertThat(installation.call("DELETE", path, "").status()).isEqualTo(200);

    assertThat(installation.stored("stopping").text("status", "operationState", "phase"))
        .isEqualTo("Terminating");
  }

  @Test
  void a_refresh_answers_once_its_annotation_is_gone() {
    installation.application("refreshed");

    var answer =
        CompletableFuture.supplyAsync(() -> installation.get(APPS + "/refreshed?refresh=hard"));
    installation.await(
        APPS + "/refreshed",
        app ->
            Tree.text(app, "metadata", "annotations", "argocd.argoproj.io/refresh").equals("hard"));
    assertThat(answer).isNotDone();
    installation.patch(
        "refreshed",
        "{metadata: {annotations: {argocd.argoproj.io/refresh: null}}, status: {sync: {status: OutOfSync}}}");

    var tree = answer.join().tree();
    assertThat(Tree.text(tree, "status", "sync", "status")).isEqualTo("OutOfSync");
    assertThat(Tree.at(tree, "metadata", "annotations", "argocd.argoproj.io/refresh")).isNull();
    assertThat(installation.get(APPS + "/absent?refresh=normal").status()).isEqualTo(404);
  }

  private static Manifest manifest(String yaml) {
    return new Manifest(Yaml.parseObject(yaml));
  }

  private static void shapes() {
    installation.application("shaped");
    var deployment = new ObjectKey("apps", "Deployment", "web", "shop");
    var pod = new ObjectKey("", "Pod", "web", "shop-1");
    var live =
        manifest(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop, namespace: web, resourceVersion: '7'}}");
    var target =
        manifest("{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop, namespace: web}}");
    installation.details.put(
        "shaped",
        new ApplicationDetails.Detail(
            List.of(
                new ResourceNode(
                    deployment,
                    "v1",
                    "u-1",
                    List.of(),
                    "7",
                    List.of(),
                    Optional.of(new Health(HealthStatus.HEALTHY, "")),
                    "2026-01-01T00:00:00Z",
                    List.of(new ResourceNode.Fact("Revision", "Rev:1"))),
                new ResourceNode(
                    pod,
                    "v1",
                    "u-2",
                    List.of(deployment),
                    "8",
                    List.of("shop:1"),
                    Optional.of(new Health(HealthStatus.DEGRADED, "crashed")),
                    "",
                    List.of())),
            List.of(),
            List.of(
                new ManagedResource(
                    deployment,
                    Optional.of(target),
                    Optional.of(live),
                    Optional.of(live),
                    Optional.of(target),
                    false,
                    true),
                new ManagedResource(
                    new ObjectKey("batch", "Job", "web", "migrate"),
                    Optional.of(target),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    false))));
  }

  @Test
  void resources_have_the_shapes_of_argocd() {
    shapes();

    assertThat(installation.get(APPS + "/shaped/resource-tree").tree())
        .isEqualTo(
            Json.parse(
                """
                {"nodes":[
                 {"group":"apps","version":"v1","kind":"Deployment","namespace":"web","name":"shop","uid":"u-1",
                  "info":[{"name":"Revision","value":"Rev:1"}],"resourceVersion":"7","health":{"status":"Healthy"},"createdAt":"2026-01-01T00:00:00Z"},
                 {"version":"v1","kind":"Pod","namespace":"web","name":"shop-1","uid":"u-2",
                  "parentRefs":[{"group":"apps","kind":"Deployment","namespace":"web","name":"shop","uid":"u-1"}],
                  "resourceVersion":"8","images":["shop:1"],"health":{"status":"Degraded","message":"crashed"}}],
                 "orphanedNodes":[],"hosts":[]}
                """));
    var managed =
        Tree.items(installation.get(APPS + "/shaped/managed-resources").tree().get("items"));
    assertThat(managed).hasSize(2);
    var first = Tree.object(managed.getFirst());
    assertThat(Json.parse(Tree.text(first, "liveState")))
        .isEqualTo(
            Json.parse(
                "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"shop\",\"namespace\":\"web\",\"resourceVersion\":\"7\"}}"));
    assertThat(first.keySet())
        .containsExactly(
            "group",
            "kind",
            "namespace",
            "name",
            "targetState",
            "liveState",
            "normalizedLiveState",
            "predictedLiveState",
            "modified",
            "resourceVersion");
    assertThat(Tree.object(managed.getLast()).get("liveState")).isEqualTo("null");
    assertThat(Tree.object(managed.getLast()).get("hook")).isEqualTo(true);
    assertThat(
            installation.get(APPS + "/shaped/managed-resources?kind=Job&fields=items.name").text())
        .isEqualTo("{\"items\":[{\"name\":\"migrate\"}]}");

    var byServer =
        installation.call(
            "POST",
            APPS + "/shaped/server-side-diff",
            "{\"targetManifests\":[\"{\\\"apiVersion\\\":\\\"apps/v1\\\",\\\"kind\\\":\\\"Deployment\\\","
                + "\\\"metadata\\\":{\\\"name\\\":\\\"shop\\\",\\\"namespace\\\":\\\"web\\\"},\\\"spec\\\":{}}\"]}");
    assertThat(byServer.status()).isEqualTo(200);
    assertThat(Tree.text(Tree.items(byServer.tree().get("items")).getFirst(), "targetState"))
        .contains("\"spec\":{}");
    assertThat(byServer.tree().get("modified")).isInstanceOf(Boolean.class);
    assertThat(
            installation
                .call("POST", APPS + "/shaped/server-side-diff", "{\"targetManifests\":[\"[1]\"]}")
                .message())
        .contains("targetManifests");
  }

  @Test
  void before_the_first_comparison_there_are_no_resources() {
    installation.application("young");

    assertThat(installation.get(APPS + "/young/resource-tree").text())
        .isEqualTo("{\"nodes\":[],\"orphanedNodes\":[],\"hosts\":[]}");
    assertThat(installation.get(APPS + "/young/managed-resources").text())
        .isEqualTo("{\"items\":[]}");
    assertThat(installation.get(APPS + "/absent/resource-tree").status()).isEqualTo(404);
  }

  @Test
  void manifests_come_as_texts_and_a_revision_that_does_not_render_is_refused() {
    installation.application("rendered");
    installation.details.rendered.put(
        "rendered@",
        new SourceDetails.RenderedRevision(
            "abc",
            "Helm",
            List.of(manifest("{apiVersion: v1, kind: Service, metadata: {name: s}}"))));

    assertThat(installation.get(APPS + "/rendered/manifests").text())
        .isEqualTo(
            "{\"manifests\":[\"{\\\"apiVersion\\\":\\\"v1\\\",\\\"kind\\\":\\\"Service\\\",\\\"metadata\\\":{\\\"name\\\":\\\"s\\\"}}\"],"
                + "\"revision\":\"abc\",\"sourceType\":\"Helm\"}");
    var bad = installation.get(APPS + "/rendered/manifests?revision=broken");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.message()).isEqualTo("revision broken does not render");
  }

  @Test
  void a_commit_is_described_or_not_found() {
    installation.application("committed");
    installation.details.commits.put(
        "c0ffee",
        new ApplicationDetails.CommitMetadata(
            "Ada <ada@example.com>", "2026-01-01T00:00:00Z", "Brew\n\nmore", List.of("v1")));

    assertThat(installation.get(APPS + "/committed/revisions/c0ffee/metadata").text())
        .isEqualTo(
            "{\"author\":\"Ada <ada@example.com>\",\"date\":\"2026-01-01T00:00:00Z\",\"tags\":[\"v1\"],\"message\":\"Brew\\n\\nmore\"}");
    var absent = installation.get(APPS + "/committed/revisions/beef/metadata");
    assertThat(absent.status()).isEqualTo(404);
    assertThat(absent.message())
        .isEqualTo("application committed: no commit beef in its repository");
  }

  @Test
  void live_objects_are_reached_only_through_the_tree() {
    installation.application("owner");
    installation.create(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: default}, data: {a: '1'}}");
    installation.create(
        "{apiVersion: v1, kind: Secret, metadata: {name: hidden, namespace: default}, stringData: {password: open-sesame}}");
    var nodes =
        List.of("ConfigMap/settings", "Secret/hidden").stream()
            .map(n -> n.split("/"))
            .map(
                n ->
                    new ResourceNode(
                        new ObjectKey("", n[0], "default", n[1]),
                        "v1",
                        "",
                        List.of(),
                        "",
                        List.of(),
                        Optional.empty(),
                        "",
                        List.of()))
            .toList();
    installation.details.put("owner", new ApplicationDetails.Detail(nodes, List.of(), List.of()));
    var path = APPS + "/owner/resource?version=v1&namespace=default&kind=";

    assertThat(
            Tree.text(
                installation.get(path + "ConfigMap&resourceName=settings").tree(), "manifest"))
        .contains("\"a\":\"1\"");
    assertThat(installation.get(path + "Secret&resourceName=hidden").text())
        .contains("hidden")
        .doesNotContain("open-sesame", "b3Blbi1zZXNhbWU=");
    assertThat(installation.get(path + "Secret&resourceName=argocd-secret").status())
        .isEqualTo(400);

    var patch =
        installation.call(
            "POST",
            path + "ConfigMap&resourceName=settings",
            "\"{\\\"data\\\":{\\\"a\\\":\\\"2\\\"}}\"");
    assertThat(patch.status()).isEqualTo(200);
    assertThat(installation.get(path + "ConfigMap&resourceName=settings").text())
        .contains("\\\"a\\\":\\\"2\\\"");
    assertThat(
            installation.call("POST", path + "ConfigMap&resourceName=settings", "\"{\"").status())
        .isEqualTo(400);

    assertThat(
            installation
                .call("DELETE", path + "ConfigMap&resourceName=settings&force=true", "")
                .status())
        .isEqualTo(200);
    // What is deleted in the foreground goes when nothing of it is left, which takes a moment.
    var end = System.nanoTime() + Installation.LIMIT.toNanos();
    while (installation.get(path + "ConfigMap&resourceName=settings").status() != 404) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
