package io.syncline.workloads.fault;

import static io.syncline.workloads.Scene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.workloads.Scene;
import io.syncline.workloads.control.Kind;
import io.syncline.workloads.control.Pace;
import io.syncline.workloads.control.Write;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScriptTest {
  private final Scene scene = new Scene();
  private final FaultController controller = new FaultController(Pace.REAL);

  private Manifest config(String script, ObjectTree annotations) {
    return scene.put(
        Kind.CONFIG_MAP,
        Manifest.of(
            ObjectTree.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                ObjectTree.of(
                    "name", "sim-schedule", "namespace", "kube-system", "annotations", annotations),
                "data",
                ObjectTree.of("schedule", script))));
  }

  /** The ConfigMap with {@code script} as it is {@code seconds} after the script was first seen. */
  private Manifest running(String script, long seconds) {
    var fresh = config(script, ObjectTree.EMPTY);
    var begun =
        Scene.updated(
                controller.decide(fresh, scene.view(), NOW.minusSeconds(seconds)), Kind.CONFIG_MAP)
            .getFirst();
    return scene.put(Kind.CONFIG_MAP, begun);
  }

  private void pod(String name, String app) {
    scene.put(
        Kind.POD,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: shop, labels: {app: %s}}
        spec: {nodeName: n1}
        status: {phase: Running}
        """
            .formatted(name, app));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|data.schedule is empty (expected: a list of steps)",
        "a: b|data.schedule is not a list (expected: a list of steps)",
        "- 5|step 1 is not an object (expected: {at, select, do, for})",
        "- {at: 5s}|step 1 does \"\" (expected: crash, unready, delete, node-down, scale-api-errors)",
        "- {do: explode}|step 1 does \"explode\" (expected: crash, unready, delete, node-down, scale-api-errors)",
        "- {at: soon, do: crash}|step 1 has at \"soon\" (expected: a time span such as 30s or 1m30s)",
        "- {do: crash, for: -5s}|step 1 has for \"-5s\" (expected: a time span such as 30s or 1m30s)",
        "- {do: delete, for: 5s}|step 1 has \"for\", but a deletion takes no time (expected: no \"for\")",
        "- {do: crash, while: 5s}|step 1 has unknown field \"while\" (expected: at, do, for, select)",
        "- {do: crash, select: {label: {a: b}}}|step 1 has unknown field \"select.label\" (expected: expressions, labels, ns)",
        "- {do: crash, select: all}|step 1 has a select that is not an object (expected: {ns, labels})",
        "- {do: crash, select: {labels: {a: 5}}}|step 1 has select.labels {a=5} (expected: labels with text values)",
        "- {do: node-down, select: {ns: shop}}|step 1 has select.ns, but nodes are in no namespace (expected: select.labels)",
      })
  void a_mistake_is_told_and_nothing_is_done(String script, String mistake) {
    var decision = controller.decide(config(script, ObjectTree.EMPTY), scene.view(), NOW);
    assertThat(Scene.events(decision)).containsExactly("InvalidSchedule: " + mistake);
    assertThat(
            Scene.updated(decision, Kind.CONFIG_MAP)
                .getFirst()
                .annotation("sim.syncline.io/schedule-status"))
        .contains("invalid: " + mistake);
  }

  @Test
  void text_that_is_not_yaml_is_a_mistake_too() {
    var decision = controller.decide(config("- {do: [", ObjectTree.EMPTY), scene.view(), NOW);
    assertThat(Scene.events(decision))
        .singleElement()
        .asString()
        .startsWith("InvalidSchedule: data.schedule is not YAML: ");
  }

  @Test
  void a_mistake_is_told_once() {
    var first = controller.decide(config("5", ObjectTree.EMPTY), scene.view(), NOW);
    var told = scene.put(Kind.CONFIG_MAP, Scene.updated(first, Kind.CONFIG_MAP).getFirst());
    assertThat(controller.decide(told, scene.view(), NOW).writes()).isEmpty();
  }

  @Test
  void pods_that_match_are_marked_from_the_time_of_the_step() {
    pod("a", "web");
    pod("b", "db");
    var script = "- {at: 30s, select: {ns: shop, labels: {app: web}}, do: crash, for: 20s}";
    var early = controller.decide(running(script, 29), scene.view(), NOW);
    assertThat(Scene.updated(early, Kind.POD)).isEmpty();
    assertThat(Scene.wake(early)).contains(Duration.ofSeconds(1));
    var due = controller.decide(running(script, 30), scene.view(), NOW);
    assertThat(Scene.updated(due, Kind.POD))
        .singleElement()
        .satisfies(
            pod -> {
              assertThat(pod.name()).isEqualTo("a");
              assertThat(pod.annotation(Outages.ANNOTATION))
                  .contains("crash 2026-03-01T10:00:00Z/2026-03-01T10:00:20Z");
              assertThat(Outages.of(pod).list()).hasSize(1);
            });
    assertThat(Scene.events(due)).containsExactly("ScheduleStep: Step 1: crash for 20.0s");
    var over = controller.decide(running(script, 50), scene.view(), NOW);
    assertThat(Scene.updated(over, Kind.POD)).isEmpty();
  }

  @Test
  void pods_are_deleted_once() {
    pod("a", "web");
    var due =
        controller.decide(running("- {do: delete, select: {ns: [shop]}}", 0), scene.view(), NOW);
    assertThat(Scene.deleted(due)).containsExactly("a");
    var done = scene.put(Kind.CONFIG_MAP, Scene.updated(due, Kind.CONFIG_MAP).getFirst());
    assertThat(done.annotation("sim.syncline.io/schedule-status")).contains("done");
    var again = controller.decide(done, scene.view(), NOW);
    assertThat(again.writes()).isEmpty();
  }

  @Test
  void a_node_goes_down_and_comes_back() {
    var node =
        scene.put(
            Kind.NODE,
            "{apiVersion: v1, kind: Node, metadata: {name: n1, labels: {zone: a}}, spec: {}}");
    var script = "- {at: 5s, select: {labels: {zone: a}}, do: node-down, for: 60s}";
    var due = controller.decide(running(script, 5), scene.view(), NOW);
    var down = Scene.updated(due, Kind.NODE).getFirst();
    assertThat(down.name()).isEqualTo(node.name());
    assertThat(down.annotation("sim.syncline.io/down")).contains("2026-03-01T10:00:00Z");
    scene.put(Kind.NODE, down);
    var over = controller.decide(running(script, 65), scene.view(), NOW);
    assertThat(Scene.updated(over, Kind.NODE).getFirst().annotation("sim.syncline.io/down"))
        .isEmpty();
  }

  @Test
  void a_script_that_is_taken_away_ends_what_it_began() {
    pod("a", "web");
    var due = controller.decide(running("- {do: unready}", 10), scene.view(), NOW);
    scene.put(Kind.POD, Scene.updated(due, Kind.POD).getFirst());
    var gone = controller.gone(FaultController.PLACE, scene.view(), NOW);
    assertThat(Scene.updated(gone, Kind.POD).getFirst().annotation(Outages.ANNOTATION))
        .contains("unready 2026-03-01T09:59:50Z/2026-03-01T10:00:00Z");
  }

  @Test
  void pods_are_neither_made_nor_removed_while_the_api_refuses_to_scale() {
    pod("a", "web");
    var script = "- {select: {ns: shop, labels: {app: web}}, do: scale-api-errors, for: 10s}";
    running(script, 5);
    var refusals = new Refusals(Pace.REAL);
    var pod = scene.view().get(Kind.POD, "shop", "a").orElseThrow();
    var create = new Write.Create(Kind.POD, pod, Optional.empty());
    var delete = new Write.Delete(Kind.POD, pod, -1, Optional.empty());
    assertThat(refusals.refusal(create, scene.view(), NOW)).isPresent();
    assertThat(refusals.refusal(delete, scene.view(), NOW)).isPresent();
    assertThat(refusals.refusal(create, scene.view(), NOW.plusSeconds(5))).isEmpty();
    assertThat(
            refusals.refusal(
                new Write.Create(
                    Kind.POD, pod.with("db", "metadata", "labels", "app"), Optional.empty()),
                scene.view(),
                NOW))
        .isEmpty();
    assertThat(refusals.refusal(new Write.Update(Kind.POD, pod), scene.view(), NOW)).isEmpty();
  }
}
