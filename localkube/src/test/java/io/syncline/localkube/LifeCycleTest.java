package io.syncline.localkube;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.LocalApi.Change;
import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.localkube.api.ResourceId;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletion in all its forms, and what the cluster does by itself. */
final class LifeCycleTest {
  private static final ResourceId MAPS = new ResourceId("", "v1", "configmaps");
  private static final ResourceId PODS = new ResourceId("", "v1", "pods");
  private static final ResourceId NAMESPACES = new ResourceId("", "v1", "namespaces");

  private final LocalKube kube = LocalKube.builder().start();
  private final LocalApi api = kube.api();
  private final Caller caller = new Caller(kube);
  private final LinkedBlockingQueue<LocalApi.Event> events = new LinkedBlockingQueue<>();
  private LocalApi.Subscription subscription;

  @BeforeEach
  void listen() {
    subscription = api.subscribe(events::add);
  }

  @AfterEach
  void stop() {
    subscription.close();
    kube.close();
  }

  private Manifest map(String name, String metadata) {
    return api.create(
        MAPS,
        new Manifest(
            Yaml.parseObject(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "
                    + name
                    + ", namespace: default"
                    + metadata
                    + "}")),
        "test");
  }

  private static String ownedBy(Manifest owner, boolean blocks) {
    return ", ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: "
        + owner.name()
        + ", uid: "
        + owner.uid()
        + ", blockOwnerDeletion: "
        + blocks
        + "}]";
  }

  private Manifest awaitEvent(Change change, String name) throws InterruptedException {
    while (true) {
      var event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("%s of %s", change, name).isNotNull();
      if (event.change() == change && event.object().name().equals(name)) {
        return event.object();
      }
    }
  }

  @Test
  void dependents_go_with_their_owner() throws Exception {
    var owner = map("owner", "");
    var child = map("child", ownedBy(owner, true));
    map("grandchild", ownedBy(child, true));
    api.delete(MAPS, "default", "owner", Propagation.BACKGROUND, -1);
    awaitEvent(Change.DELETED, "owner");
    awaitEvent(Change.DELETED, "child");
    awaitEvent(Change.DELETED, "grandchild");
    assertThat(api.get(MAPS, "default", "owner")).isEmpty();
  }

  @Test
  void an_owner_deleted_in_the_foreground_goes_last() throws Exception {
    var owner = map("owner", "");
    map("child", ownedBy(owner, true));
    api.delete(MAPS, "default", "owner", Propagation.FOREGROUND, -1);
    assertThat(awaitEvent(Change.MODIFIED, "owner").finalizers()).contains("foregroundDeletion");
    awaitEvent(Change.DELETED, "child");
    awaitEvent(Change.DELETED, "owner");
  }

  @Test
  void orphans_lose_the_reference_and_stay() throws Exception {
    var owner = map("owner", "");
    map("child", ownedBy(owner, true));
    api.delete(MAPS, "default", "owner", Propagation.ORPHAN, -1);
    awaitEvent(Change.DELETED, "owner");
    assertThat(api.get(MAPS, "default", "child").orElseThrow().owners()).isEmpty();
  }

  @Test
  void an_object_with_an_owner_that_never_was_is_removed() throws Exception {
    map("stray", ", ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: x, uid: gone}]");
    awaitEvent(Change.DELETED, "stray");
  }

  @Test
  void finalizers_hold_an_object_until_the_last_is_taken() throws Exception {
    map("held", ", finalizers: [example.com/a]");
    api.delete(MAPS, "default", "held", Propagation.BACKGROUND, -1);
    var held = api.get(MAPS, "default", "held").orElseThrow();
    assertThat(held.deleting()).isTrue();
    var url = "/api/v1/namespaces/default/configmaps/held";
    var more =
        caller.patch(
            url,
            "merge-patch+json",
            "{\"metadata\":{\"finalizers\":[\"example.com/a\",\"example.com/b\"]}}");
    assertThat(more.status()).isEqualTo(422);
    caller.patch(url, "merge-patch+json", "{\"metadata\":{\"finalizers\":null}}");
    awaitEvent(Change.DELETED, "held");
    assertThat(caller.get(url).status()).isEqualTo(404);
  }

  @Test
  void a_pod_on_a_node_waits_for_its_grace() {
    var pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: default}\n"
            + "spec: {nodeName: node-1, containers: [{name: c, image: i}]}";
    api.create(PODS, new Manifest(Yaml.parseObject(pod)), "test");
    api.delete(PODS, "default", "p", Propagation.BACKGROUND, -1);
    var going = api.get(PODS, "default", "p").orElseThrow();
    assertThat(Tree.number(going.root(), 0, "metadata", "deletionGracePeriodSeconds"))
        .isEqualTo(30);
    api.delete(PODS, "default", "p", Propagation.BACKGROUND, 0);
    assertThat(api.get(PODS, "default", "p")).isEmpty();
    var defaulted = going.root();
    assertThat(Tree.text(defaulted, "spec", "restartPolicy")).isEqualTo("Always");
    assertThat(Tree.text(defaulted, "status", "qosClass")).isEqualTo("BestEffort");
    assertThat(Tree.text(defaulted, "spec", "serviceAccountName")).isEqualTo("default");
  }

  @Test
  void a_namespace_is_filled_when_made_and_emptied_before_it_goes() throws Exception {
    api.create(
        NAMESPACES,
        new Manifest(Yaml.parseObject("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}")),
        "test");
    awaitEvent(Change.ADDED, "kube-root-ca.crt");
    var url = "/api/v1/namespaces/shop/configmaps";
    caller.post(url, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, finalizers: [x.y/z]}}");
    var answer = caller.delete("/api/v1/namespaces/shop");
    assertThat(answer.text("status", "phase")).isEqualTo("Terminating");
    var refused = caller.post(url, "{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("details", "causes", "0", "reason")).isEqualTo("NamespaceTerminating");
    awaitEvent(Change.MODIFIED, "a");
    var waiting = awaitEvent(Change.MODIFIED, "shop");
    while (waiting.at("status", "conditions") == null) {
      waiting = awaitEvent(Change.MODIFIED, "shop");
    }
    assertThat(waiting.text("status", "conditions", "0", "type"))
        .isEqualTo("NamespaceContentRemaining");
    assertThat(api.get(NAMESPACES, "", "shop")).isPresent();
    caller.patch(url + "/a", "merge-patch+json", "{\"metadata\":{\"finalizers\":[]}}");
    awaitEvent(Change.DELETED, "shop");
    assertThat(caller.delete("/api/v1/namespaces/default").status()).isEqualTo(403);
  }

  @Test
  void a_definition_serves_its_objects_and_takes_them_along() throws Exception {
    var made =
        caller.post(
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: widgets, kind: Widget}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          size: {type: integer, minimum: 1, default: 3}
                additionalPrinterColumns:
                - {name: Size, type: integer, jsonPath: .spec.size}
            """);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var url = "/apis/example.com/v1/namespaces/default/widgets";
    var widget =
        "{apiVersion: example.com/v1, kind: Widget, metadata: {name: w}, spec: {extra: 1}}";
    var first = caller.post(url, widget);
    assertThat(Tree.number(first.tree(), 0, "spec", "size")).isEqualTo(3);
    assertThat(Tree.at(first.tree(), "spec", "extra")).isNull();
    var table = caller.get(url, "application/json;as=Table;v=v1;g=meta.k8s.io").tree();
    assertThat(Tree.items(Tree.at(table, "rows", "0", "cells"))).containsExactly("w", 3L);
    assertThat(
            caller
                .post(url, widget.replace("name: w", "name: v").replace("extra: 1", "size: 0"))
                .status())
        .isEqualTo(422);
    assertThat(caller.patch(url + "/w", "strategic-merge-patch+json", "{}").status())
        .isEqualTo(415);
    caller.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com");
    awaitEvent(Change.DELETED, "w");
    awaitEvent(Change.DELETED, "widgets.example.com");
    assertThat(caller.get(url).status()).isEqualTo(404);
  }

  @Test
  void what_every_namespace_has_is_made_again() throws Exception {
    api.delete(MAPS, "default", "kube-root-ca.crt", Propagation.BACKGROUND, -1);
    awaitEvent(Change.DELETED, "kube-root-ca.crt");
    awaitEvent(Change.ADDED, "kube-root-ca.crt");
  }

  @Test
  void no_patch_is_lost_when_many_write_one_object() throws Exception {
    map("shared", "");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 40; i++) {
        var body = "{\"metadata\":{\"labels\":{\"l" + i + "\":\"x\"}}}";
        threads.submit(
            () ->
                caller.patch(
                    "/api/v1/namespaces/default/configmaps/shared", "merge-patch+json", body));
      }
    }
    assertThat(api.get(MAPS, "default", "shared").orElseThrow().labels()).hasSize(40);
  }

  @Test
  void a_fork_goes_its_own_way() {
    map("a", "");
    try (var fork = kube.fork()) {
      fork.api().delete(MAPS, "default", "a", Propagation.BACKGROUND, -1);
      assertThat(fork.api().get(MAPS, "default", "a")).isEmpty();
    }
    assertThat(api.get(MAPS, "default", "a")).isPresent();
  }
}
