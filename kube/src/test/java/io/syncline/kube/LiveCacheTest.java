package io.syncline.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.kube.cache.ChildKinds;
import io.syncline.kube.cache.LiveCache;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.ObjectTree;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LiveCacheTest {
  private static final GroupKind CONFIG_MAP = new GroupKind("", "ConfigMap");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private EmbeddedCluster embedded;
  private LiveCache cache;
  private final LinkedBlockingQueue<LiveCache.Change> changes = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() {
    embedded = new EmbeddedCluster();
    cache = new LiveCache(embedded.cluster, m -> m.annotation("app"));
    cache.listen(
        change -> {
          if (change.key().name().startsWith("x")) {
            changes.add(change);
          }
        });
  }

  @AfterEach
  void end() {
    cache.close();
    embedded.close();
  }

  private Manifest make(String name, String app) {
    return embedded.cluster.create(
        EmbeddedCluster.manifest(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: default, annotations: {app: %s}}}"
                .formatted(name, app)),
        WriteOptions.DEFAULT);
  }

  private LiveCache.Change next() throws InterruptedException {
    return java.util.Objects.requireNonNull(changes.poll(20, TimeUnit.SECONDS), "no change came");
  }

  @Test
  void watches_only_what_was_asked_for() {
    cache.require(List.of(CONFIG_MAP), PATIENCE);

    assertThat(cache.watchedKinds())
        .containsExactlyInAnyOrder(
            CONFIG_MAP, new GroupKind("apiextensions.k8s.io", "CustomResourceDefinition"));
  }

  @Test
  void finds_objects_by_key_application_and_owner() throws Exception {
    var parent = make("xparent", "shop");
    assertThat(cache.require(List.of(CONFIG_MAP), PATIENCE)).isEmpty();
    assertThat(cache.get(parent.key())).contains(parent);
    assertThat(cache.tracked("shop")).containsExactly(parent);
    next();

    var child =
        embedded.cluster.create(
            EmbeddedCluster.manifest(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: xchild, namespace: default, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: xparent, uid: %s}]}}"
                    .formatted(parent.uid())),
            WriteOptions.DEFAULT);
    // Field owners of what others own are not kept: nobody compares them.
    var kept = child.without("metadata", "managedFields");
    assertThat(next().after()).contains(kept);
    assertThat(cache.ownedBy(parent.uid())).containsExactly(kept);
    assertThat(cache.withUid(child.uid())).contains(kept);
  }

  @Test
  void sees_an_answer_to_a_write_at_once_and_tells_of_it_once() throws Exception {
    cache.require(List.of(CONFIG_MAP), PATIENCE);
    var made = make("xnew", "shop");

    cache.observe(made);

    assertThat(cache.get(made.key())).contains(made);
    assertThat(next().before()).isEmpty();
    embedded.cluster.delete(
        embedded.cluster.kindOf(made), made.key(), Deletion.of(Deletion.Propagation.BACKGROUND));
    assertThat(next().after()).isEmpty();
    cache.observe(made);
    assertThat(cache.get(made.key())).as("a late answer does not bring it back").isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void tells_the_state_before_and_after() throws Exception {
    cache.require(List.of(CONFIG_MAP), PATIENCE);
    var made = make("xone", "shop");
    next();

    embedded.cluster.patch(
        embedded.cluster.kindOf(made),
        made.key(),
        "",
        PatchType.MERGE,
        ObjectTree.of("metadata", ObjectTree.of("annotations", ObjectTree.of("app", "other"))),
        WriteOptions.DEFAULT);

    var change = next();
    assertThat(change.before()).contains(made);
    assertThat(cache.tracked("shop")).isEmpty();
    assertThat(cache.tracked("other")).hasSize(1);
  }

  @Test
  void begins_to_watch_a_kind_when_its_definition_comes() throws Exception {
    var widgets = new GroupKind("example.com", "Widget");
    assertThat(cache.require(List.of(widgets), PATIENCE)).isEmpty();
    defineWidgets();
    embedded.cluster.rediscover();
    embedded.cluster.create(
        EmbeddedCluster.manifest(
            "{apiVersion: example.com/v1, kind: Widget, metadata: {name: xwidget, namespace: default}}"),
        WriteOptions.DEFAULT);

    assertThat(next().key())
        .isEqualTo(new ObjectKey("example.com", "Widget", "default", "xwidget"));
  }

  @Test
  void begins_to_watch_a_kind_whose_definition_came_between_discovery_and_the_first_list()
      throws Exception {
    embedded.cluster.discovery();
    defineWidgets();
    embedded.cluster.create(
        EmbeddedCluster.manifest(
            "{apiVersion: example.com/v1, kind: Widget, metadata: {name: xwidget, namespace: default}}"),
        WriteOptions.DEFAULT);

    // The definition is in the first list: no event tells of it.
    cache.require(List.of(new GroupKind("example.com", "Widget")), PATIENCE);

    assertThat(next().key().name()).isEqualTo("xwidget");
  }

  private void defineWidgets() {
    embedded.cluster.create(
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
        WriteOptions.DEFAULT);
  }

  @Test
  void knows_what_workloads_make() {
    assertThat(ChildKinds.descendants(Set.of(new GroupKind("apps", "Deployment"))))
        .containsExactlyInAnyOrder(new GroupKind("apps", "ReplicaSet"), new GroupKind("", "Pod"));
    assertThat(ChildKinds.descendants(Set.of(CONFIG_MAP))).isEmpty();
  }
}
