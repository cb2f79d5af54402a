package io.syncline.workloads.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.model.yaml.Yaml;
import io.syncline.workloads.control.Conditions;
import io.syncline.workloads.control.Decision;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Write;
import io.syncline.workloads.loop.Mirror;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentControllerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private final DeploymentController controller = new DeploymentController(Pace.REAL);
  private final Mirror view = new Mirror();
  private int version = 100;

  private static Manifest deployment(int replicas, String strategy) {
    return new Manifest(
        Yaml.parseObject(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: ns, uid: d, generation: 2, resourceVersion: "9"}
            spec:
              replicas: %d
              strategy: %s
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: "new"}]}
            """
                .formatted(replicas, strategy)));
  }

  /** A ReplicaSet with an image, so many wanted pods, and so many available ones. */
  private void set(String image, int revision, int wanted, int available, Manifest owner) {
    var limit = new Rollout(owner, java.util.Optional.empty(), java.util.List.of()).limit();
    view.put(
        Kind.REPLICA_SET,
        new Manifest(
            Yaml.parseObject(
                """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: web-%1$s
                  namespace: ns
                  uid: %1$s
                  resourceVersion: "%2$d"
                  annotations:
                    deployment.kubernetes.io/revision: "%3$d"
                    deployment.kubernetes.io/desired-replicas: "%6$d"
                    deployment.kubernetes.io/max-replicas: "%7$d"
                  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true}]
                spec:
                  replicas: %4$d
                  template:
                    metadata: {labels: {app: web, pod-template-hash: h}}
                    spec: {containers: [{name: c, image: "%1$s"}]}
                status: {replicas: %4$d, availableReplicas: %5$d, readyReplicas: %5$d}
                """
                    .formatted(
                        image,
                        version++,
                        revision,
                        wanted,
                        available,
                        Tree.number(owner.root(), 1, "spec", "replicas"),
                        limit))),
        NOW);
  }

  private static Map<String, Long> sizes(Decision decision) {
    var sizes = new LinkedHashMap<String, Long>();
    for (var write : decision.writes()) {
      switch (write) {
        case Write.Update(var kind, var object) when kind == Kind.REPLICA_SET ->
            sizes.put(object.uid(), Tree.number(object.root(), -1, "spec", "replicas"));
        case Write.Create(var kind, var object, var _) when kind == Kind.REPLICA_SET ->
            sizes.put("created", Tree.number(object.root(), -1, "spec", "replicas"));
        default -> {}
      }
    }
    return sizes;
  }

  private static ObjectTree status(Decision decision) {
    return decision.writes().stream()
        .filter(Write.Status.class::isInstance)
        .map(w -> Tree.object(((Write.Status) w).object().at("status")))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0} replicas, surge {1}, unavailable {2}: new {3}/{4}, old {5}/{6}")
  @CsvSource({
    // replicas, surge, unavailable, new wanted, new available, old wanted, old available, expected
    "4, 1, 1, 0, 0, 4, 4, {new=1}",
    "4, 1, 1, 1, 0, 4, 4, {old=3}",
    "4, 1, 1, 1, 0, 3, 3, {new=2}",
    "4, 1, 1, 2, 1, 3, 3, {old=2}",
    "4, 1, 1, 4, 4, 1, 1, {old=0}",
    "4, 0, 1, 0, 0, 4, 4, {old=3}",
    "4, 2, 0, 2, 0, 4, 4, {}",
    "4, 2, 0, 2, 2, 4, 4, {old=2}",
    "3, 25%, 25%, 0, 0, 3, 3, {new=1}",
    "3, 25%, 25%, 1, 0, 3, 3, {}",
    "3, 0, 0, 0, 0, 3, 3, {old=2}",
    "4, 1, 1, 1, 0, 4, 1, {old=3}",
    "4, 0, 2, 2, 2, 2, 0, {old=0}",
    "2, 1, 0, 3, 2, 0, 0, {new=2}",
  })
  void a_rolling_update_takes_one_safe_step(
      int replicas,
      String surge,
      String unavailable,
      int newWanted,
      int newAvailable,
      int oldWanted,
      int oldAvailable,
      String expected) {
    var web =
        deployment(
            replicas,
            "{type: RollingUpdate, rollingUpdate: {maxSurge: %s, maxUnavailable: %s}}"
                .formatted(surge, unavailable));
    set("old", 1, oldWanted, oldAvailable, web);
    set("new", 2, newWanted, newAvailable, web);
    assertThat(sizes(controller.decide(web, view, NOW))).hasToString(expected);
  }

  @Test
  void a_new_template_gets_a_replica_set_as_large_as_the_surge() {
    var rolled =
        ObjectTree.of(
            "replicas", 4, "updatedReplicas", 4, "readyReplicas", 4, "availableReplicas", 4);
    var web = deployment(4, "{type: RollingUpdate}").with(rolled, "status");
    set("old", 7, 4, 4, web);
    var decision = controller.decide(web, view, NOW);
    assertThat(sizes(decision)).hasToString("{created=1}");
    assertThat(decision.writes())
        .anySatisfy(
            w ->
                assertThat(w)
                    .isInstanceOfSatisfying(
                        Write.Create.class,
                        c -> {
                          assertThat(c.object().name())
                              .matches("web-[bcdfghjklmnpqrstvwxz2456789]{10}");
                          assertThat(c.object().annotation(Rollout.REVISION)).contains("8");
                          assertThat(
                                  c.object()
                                      .text("spec", "selector", "matchLabels", "pod-template-hash"))
                              .isEqualTo(c.object().name().substring(4));
                        }));
    assertThat(Conditions.of(status(decision)).reason("Progressing"))
        .isEqualTo("NewReplicaSetCreated");
  }

  @Test
  void a_changed_scale_in_the_middle_of_a_rollout_is_spread_in_proportion() {
    var before = deployment(10, "{rollingUpdate: {maxSurge: 3, maxUnavailable: 2}}");
    set("old", 1, 8, 8, before);
    set("new", 2, 5, 0, before);
    var after = deployment(15, "{rollingUpdate: {maxSurge: 3, maxUnavailable: 2}}");
    assertThat(sizes(controller.decide(after, view, NOW))).hasToString("{old=11, new=7}");
  }

  @Test
  void a_paused_deployment_makes_nothing_new_but_scales() {
    var before = deployment(2, "{}");
    set("old", 1, 2, 2, before);
    var paused = deployment(5, "{}").with(true, "spec", "paused");
    assertThat(sizes(controller.decide(paused, view, NOW))).hasToString("{old=5}");
  }

  @Test
  void status_and_observed_generation_come_in_one_write_without_zeroes() {
    var web = deployment(2, "{}");
    set("new", 1, 2, 0, web);
    var status = status(controller.decide(web, view, NOW));
    assertThat(Tree.number(status, 0, "observedGeneration")).isEqualTo(2);
    assertThat(Tree.number(status, 0, "unavailableReplicas")).isEqualTo(2);
    assertThat(status).doesNotContainKeys("readyReplicas", "availableReplicas");
    assertThat(Conditions.of(status).reason("Available")).isEqualTo("MinimumReplicasUnavailable");
  }

  @Test
  void no_progress_within_the_deadline_is_reported_and_waited_for() {
    var web =
        deployment(2, "{}")
            .with(60, "spec", "progressDeadlineSeconds")
            .with("1", "metadata", "annotations", Rollout.REVISION);
    set("new", 1, 2, 0, web);
    var first = controller.decide(web, view, NOW);
    assertThat(first.wake()).contains(NOW.plusSeconds(60));
    var later = web.with(status(first), "status");
    var late = controller.decide(later, view, NOW.plusSeconds(60));
    assertThat(Conditions.of(status(late)).reason("Progressing"))
        .isEqualTo("ProgressDeadlineExceeded");
    assertThat(controller.decide(later, view, NOW.plusSeconds(59)).writes()).isEmpty();
  }
}
