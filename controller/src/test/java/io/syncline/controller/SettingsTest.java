package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.application.Application;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings and options as they work on a cluster; what they mean stands in the engine's tests. */
final class SettingsTest extends Example {
  private void settings(String name, String data) {
    world.apply(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: argocd}, data: %s}"
            .formatted(name, data));
  }

  private void project(String spec) {
    world.apply(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: AppProject
        metadata: {name: default, namespace: argocd}
        spec:
          sourceRepos: ["*"]
          destinations: [{server: "*", namespace: "*"}]
          clusterResourceWhitelist: [{group: "*", kind: "*"}]
          %s
        """
            .formatted(spec));
  }

  private static String status(Application app) {
    return Tree.text(app.status(), "sync", "status");
  }

  private static String message(Application app) {
    return Tree.text(app.status(), "operationState", "message");
  }

  private void change(String kind, String name, String value, String... path) {
    var live = world.get(kind.equals("Deployment") ? "apps/v1" : "v1", kind, "shop", name);
    world.apply(live.orElseThrow().with(value, path).json());
  }

  private void sync(ObjectTree sync) {
    world.edit("web", m -> m.with(ObjectTree.of("sync", sync), "operation"));
  }

  @Test
  void asks_the_api_server_what_an_apply_would_change_when_the_application_wants_that() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application(
        "web", "web", "{automated: {}, syncOptions: [CreateNamespace=true, ServerSideApply=true]}");
    world.edit(
        "web",
        m ->
            m.with(
                "ServerSideDiff=true",
                "metadata",
                "annotations",
                "argocd.argoproj.io/compare-options"));
    world.until("web", World::settled);

    change("ConfigMap", "a", "theirs", "data", "other");
    change("ConfigMap", "a", "changed", "data", "key");
    world.until("web", a -> status(a).equals("OutOfSync"));
    change("ConfigMap", "a", "one", "data", "key");

    world.until("web", World::synced);
    assertThat(world.get("v1", "ConfigMap", "shop", "a").orElseThrow().text("data", "other"))
        .isEqualTo("theirs");
  }

  @Test
  void says_so_when_the_api_server_refuses_to_say_what_an_apply_would_change() {
    git.write("web/web.yaml", deployment("web", 1, "shop/web:1"));
    git.commit("one");
    settings("argocd-cmd-params-cm", "{controller.diff.server.side: 'true'}");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);

    git.write("web/web.yaml", deployment("web", 1, "shop/web:1").replace("app: web", "app: not"));
    git.commit("two");
    world.controller().sourceChanged(git.url());

    var app = world.until("web", a -> World.conditions(a).contains("ComparisonError"));
    assertThat(status(app)).isEqualTo("Unknown");
    assertThat(World.conditions(app))
        .contains("Failed to compare desired state to live state: ")
        .contains("server side apply in dryrun mode for resource Deployment/web: ");
  }

  @Test
  void leaves_out_what_settings_ignore_for_a_kind_and_kinds_they_exclude() {
    git.write("web/web.yaml", deployment("web", 1, "shop/web:1"));
    git.write("web/q.yaml", "{apiVersion: v1, kind: LimitRange, metadata: {name: q}}\n");
    git.commit("one");
    settings(
        "argocd-cm",
        """
        {resource.customizations.ignoreDifferences.apps_Deployment: "jqPathExpressions: [.spec.replicas]",
         resource.exclusions: "[{apiGroups: [''], kinds: ['Limit*'], clusters: ['*']}]"}""");
    application("web", "web", "{automated: {}, syncOptions: [CreateNamespace=true]}");
    var app = world.until("web", World::settled);
    assertThat(World.conditions(app))
        .contains("ExcludedResourceWarning")
        .contains("Resource /LimitRange q is excluded in the settings");

    var live = world.get("apps/v1", "Deployment", "shop", "web").orElseThrow();
    world.apply(live.with(2, "spec", "replicas").json());
    world.apply(
        world
            .get("apps/v1", "Deployment", "shop", "web")
            .orElseThrow()
            .with("sidecar", "metadata", "labels", "touched")
            .json());
    world.until(
        "two replicas",
        () ->
            Tree.number(
                    world.get("apps/v1", "Deployment", "shop", "web").orElseThrow().root(),
                    0,
                    "status",
                    "availableReplicas")
                == 2);
    world.until("web", World::settled);
  }

  @Test
  void tells_of_objects_that_belong_to_nobody_where_the_project_asks_for_it() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    project("orphanedResources: {warn: true, ignore: [{kind: ConfigMap, name: 'known-*'}]}");
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    for (var name : List.of("lost", "known-one")) {
      world.apply(
          "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: shop}}"
              .formatted(name));
    }
    application("web", "web", AUTOMATED);

    var app = world.until("web", a -> World.conditions(a).contains("OrphanedResourceWarning"));

    assertThat(World.conditions(app)).contains("Application has 1 orphaned resources");
    world.until("web", World::settled);
    world.until("quiet", () -> world.controller().counters().waiting() == 0);
    var compared = world.controller().counters().reconciles();

    world.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: new, namespace: shop}}");
    world.until("web", a -> World.conditions(a).contains("has 2 orphaned"));
    assertThat(orphans()).containsExactly("lost", "new");
    world.api.delete(
        new io.syncline.localkube.api.ResourceId("", "v1", "configmaps"),
        "shop",
        "lost",
        io.syncline.localkube.api.LocalApi.Propagation.BACKGROUND,
        -1);
    world.until("web", a -> World.conditions(a).contains("has 1 orphaned"));
    assertThat(orphans()).containsExactly("new");
    assertThat(world.controller().counters().reconciles()).isEqualTo(compared);
  }

  private List<String> orphans() {
    return world.controller().inspection().detail("argocd", "web").orElseThrow().orphans().stream()
        .map(node -> node.key().name())
        .toList();
  }

  @Test
  void ends_an_operation_that_takes_too_long() {
    settings("argocd-cmd-params-cm", "{controller.sync.timeout.seconds: '1'}");
    git.write(
        "web/gate.yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: gate, annotations: {argocd.argoproj.io/hook: PreSync}}
        spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: main, image: "shop/job:1"}]}}}
        """);
    git.commit("one");
    application("web", "web", MANUAL);
    world.until("web", a -> status(a).equals("OutOfSync") || World.synced(a));
    sync(ObjectTree.EMPTY);

    var app = world.until("web", a -> a.operation().isEmpty() && World.phase(a).equals("Failed"));

    assertThat(message(app))
        .isEqualTo("Operation terminated, triggered by controller sync timeout");
  }

  @Test
  void writes_as_the_service_account_of_the_project() {
    settings("argocd-cm", "{application.sync.impersonation.enabled: 'true'}");
    git.write("web/a.yaml", configMap("a", "one")).write("web/b.yaml", secret("b"));
    git.commit("one");
    world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    application("web", "web", "{}");
    world.until("web", a -> status(a).equals("OutOfSync"));

    sync(ObjectTree.EMPTY);
    var refused = world.until("web", a -> World.phase(a).equals("Error"));
    assertThat(message(refused))
        .contains(
            "no matching service account found for destination server"
                + " https://kubernetes.default.svc and namespace shop");

    world.apply(
        """
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: deployer, namespace: shop}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: deployer, namespace: shop}
        rules: [{apiGroups: [""], resources: [configmaps], verbs: ["*"]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: deployer, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer}
        subjects: [{kind: ServiceAccount, name: deployer, namespace: shop}]
        """);
    project(
        """
        destinationServiceAccounts: [{server: '*', namespace: shop, defaultServiceAccount: deployer}]
          orphanedResources: {warn: true}""");
    // The warning says that the project as it is now is known.
    world.until("web", a -> World.conditions(a).contains("OrphanedResourceWarning"));
    sync(ObjectTree.EMPTY);
    var half = world.until("web", a -> World.phase(a).equals("Failed"));
    assertThat(message(half)).contains("one or more objects failed to apply");
    assertThat(String.valueOf(Tree.at(half.status(), "operationState", "syncResult")))
        .contains("\"system:serviceaccount:shop:deployer\" cannot create resource \"secrets\"");
    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isPresent();
    assertThat(world.get("v1", "Secret", "shop", "b")).isEmpty();
  }

  @Test
  void writes_as_itself_where_no_service_account_is_named_and_none_is_demanded() {
    settings(
        "argocd-cm",
        "{application.sync.impersonation.enabled: 'true',"
            + " application.sync.impersonation.enforced: 'false'}");
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", AUTOMATED);

    world.until("web", World::settled);

    assertThat(world.get("v1", "ConfigMap", "shop", "a")).isPresent();
  }

  @Test
  void tells_of_sources_that_cannot_be_had_after_a_while_or_when_somebody_asks() {
    settings("argocd-cmd-params-cm", "{controller.repo.error.grace.period.seconds: '180'}");
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    world.until("quiet", () -> world.controller().counters().waiting() == 0);
    var before = world.controller().counters().reconciles();

    git.write("web/a.yaml", "apiVersion: v1\nkind: {\nmetadata:\n").commit("two");
    world.controller().sourceChanged(git.url());
    world.until("looks", () -> world.controller().counters().reconciles() > before + 1);
    assertThat(World.conditions(world.app("web"))).doesNotContain("ComparisonError");
    assertThat(status(world.app("web"))).isEqualTo("Synced");

    world.edit(
        "web", m -> m.with("normal", "metadata", "annotations", "argocd.argoproj.io/refresh"));
    var app = world.until("web", a -> World.conditions(a).contains("ComparisonError"));
    assertThat(World.conditions(app)).contains("Failed to load target state: ");
    assertThat(status(app)).isEqualTo("Unknown");
  }

  @Test
  void folders_may_be_as_large_as_the_settings_say() {
    settings("argocd-cmd-params-cm", "{reposerver.max.combined.directory.manifests.size: '100'}");
    git.write("web/a.yaml", configMap("a", "x".repeat(100)));
    git.commit("one");
    application("web", "web", AUTOMATED);
    var app = world.until("web", a -> World.conditions(a).contains("ComparisonError"));
    assertThat(World.conditions(app)).contains("manifests of the folder exceed 100 bytes");

    settings("argocd-cmd-params-cm", "{reposerver.max.combined.directory.manifests.size: '1k'}");
    world.edit(
        "web", m -> m.with("normal", "metadata", "annotations", "argocd.argoproj.io/refresh"));

    world.until("web", World::settled);
  }

  private static String secret(String name) {
    return "{apiVersion: v1, kind: Secret, metadata: {name: " + name + "}, stringData: {k: v}}\n";
  }

  @Test
  void serves_applications_in_the_namespaces_that_settings_and_projects_permit() {
    settings("argocd-cmd-params-cm", "{application.namespaces: 'team-*'}");
    project("sourceNamespaces: [team-a]");
    world.restart();
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    for (var team : List.of("team-a", "team-b", "other")) {
      world.apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(team));
      world.apply(
          applicationYaml("web", "web", AUTOMATED, "[]")
              .replace("namespace: argocd", "namespace: " + team));
    }

    world.until("team-a", () -> settled("team-a"));
    world.until("team-b", () -> World.conditions(app("team-b")).contains("InvalidSpecError"));

    assertThat(
            world
                .get("v1", "ConfigMap", "shop", "a")
                .orElseThrow()
                .annotation("argocd.argoproj.io/tracking-id"))
        .contains("team-a_web:/ConfigMap:shop/a");
    assertThat(Tree.text(app("team-a").status(), "controllerNamespace")).isEqualTo("argocd");
    assertThat(World.conditions(app("team-b")))
        .contains(
            "application 'web' in namespace 'team-b' is not permitted to use project 'default'");
    assertThat(app("other").status()).isEmpty();

    change("ConfigMap", "a", "drifted", "data", "key");
    world.until(
        "heal",
        () ->
            world
                .get("v1", "ConfigMap", "shop", "a")
                .orElseThrow()
                .text("data", "key")
                .equals("one"));
  }

  private Application app(String namespace) {
    return new Application(world.api.get(World.APPS, namespace, "web").orElseThrow());
  }

  private boolean settled(String namespace) {
    return World.settled(app(namespace));
  }

  @Test
  void judges_by_a_script_of_the_settings_and_tells_of_one_that_fails() {
    git.write("web/a.yaml", configMap("a", "one"));
    git.commit("one");
    settings(
        "argocd-cm",
        """
        {resource.customizations.health.ConfigMap: "return {status = 'Suspended', message = obj.data.key}"}""");
    application("web", "web", "{automated: {}, syncOptions: [CreateNamespace=true]}");

    var app =
        world.until("web", a -> Tree.text(a.status(), "health", "status").equals("Suspended"));
    assertThat(Tree.text(app.status(), "health", "message"))
        .isEqualTo("Caused by ConfigMap:shop/a");
    assertThat(Tree.text(app.status(), "resources", "0", "health", "message")).isEqualTo("one");

    settings("argocd-cm", "{resource.customizations.health.ConfigMap: \"error('no light', 0)\"}");
    settings("argocd-cmd-params-cm", "{controller.resource.health.persist: 'false'}");
    world.edit(
        "web", m -> m.with("normal", "metadata", "annotations", "argocd.argoproj.io/refresh"));

    var failed =
        world.until(
            "web",
            a ->
                World.conditions(a).contains("error setting app health")
                    && Tree.text(a.status(), "resourceHealthSource").equals("appTree"));
    assertThat(World.conditions(failed))
        .contains("failed to get resource health for \"ConfigMap\" with name \"a\"")
        .contains("no light");
    assertThat(Tree.text(failed.status(), "health", "status")).isEqualTo("Unknown");
    assertThat(status(failed)).isEqualTo("Synced");
    assertThat(Tree.at(failed.status(), "resources", "0", "health")).isNull();
    assertThat(Tree.text(failed.status(), "resourceHealthSource")).isEqualTo("appTree");
  }
}
