package io.syncline.acceptance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.acceptance.Eventually;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people do to Git by way of the product: adopt what was changed by hand, and go back. */
@Scenarios
class GitSteeringTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Installation product = Installation.shared();
  private final Kube kube = new Kube(product.cluster());

  private Repository repository(String name) {
    var repository = product.repository(name);
    repository.git("config", "receive.denyCurrentBranch", "ignore");
    return repository;
  }

  private void application(String name, Repository repository, String path) {
    kube.create(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: %1$s, namespace: argocd}
        spec:
          project: default
          source: {repoURL: "%2$s", path: %3$s, targetRevision: master}
          destination: {server: "https://kubernetes.default.svc", namespace: %1$s}
          syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}
        """
            .formatted(name, repository.url(), path));
  }

  private void awaitSynced(String name, String revision) {
    Eventually.is(
        name + " synced to " + revision,
        LIMIT,
        () -> {
          var app = app(name);
          return app.text("status", "sync", "revision").equals(revision)
              && app.text("status", "sync", "status").equals("Synced")
              && app.at("operation") == null;
        });
  }

  private Manifest app(String name) {
    return kube.existing("argoproj.io/v1alpha1/Application", "argocd", name);
  }

  private String value(String namespace, String key) {
    return kube.existing("v1/ConfigMap", namespace, "settings").text("data", key);
  }

  private void awaitOutOfSync(String name) {
    product.cli(List.of("app", "get", name, "--refresh")).exits(0);
    assertThat(app(name).text("status", "sync", "status")).isEqualTo("OutOfSync");
  }

  @Test
  @Scenarios.OnRealServer
  void a_change_made_by_hand_is_adopted_where_its_object_stands() {
    var repository = repository("adopt");
    repository
        .write(
            "shop/all.yaml",
            """
            # settings of the shop
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data:
              level: "1" # as in the book
              mode: calm
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: key}
            stringData: {key: one}
            """)
        .commit();
    application("adopt", repository, "shop");
    awaitSynced("adopt", repository.head());
    product.cli(List.of("app", "hold", "adopt", "--reason", "incident")).exits(0);
    kube.merge("v1/ConfigMap", "adopt", "settings", "{data: {level: '5', mode: null}}");
    kube.merge("v1/Secret", "adopt", "key", "{stringData: {key: two}}");
    awaitOutOfSync("adopt");

    var dry = product.cli(List.of("app", "adopt", "adopt", "--dry-run")).exits(0);
    assertThat(dry.out())
        .contains("-  level: \"1\" # as in the book\n")
        .contains("+  level: \"5\" # as in the book\n")
        .doesNotContain("two");
    assertThat(dry.err()).contains("skipped Secret key");

    var old = repository.head();
    product.cli(List.of("app", "adopt", "adopt")).exits(0);
    assertThat(repository.git("show", "master:shop/all.yaml"))
        .startsWith(
            """
            # settings of the shop
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data:
              level: "5" # as in the book
            ---
            """);
    var next = repository.git("rev-parse", "master").strip();
    assertThat(next).isNotEqualTo(old);
    awaitSynced("adopt", next);
    assertThat(value("adopt", "level")).isEqualTo("5");
    assertThat(app("adopt").annotation("syncline.io/hold").orElse("")).contains(old);
  }

  @Test
  void where_kustomize_makes_the_object_the_change_becomes_a_patch() {
    var repository = repository("adoptk");
    repository
        .write("base/kustomization.yaml", "resources:\n- all.yaml\n")
        .write(
            "base/all.yaml",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {level: '1'}}\n")
        .write("prod/kustomization.yaml", "# ours\nresources:\n- ../base\n")
        .commit();
    application("adoptk", repository, "prod");
    awaitSynced("adoptk", repository.head());
    product.cli(List.of("app", "hold", "adoptk")).exits(0);
    kube.merge("v1/ConfigMap", "adoptk", "settings", "{data: {level: '5'}}");
    awaitOutOfSync("adoptk");

    product.cli(List.of("app", "adopt", "adoptk")).exits(0);

    assertThat(repository.git("show", "master:prod/kustomization.yaml"))
        .startsWith("# ours\nresources:\n- ../base\npatches:\n");
    awaitSynced("adoptk", repository.git("rev-parse", "master").strip());
    assertThat(value("adoptk", "level")).isEqualTo("5");
  }

  @Test
  void a_rollback_in_git_whose_push_is_declined_holds_nothing() {
    var repository = repository("back");
    var text =
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {level: '%s'}}\n";
    repository.write("shop/all.yaml", text.formatted("1")).commit();
    application("back", repository, "shop");
    awaitSynced("back", repository.head());
    repository.write("shop/all.yaml", text.formatted("2")).commit();
    product.cli(List.of("app", "get", "back", "--refresh")).exits(0);
    awaitSynced("back", repository.head());
    var bad = repository.head();
    repository.git("config", "receive.denyCurrentBranch", "refuse");

    var refused = product.cli(List.of("app", "rollback", "back", "--git"));
    assertThat(refused.code()).isEqualTo(20);
    assertThat(app("back").annotation("syncline.io/hold")).isEmpty();

    repository.git("config", "receive.denyCurrentBranch", "ignore");
    product.cli(List.of("app", "rollback", "back", "--git")).exits(0);
    var next = repository.git("rev-parse", "master").strip();
    assertThat(next).isNotEqualTo(bad);
    awaitSynced("back", next);
    assertThat(value("back", "level")).isEqualTo("1");
    assertThat(app("back").annotation("syncline.io/hold").orElse("")).contains(bad);
    assertThat(Tree.items(app("back").at("status", "history")))
        .extracting(h -> Tree.text(h, "revision"))
        .endsWith(bad, next);
  }
}
