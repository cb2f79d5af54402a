package io.syncline.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.kube.apply.Applied.Outcome;
import io.syncline.kube.apply.KubectlApply;
import io.syncline.kube.apply.LastApplied;
import io.syncline.kube.http.HttpCluster;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpClusterTest {
  private static final String CONFIG =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: default}, data: {a: \"1\", b: \"2\"}}";

  private EmbeddedCluster embedded;
  private Cluster cluster;

  @BeforeEach
  void start() {
    embedded = new EmbeddedCluster();
    cluster = embedded.cluster;
  }

  @AfterEach
  void end() {
    embedded.close();
  }

  private ResourceKind configMaps() {
    return cluster.kind("v1", "ConfigMap");
  }

  @Test
  void knows_what_is_served() {
    var discovery = cluster.discovery();

    assertThat(discovery.find(new GroupKind("apps", "Deployment")).orElseThrow().plural())
        .isEqualTo("deployments");
    assertThat(discovery.namespaced(new GroupKind("", "Namespace"))).contains(false);
    assertThat(discovery.apiVersions()).contains("apps/v1", "apps/v1/Deployment", "v1/Pod");
    assertThat(cluster.version()).startsWith("v1.");
  }

  @Test
  void names_the_versions_that_are_served_when_asked_for_another() {
    assertThatThrownBy(() -> cluster.kind("apps/v9", "Deployment"))
        .isInstanceOfSatisfying(
            ClusterException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ClusterException.Code.UNKNOWN_KIND);
              assertThat(e)
                  .hasMessage(
                      "no matches for kind \"Deployment\" in version \"apps/v9\" (expected: apps/v1)");
            });
  }

  @Test
  void creates_reads_patches_and_deletes() {
    var made = cluster.create(EmbeddedCluster.manifest(CONFIG), WriteOptions.by("test"));
    assertThat(cluster.get(configMaps(), "default", "settings")).contains(made);

    var patched =
        cluster.patch(
            configMaps(),
            made.key(),
            "",
            PatchType.MERGE,
            ObjectTree.of("data", ObjectTree.of("a", "9")),
            WriteOptions.DEFAULT);
    assertThat(patched.text("data", "a")).isEqualTo("9");

    assertThat(
            cluster.delete(configMaps(), made.key(), Deletion.of(Deletion.Propagation.BACKGROUND)))
        .isTrue();
    assertThat(
            cluster.delete(configMaps(), made.key(), Deletion.of(Deletion.Propagation.BACKGROUND)))
        .isFalse();
    assertThat(cluster.get(configMaps(), "default", "settings")).isEmpty();
  }

  @Test
  void tells_conflicts_and_absence_apart() {
    var made = cluster.create(EmbeddedCluster.manifest(CONFIG), WriteOptions.DEFAULT);
    cluster.update(made.with("7", "data", "a"), WriteOptions.DEFAULT);

    assertThatThrownBy(() -> cluster.update(made.with("8", "data", "a"), WriteOptions.DEFAULT))
        .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.conflict()).isTrue());
    assertThatThrownBy(() -> cluster.create(EmbeddedCluster.manifest(CONFIG), WriteOptions.DEFAULT))
        .isInstanceOfSatisfying(
            ClusterException.class,
            e -> assertThat(e.code()).isEqualTo(ClusterException.Code.ALREADY_EXISTS));
    var absent = new ObjectKey("", "ConfigMap", "default", "nothing");
    assertThatThrownBy(
            () ->
                cluster.patch(
                    configMaps(),
                    absent,
                    "",
                    PatchType.MERGE,
                    ObjectTree.EMPTY,
                    WriteOptions.DEFAULT))
        .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.notFound()).isTrue());
  }

  @Test
  void lists_page_by_page() {
    for (var i = 0; i < 1_203; i++) {
      embedded.api.create(
          embedded.api.resourceOf("v1", "ConfigMap").orElseThrow(),
          EmbeddedCluster.manifest(CONFIG)
              .with("many-" + i, "metadata", "name")
              .with(ObjectTree.of("many", "yes"), "metadata", "labels"),
          "test");
    }

    var listing = cluster.list(configMaps(), Selection.in("default").labelled("many=yes"));

    assertThat(listing.items()).hasSize(1_203).allMatch(m -> m.kind().equals("ConfigMap"));
    assertThat(listing.resourceVersion()).isNotEmpty();
  }

  @Test
  void says_that_a_server_is_not_there() {
    try (var nobody = new HttpCluster(ClusterConfig.of("http://127.0.0.1:1"))) {
      assertThatThrownBy(nobody::version)
          .isInstanceOfSatisfying(
              ClusterException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ClusterException.Code.UNREACHABLE);
                assertThat(e.text()).contains("http://127.0.0.1:1 is not reachable");
              });
    }
  }

  @Test
  void applies_like_kubectl() {
    var apply = new KubectlApply(cluster);
    var target = EmbeddedCluster.manifest(CONFIG);
    var options = WriteOptions.by("argocd-controller");

    assertThat(apply.clientSide(target, options, false).message())
        .isEqualTo("configmap/settings created");
    assertThat(apply.clientSide(target, options, false).outcome()).isEqualTo(Outcome.UNCHANGED);
    cluster.patch(
        configMaps(),
        target.key(),
        "",
        PatchType.MERGE,
        ObjectTree.of("data", ObjectTree.of("other", "x")),
        WriteOptions.DEFAULT);
    var changed = apply.clientSide(target.without("data", "b"), options, false);

    assertThat(changed.outcome()).isEqualTo(Outcome.CONFIGURED);
    assertThat(changed.object().at("data")).hasToString("{a=1, other=x}");
    assertThat(changed.object().annotation(LastApplied.ANNOTATION))
        .contains(
            "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"1\"},\"kind\":\"ConfigMap\",\"metadata\":{\"annotations\":{},\"name\":\"settings\",\"namespace\":\"default\"}}\n");
  }

  @Test
  void applies_to_what_is_known_without_reading_and_in_full_when_that_is_outdated() {
    var apply = new KubectlApply(cluster);
    var target = EmbeddedCluster.manifest(CONFIG);
    var options = WriteOptions.by("argocd-controller");
    var other = target.with("2", "data", "a");

    var made = apply.clientSide(target, Optional.empty(), options, false);
    assertThat(made.outcome()).isEqualTo(Outcome.CREATED);
    var known = Optional.of(made.object());
    assertThat(apply.clientSide(target, known, options, false).outcome())
        .isEqualTo(Outcome.UNCHANGED);
    var first = apply.clientSide(other, known, options, false);
    assertThat(first.outcome()).isEqualTo(Outcome.CONFIGURED);
    assertThat(first.object().text("data", "a")).isEqualTo("2");

    // Known no longer is what it was: the patch is made again for what is.
    var third = other.with("3", "data", "a").without("data", "b");
    var second = apply.clientSide(third, known, options, false);
    assertThat(second.object().at("data")).hasToString("{a=3}");
    assertThat(apply.clientSide(target, Optional.empty(), options, false).outcome())
        .as("it was there")
        .isEqualTo(Outcome.CONFIGURED);
    cluster.delete(configMaps(), target.key(), Deletion.of(Deletion.Propagation.BACKGROUND));
    assertThat(apply.clientSide(other, known, options, false).outcome())
        .as("it was gone")
        .isEqualTo(Outcome.CREATED);
  }

  @Test
  void makes_anew_what_cannot_be_patched_when_forced() {
    var apply = new KubectlApply(cluster);
    var job =
        EmbeddedCluster.manifest(
            "{apiVersion: batch/v1, kind: Job, metadata: {name: once, namespace: default}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: \"a:1\"}]}}}}");
    var first = apply.clientSide(job, WriteOptions.DEFAULT, false).object();
    var other = EmbeddedCluster.manifest(job.json().replace("a:1", "a:2"));

    assertThatThrownBy(() -> apply.clientSide(other, WriteOptions.DEFAULT, false))
        .isInstanceOfSatisfying(
            ClusterException.class,
            e -> assertThat(e.code()).isEqualTo(ClusterException.Code.INVALID));
    var second = apply.clientSide(other, WriteOptions.DEFAULT, true);

    assertThat(second.outcome()).isEqualTo(Outcome.REPLACED);
    assertThat(second.object().uid()).isNotEqualTo(first.uid());
  }

  @Test
  void watches_from_the_list_on_without_gaps() throws Exception {
    cluster.create(EmbeddedCluster.manifest(CONFIG), WriteOptions.DEFAULT);
    var told = new LinkedBlockingQueue<String>();
    var listener =
        new WatchListener() {
          @Override
          public void replaced(List<Manifest> objects) {
            told.add("list " + objects.stream().map(Manifest::name).toList());
          }

          @Override
          public void changed(Manifest object) {
            told.add("changed " + object.name() + " " + object.text("data", "a"));
          }

          @Override
          public void deleted(Manifest object) {
            told.add("deleted " + object.name());
          }
        };
    try (var watch =
        cluster.watch(
            configMaps(), new Selection("default", "", "metadata.name=settings"), listener)) {
      assertThat(watch.awaitSynced(Duration.ofSeconds(20))).isTrue();
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("list [settings]");

      var key = new ObjectKey("", "ConfigMap", "default", "settings");
      cluster.patch(
          configMaps(),
          key,
          "",
          PatchType.MERGE,
          ObjectTree.of("data", ObjectTree.of("a", "5")),
          WriteOptions.DEFAULT);
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("changed settings 5");
      cluster.delete(configMaps(), key, Deletion.of(Deletion.Propagation.BACKGROUND));
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("deleted settings");
    }
  }

  @Test
  void learns_kinds_that_come_later() {
    assertThat(cluster.discovery().find("example.com/v1", "Widget")).isEmpty();
    embedded.api.create(
        embedded
            .api
            .resourceOf("apiextensions.k8s.io/v1", "CustomResourceDefinition")
            .orElseThrow(),
        EmbeddedCluster.manifest(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.com}
            spec:
              group: example.com
              names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
              scope: Namespaced
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
            """),
        "test");

    var kind = cluster.kind("example.com/v1", "Widget");

    assertThat(kind.named("one")).isEqualTo("widget.example.com/one");
    var applied =
        new KubectlApply(cluster)
            .clientSide(
                EmbeddedCluster.manifest(
                    "{apiVersion: example.com/v1, kind: Widget, metadata: {name: one, namespace: default}, spec: {list: [1, 2]}}"),
                WriteOptions.DEFAULT,
                false);
    assertThat(Tree.items(applied.object().at("spec", "list"))).containsExactly(1L, 2L);
  }
}
