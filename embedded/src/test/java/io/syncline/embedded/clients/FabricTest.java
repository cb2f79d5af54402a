package io.syncline.embedded.clients;

import static io.syncline.embedded.clients.Fabric.deployment;
import static io.syncline.embedded.clients.Fabric.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.syncline.embedded.junit.EmbeddedKubeTest;
import io.syncline.embedded.junit.Kubeconfig;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests and answers as the fabric8 client makes and reads them. */
@EmbeddedKubeTest(manifests = "/io/syncline/embedded/tea.yaml")
final class FabricTest {
  private static final ResourceDefinitionContext TEAS =
      new ResourceDefinitionContext.Builder()
          .withGroup("example.com")
          .withVersion("v1")
          .withKind("Tea")
          .withPlural("teas")
          .withNamespaced(true)
          .build();

  private static KubernetesClient client;

  @BeforeAll
  static void connect(@Kubeconfig String kubeconfig) {
    client = Fabric.client(kubeconfig);
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  private static void refused(int code, String reason, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(code);
              assertThat(e.getStatus().getReason()).isEqualTo(reason);
            });
  }

  private static GenericKubernetesResource tea(Map<String, Object> spec) {
    var tea = new GenericKubernetesResource();
    tea.setApiVersion("example.com/v1");
    tea.setKind("Tea");
    tea.setMetadata(map("green", "").getMetadata());
    tea.setAdditionalProperty("spec", spec);
    return tea;
  }

  @Test
  void tells_its_version() {
    var version = client.getKubernetesVersion();
    assertThat(version.getMajor()).isEqualTo("1");
    assertThat(version.getMinor()).isEqualTo("32");
    assertThat(client.hasApiGroup("apps", true)).isTrue();
  }

  @Test
  void creates_with_identity_and_gives_nothing_for_what_is_absent() {
    var made = client.resource(map("a", "1")).create();
    assertThat(made.getMetadata().getUid()).hasSize(36);
    assertThat(made.getMetadata().getResourceVersion()).isNotEmpty();
    assertThat(made.getMetadata().getCreationTimestamp()).endsWith("Z");
    assertThat(client.configMaps().withName("a").get()).isEqualTo(made);
    assertThat(client.configMaps().withName("absent").get()).isNull();
  }

  @Test
  void a_second_create_already_exists() {
    client.resource(map("a", "1")).create();
    refused(409, "AlreadyExists", () -> client.resource(map("a", "1")).create());
  }

  @Test
  void a_stale_update_is_a_conflict() {
    var made = client.resource(map("a", "1")).create();
    client.resource(new ConfigMapBuilder(made).addToData("v", "2").build()).update();
    refused(
        409,
        "Conflict",
        () ->
            client
                .resource(new ConfigMapBuilder(made).addToData("v", "3").build())
                .lockResourceVersion()
                .update());
  }

  @Test
  void an_edit_of_a_stale_object_is_retried_by_the_client() {
    client.resource(map("a", "1")).create();
    var edited =
        client
            .configMaps()
            .withName("a")
            .edit(m -> new ConfigMapBuilder(m).addToData("w", "2").build());
    assertThat(edited.getData()).containsEntry("v", "1").containsEntry("w", "2");
  }

  @Test
  void generation_counts_changes_of_the_specification_alone() {
    var made = client.resource(deployment("web", 0)).create();
    assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
    var web = client.apps().deployments().withName("web");
    var merge = PatchContext.of(PatchType.JSON_MERGE);
    var labelled = web.patch(merge, "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");
    assertThat(labelled.getMetadata().getGeneration()).isEqualTo(1);
    var changed = web.patch(merge, "{\"spec\":{\"paused\":true}}");
    assertThat(changed.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void names_are_generated() {
    var made =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withGenerateName("g-")
                    .endMetadata()
                    .build())
            .create();
    assertThat(made.getMetadata().getName()).matches("g-[bcdfghjklmnpqrstvwxz2456789]{5}");
  }

  @Test
  void objects_are_defaulted() {
    var made = client.resource(deployment("web", 0)).create();
    assertThat(made.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(made.getSpec().getRevisionHistoryLimit()).isEqualTo(10);
    var pod = made.getSpec().getTemplate().getSpec();
    assertThat(pod.getRestartPolicy()).isEqualTo("Always");
    assertThat(pod.getContainers().getFirst().getImagePullPolicy()).isEqualTo("IfNotPresent");
  }

  @Test
  void status_is_written_by_its_own_way_only() {
    client.resource(tea(Map.of("sort", "sencha"))).create();
    var teas = client.genericKubernetesResources(TEAS).withName("green");
    var edited = teas.get();
    edited.setAdditionalProperty("status", Map.of("message", "by the wrong way"));
    assertThat(client.resource(edited).update().getAdditionalProperties())
        .doesNotContainKey("status");
    var fresh = teas.get();
    fresh.setAdditionalProperty("status", Map.of("message", "brewed"));
    fresh.setAdditionalProperty("spec", Map.of("sort", "changed as well"));
    client.resource(fresh).updateStatus();
    assertThat((String) teas.get().get("status", "message")).isEqualTo("brewed");
    assertThat((String) teas.get().get("spec", "sort")).isEqualTo("sencha");
  }

  @Test
  void server_side_apply_makes_merges_and_refuses_what_others_own() {
    var mine =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("mine")
            .build();
    var theirs =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("theirs")
            .build();
    client.resource(map("a", "1")).patch(mine);
    var other =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("a")
            .endMetadata()
            .addToData("w", "2")
            .build();
    var merged = client.resource(other).patch(theirs);
    assertThat(merged.getData()).containsEntry("v", "1").containsEntry("w", "2");
    refused(409, "Conflict", () -> client.resource(map("a", "9")).patch(theirs));
    var forced =
        client.resource(map("a", "9")).fieldManager("theirs").forceConflicts().serverSideApply();
    assertThat(forced.getData()).containsEntry("v", "9").doesNotContainKey("w");
    assertThat(forced.getMetadata().getManagedFields())
        .anyMatch(
            entry -> entry.getManager().equals("theirs") && entry.getOperation().equals("Apply"));
  }

  @Test
  void a_strategic_patch_merges_containers_by_name() {
    client.resource(deployment("web", 0)).create();
    var patched =
        client
            .apps()
            .deployments()
            .withName("web")
            .patch(
                PatchContext.of(PatchType.STRATEGIC_MERGE),
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"s:1\"}]}}}}");
    assertThat(patched.getSpec().getTemplate().getSpec().getContainers())
        .extracting(c -> c.getName() + " " + c.getImage())
        .containsExactlyInAnyOrder("c nginx:1.27", "side s:1");
  }

  @Test
  void a_json_patch_whose_test_fails_changes_nothing() {
    client.resource(map("a", "1")).create();
    assertThatThrownBy(
            () ->
                client
                    .configMaps()
                    .withName("a")
                    .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"test\",\"path\":\"/data/v\",\"value\":\"2\"},{\"op\":\"remove\",\"path\":\"/data/v\"}]"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422));
    assertThat(client.configMaps().withName("a").get().getData()).containsEntry("v", "1");
  }

  @Test
  void selectors_of_sets_and_fields_choose() {
    for (var tier : new String[] {"a", "b", "c"}) {
      client
          .resource(
              new ConfigMapBuilder(map(tier, "1"))
                  .editMetadata()
                  .addToLabels("tier", tier)
                  .endMetadata()
                  .build())
          .create();
    }
    assertThat(client.configMaps().withLabelIn("tier", "a", "c").list().getItems()).hasSize(2);
    assertThat(client.configMaps().withLabelNotIn("tier", "a").withLabel("tier").list().getItems())
        .hasSize(2);
    assertThat(client.configMaps().withoutLabel("tier").list().getItems())
        .extracting(m -> m.getMetadata().getName())
        .containsExactly("kube-root-ca.crt");
    assertThat(client.configMaps().withField("metadata.name", "b").list().getItems()).hasSize(1);
  }

  @Test
  void lists_come_in_pages_of_one_version() {
    for (var i = 0; i < 5; i++) {
      client.resource(map("m" + i, "1")).create();
    }
    var first = client.configMaps().list(new ListOptionsBuilder().withLimit(4L).build());
    client.resource(map("m9", "1")).create();
    var rest =
        client
            .configMaps()
            .list(
                new ListOptionsBuilder()
                    .withLimit(4L)
                    .withContinue(first.getMetadata().getContinue())
                    .build());
    assertThat(first.getItems()).hasSize(4);
    assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(2);
    assertThat(rest.getItems()).hasSize(2);
    assertThat(rest.getMetadata().getContinue()).isNullOrEmpty();
    assertThat(rest.getMetadata().getResourceVersion())
        .isEqualTo(first.getMetadata().getResourceVersion());
  }

  @Test
  void a_dry_run_keeps_nothing() {
    var tried = client.resource(map("a", "1")).dryRun(true).create();
    assertThat(tried.getMetadata().getUid()).isNotEmpty();
    assertThat(client.configMaps().withName("a").get()).isNull();
  }

  @Test
  void dependents_go_with_their_owner() {
    var owner = client.resource(map("owner", "1")).create();
    var reference =
        new OwnerReferenceBuilder()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withName("owner")
            .withUid(owner.getMetadata().getUid())
            .build();
    client
        .resource(
            new ConfigMapBuilder(map("dependent", "1"))
                .editMetadata()
                .addToOwnerReferences(reference)
                .endMetadata()
                .build())
        .create();
    client.configMaps().withName("owner").delete();
    client
        .configMaps()
        .withName("dependent")
        .waitUntilCondition(Objects::isNull, 20, TimeUnit.SECONDS);
    assertThat(client.configMaps().withName("dependent").get()).isNull();
  }

  @Test
  void namespaces_are_there_or_missed() {
    assertThat(client.namespaces().withName("default").get().getStatus().getPhase())
        .isEqualTo("Active");
    refused(404, "NotFound", () -> client.resource(map("a", "1")).inNamespace("absent").create());
  }

  @Test
  void a_name_that_is_none_is_invalid() {
    refused(422, "Invalid", () -> client.resource(map("No_Name", "1")).create());
  }

  @Test
  void who_asks_whether_it_may_is_told() {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb("create")
            .withGroup("apps")
            .withResource("deployments")
            .endResourceAttributes()
            .endSpec()
            .build();
    assertThat(
            client
                .authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed())
        .isTrue();
  }

  @Test
  void a_definition_is_established() {
    var crd =
        client.apiextensions().v1().customResourceDefinitions().withName("teas.example.com").get();
    assertThat(crd.getStatus().getConditions())
        .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  @Test
  void custom_objects_are_checked_defaulted_and_pruned() {
    refused(422, "Invalid", () -> client.resource(tea(Map.of("cups", 1))).create());
    refused(422, "Invalid", () -> client.resource(tea(Map.of("sort", "a", "cups", -1))).create());
    var made = client.resource(tea(Map.of("sort", "sencha", "unknown", 1))).create();
    assertThat((Integer) made.get("spec", "cups")).isEqualTo(1);
    assertThat(Objects.isNull(made.get("spec", "unknown"))).isTrue();
  }

  @Test
  void deletion_waits_for_finalizers() {
    var made =
        client
            .resource(
                new ConfigMapBuilder(map("a", "1"))
                    .editMetadata()
                    .addToFinalizers("example.com/hold")
                    .endMetadata()
                    .build())
            .create();
    client.resource(made).delete();
    var held = client.configMaps().withName("a");
    assertThat(held.get().getMetadata().getDeletionTimestamp()).isNotNull();
    held.edit(m -> new ConfigMapBuilder(m).editMetadata().withFinalizers().endMetadata().build());
    assertThat(held.get()).isNull();
  }

  @Test
  void a_deployment_is_scaled_waited_for_and_its_log_read() {
    client.resource(deployment("web", 1)).create();
    var web = client.apps().deployments().withName("web");
    assertThat(web.scale(2).getSpec().getReplicas()).isEqualTo(2);
    var ready = web.waitUntilReady(30, TimeUnit.SECONDS);
    assertThat(ready.getStatus().getReadyReplicas()).isEqualTo(2);
    var pod = client.pods().withLabel("app", "web").list().getItems().getFirst();
    assertThat(client.pods().resource(pod).getLog()).startsWith("[simulated]");
    assertThat(web.getLog()).contains("[simulated]");
    web.rolling().restart();
    assertThat(web.get().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsKey("kubectl.kubernetes.io/restartedAt");
  }

  @Test
  void a_log_is_followed_until_its_container_ends() throws Exception {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("once")
            .addToAnnotations("sim.syncline.io/log", "hello from nowhere")
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("c")
            .withImage("busybox")
            .withCommand("true")
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    client
        .pods()
        .withName("once")
        .waitUntilCondition(
            p -> p != null && "Succeeded".equals(p.getStatus().getPhase()), 30, TimeUnit.SECONDS);
    try (var watch = client.pods().withName("once").watchLog()) {
      assertThat(
              new String(watch.getOutput().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("[simulated]")
          .contains("hello from nowhere");
    }
  }
}
