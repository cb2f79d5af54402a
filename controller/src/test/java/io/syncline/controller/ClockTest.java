package io.syncline.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.localkube.api.LocalApi;
import io.syncline.localkube.api.LocalApi.Propagation;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is set while things are under way: nothing is stuck, nothing ends too early. */
final class ClockTest extends Example {
  private static final Duration DAYS = Duration.ofDays(3);
  private final Map<String, Integer> made = new ConcurrentHashMap<>();

  private void count(LocalApi.Event event) {
    if (event.change() == LocalApi.Change.ADDED && event.resource().plural().equals("jobs")) {
      made.merge(event.object().name(), 1, Integer::sum);
    }
  }

  private void gate() {
    git.write(
        "web/gate.yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: gate, annotations: {argocd.argoproj.io/hook: PreSync}}
        spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: main, image: "shop/job:1", command: ["true"]}]}}}
        """);
    git.write("web/a.yaml", configMap("a", "one"));
    git.write(
        "web/b.yaml", annotated("ConfigMap", "b", "argocd.argoproj.io/sync-wave: \"1\"", "one"));
    git.commit("one");
  }

  private void open() {
    world.until("the gate", () -> world.get("batch/v1", "Job", "shop", "gate").isPresent());
    var gate = world.get("batch/v1", "Job", "shop", "gate").orElseThrow();
    world.apply(gate.with(false, "spec", "suspend").json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"P3D", "-P3D"})
  void an_operation_goes_on_and_ends_well(String by) {
    gate();
    application("web", "web", AUTOMATED);
    world.until("the gate", () -> world.get("batch/v1", "Job", "shop", "gate").isPresent());
    world.clock.jump(Duration.parse(by));
    open();

    var app = world.until("web", World::settled);
    assertThat(World.phase(app)).isEqualTo("Succeeded");
    assertThat(Tree.items(app.status().get("history"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P3D", "-P3D"})
  void what_drifts_afterwards_is_healed(String by) {
    git.write("web/a.yaml", configMap("a", "one")).commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    // The first time at once, from then on after a pause.
    for (var time = 0; time < 2; time++) {
      world.clock.jump(Duration.parse(by).dividedBy(time + 1));
      var maps = world.api.resourceOf("v1", "ConfigMap").orElseThrow();
      world.api.delete(maps, "shop", "a", Propagation.BACKGROUND, -1);
      world.until("a healed", () -> world.get("v1", "ConfigMap", "shop", "a").isPresent());
      world.until("web", World::settled);
    }
  }

  @Test
  void a_retry_that_waits_does_not_wait_until_the_clock_is_there_again() {
    git.write(
        "web/job.yaml",
        job("check", "argocd.argoproj.io/hook: PreSync")
            .replace("[\"true\"]", "[sh, -c, \"exit 1\"]"));
    git.write("web/a.yaml", configMap("a", "one")).commit("one");
    application(
        "web",
        "web",
        "{automated: {}, syncOptions: [CreateNamespace=true], retry: {limit: 2, backoff: {duration: 1s, factor: 1}}}");
    world.until(
        "web", a -> Tree.text(a.status(), "operationState", "message").contains("Retrying"));
    world.clock.jump(DAYS.negated());

    var app = world.until("web", a -> World.phase(a).equals("Failed"));
    assertThat(Tree.number(app.status(), 0, "operationState", "retryCount")).isEqualTo(2);
  }

  @Test
  void an_operation_is_not_ended_before_its_time_and_still_at_its_time() {
    world.apply(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: argocd-cmd-params-cm, namespace: argocd, labels: {app.kubernetes.io/part-of: argocd}}, data: {controller.sync.timeout.seconds: \"3600\"}}");
    world.restart();
    gate();
    application("web", "web", AUTOMATED);
    world.until("the gate", () -> world.get("batch/v1", "Job", "shop", "gate").isPresent());
    world.clock.jump(DAYS);
    open();

    assertThat(World.phase(world.until("web", World::settled))).isEqualTo("Succeeded");
  }

  @Test
  void a_request_to_compare_is_answered_though_the_last_comparison_lies_ahead() {
    git.write("web/a.yaml", configMap("a", "one")).commit("one");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    world.clock.jump(DAYS.negated());
    git.write("web/a.yaml", configMap("a", "two"));
    var second = git.commit("two");
    world.controller().sourceChanged(git.url());

    world.until("web", a -> World.settled(a) && World.revision(a).equals(second));
  }

  @Test
  void a_clock_that_jumps_all_the_time_changes_nothing_but_stamps() throws InterruptedException {
    var seed = Long.getLong("syncline.seed", System.nanoTime());
    System.out.println("clock seed " + seed);
    var random = new Random(seed);
    git.write("web/before.yaml", job("before", "argocd.argoproj.io/hook: PreSync"));
    git.write("web/after.yaml", job("after", "argocd.argoproj.io/hook: PostSync"));
    git.write("web/a.yaml", configMap("a", "start")).commit("start");
    application("web", "web", AUTOMATED);
    world.until("web", World::settled);
    var jumping = new AtomicBoolean(true);
    var jumps = List.of("PT1M", "-PT1M", "PT2H", "-PT2H", "P2D", "-P2D", "PT0.5S", "-PT0.5S");
    try (var watching = world.api.subscribe(this::count);
        var jumper =
            world.api.subscribe(
                _ -> {
                  if (jumping.get()) {
                    world.clock.jump(Duration.parse(jumps.get(random.nextInt(jumps.size()))));
                  }
                })) {
      for (var round = 0; round < 4; round++) {
        made.clear();
        git.write("web/a.yaml", configMap("a", "round " + round));
        git.write("web/web.yaml", deployment("web", 1, "shop/web:" + round));
        git.write(
            "web/late.yaml",
            annotated(
                "ConfigMap", "late", "argocd.argoproj.io/sync-wave: \"1\"", "round " + round));
        var revision = git.commit("round " + round);
        world.controller().sourceChanged(git.url());
        var app = world.until("web", a -> World.settled(a) && World.revision(a).equals(revision));
        assertThat(World.phase(app)).isEqualTo("Succeeded");
        assertThat(made).isEqualTo(Map.of("before", 1, "after", 1));
        assertThat(Tree.items(app.status().get("history"))).hasSize(round + 2);
      }
      jumping.set(false);
      assertThat(watching).isNotSameAs(jumper);
    }
    assertThat(world.get("v1", "ConfigMap", "shop", "late").orElseThrow().text("data", "key"))
        .isEqualTo("round 3");
    assertThat(world.app("web").operation()).isEqualTo(java.util.Optional.<ObjectTree>empty());
  }
}
