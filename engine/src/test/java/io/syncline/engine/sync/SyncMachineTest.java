package io.syncline.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.diff.Comparison;
import io.syncline.engine.diff.DiffRules;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.target.Scope;
import io.syncline.engine.target.Target;
import io.syncline.engine.target.Tracking;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncMachineTest {
  private static final Instant NOW = Instant.parse("2024-01-10T10:30:15Z");

  private static Manifest object(String yaml) {
    return new Manifest(Yaml.parseObject(yaml));
  }

  private static Manifest service(String name, int wave) {
    return object(
        "{apiVersion: v1, kind: Service, metadata: {name: "
            + name
            + ", namespace: shop, annotations: {argocd.argoproj.io/sync-wave: '"
            + wave
            + "'}}}");
  }

  private static SyncState begin(
      String operation, List<String> options, LiveState live, Manifest... targets) {
    var differences =
        Comparison.diff(
            new Target(Arrays.asList(targets), List.of(), List.of()),
            live,
            DiffRules.of("app", Tracking.DEFAULT));
    var plan =
        SyncPlan.plan(
            differences,
            new SyncOptions(
                Yaml.parseObject(operation),
                options,
                "abcdef0123",
                NOW,
                "shop",
                "",
                new SyncOptions.Surroundings(
                    kind -> kind.kind().equals("Unknown") ? Scope.UNKNOWN : Scope.NAMESPACED,
                    (_, _) -> Optional.empty(),
                    Optional.empty(),
                    ObjectTree.EMPTY)));
    return SyncState.begin(plan, HealthRules.BUILT_IN, SyncState.Settings.DEFAULT);
  }

  private static SyncState accept(SyncMachine.Turn turn) {
    return switch (turn.step()) {
      case Step.Apply apply ->
          turn.state()
              .with(
                  apply.writes().stream()
                      .map(w -> Outcome.done(w.task().key(), "configured"))
                      .toList());
      case Step.Delete delete ->
          turn.state().with(delete.tasks().stream().map(t -> Outcome.done(t.key(), "")).toList());
      case Step.Release release ->
          turn.state().with(release.tasks().stream().map(t -> Outcome.done(t.key(), "")).toList());
      case Step.Wait _, Step.Finish _ -> turn.state();
    };
  }

  @Test
  void rehearses_then_applies_then_ends_without_waiting_for_health() {
    var state = begin("{}", List.of(), LiveState.EMPTY, service("web", 0));

    var rehearsal = SyncMachine.next(state, LiveState.EMPTY, NOW);
    assertThat(rehearsal.step())
        .isInstanceOfSatisfying(
            Step.Apply.class, a -> assertThat(a.writes()).allMatch(w -> w.options().dryRun()));
    var real = SyncMachine.next(accept(rehearsal), LiveState.EMPTY, NOW);
    assertThat(real.step())
        .isInstanceOfSatisfying(
            Step.Apply.class, a -> assertThat(a.writes()).noneMatch(w -> w.options().dryRun()));
    assertThat(SyncMachine.next(accept(real), LiveState.EMPTY, NOW).step())
        .isEqualTo(
            new Step.Finish(OperationPhase.SUCCEEDED, "successfully synced (all tasks run)"));
  }

  @Test
  void waits_between_waves_first_for_others_to_react_then_for_health() {
    var first = service("first", 0).with("LoadBalancer", "spec", "type");
    var state = begin("{}", List.of(), LiveState.EMPTY, first, service("second", 1));
    state = accept(SyncMachine.next(state, LiveState.EMPTY, NOW));
    state = accept(SyncMachine.next(state, LiveState.EMPTY, NOW));

    var waiting = "waiting for healthy state of /Service/first";
    var pause = SyncMachine.next(state, LiveState.of(List.of(first)), NOW);
    assertThat(pause.step()).isEqualTo(new Step.Wait(waiting, Optional.of(NOW.plusSeconds(2))));
    var gate = SyncMachine.next(pause.state(), LiveState.of(List.of(first)), NOW.plusSeconds(2));
    assertThat(gate.step()).isEqualTo(new Step.Wait(waiting, Optional.empty()));
    var served =
        first.with(List.of(ObjectTree.of("ip", "10.0.0.1")), "status", "loadBalancer", "ingress");
    var next = SyncMachine.next(gate.state(), LiveState.of(List.of(served)), NOW.plusSeconds(3));
    assertThat(next.step())
        .isInstanceOfSatisfying(
            Step.Apply.class,
            a -> assertThat(a.writes().getFirst().task().object().name()).isEqualTo("second"));
  }

  @Test
  void holds_a_prune_until_somebody_confirms_it() {
    var extra =
        Tracking.DEFAULT
            .mark(service("extra", 0), "app", "shop")
            .with("Prune=confirm", "metadata", "annotations", "argocd.argoproj.io/sync-options");
    var live = LiveState.of(List.of(extra));
    var state = begin("{prune: true}", List.of(), live);

    var held = SyncMachine.next(state, live, NOW);
    assertThat(held.step())
        .isEqualTo(
            new Step.Wait("waiting for pruning confirmation of /Service/extra", Optional.empty()));
    var confirmed =
        held.state()
            .under(new SyncState.Settings(SyncState.Settings.DEFAULT.waveDelay(), true, false));
    assertThat(SyncMachine.next(confirmed, live, NOW).step())
        .isInstanceOfSatisfying(
            Step.Delete.class, d -> assertThat(d.reason()).isEqualTo(Step.Reason.PRUNE));
  }

  @Test
  void refuses_a_kind_nobody_serves_before_anything_is_changed() {
    var unknown =
        object("{apiVersion: x.io/v1, kind: Unknown, metadata: {name: u, namespace: shop}}");
    var turn =
        SyncMachine.next(
            begin("{}", List.of(), LiveState.EMPTY, unknown, service("web", 0)),
            LiveState.EMPTY,
            NOW);

    assertThat(turn.step())
        .isInstanceOfSatisfying(
            Step.Finish.class,
            f -> {
              assertThat(f.phase()).isEqualTo(OperationPhase.FAILED);
              assertThat(f.message())
                  .startsWith("one or more synchronization tasks are not valid: ")
                  .contains("x.io/Unknown");
            });
    assertThat(turn.state().results())
        .singleElement()
        .matches(r -> r.status().equals(Optional.of(ResultStatus.SYNC_FAILED)));
  }

  @Test
  void terminating_deletes_running_hooks_and_leaves_resources() {
    var hook =
        object(
            "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate, namespace: shop,"
                + " annotations: {argocd.argoproj.io/hook: PreSync}}}");
    var state = begin("{}", List.of(), LiveState.EMPTY, hook, service("web", 0));
    state = accept(SyncMachine.next(state, LiveState.EMPTY, NOW));
    var applied = SyncMachine.next(state, LiveState.EMPTY, NOW);
    var made = ((Step.Apply) applied.step()).writes().getFirst().task().target().orElseThrow();
    assertThat(made.finalizers()).containsExactly("argocd.argoproj.io/hook-finalizer");
    var running = accept(applied).under(SyncState.Settings.DEFAULT.terminated());

    var live = LiveState.of(List.of(made));
    var ending = SyncMachine.next(running, live, NOW);
    assertThat(ending.step())
        .isInstanceOfSatisfying(
            Step.Delete.class, d -> assertThat(d.reason()).isEqualTo(Step.Reason.TERMINATED));
    assertThat(SyncMachine.next(accept(ending), live, NOW).step())
        .isEqualTo(new Step.Finish(OperationPhase.FAILED, "Operation terminated"));
  }

  @Test
  void terminating_ends_in_an_error_when_a_finished_hook_cannot_be_released() {
    var hook =
        object(
            "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate, namespace: shop,"
                + " annotations: {argocd.argoproj.io/hook: PreSync}}}");
    var state = begin("{}", List.of(), LiveState.EMPTY, hook, service("web", 0));
    state = accept(SyncMachine.next(state, LiveState.EMPTY, NOW));
    var applied = SyncMachine.next(state, LiveState.EMPTY, NOW);
    var made = ((Step.Apply) applied.step()).writes().getFirst().task().target().orElseThrow();
    var done =
        made.with(
            List.of(ObjectTree.of("type", "Complete", "status", "True")), "status", "conditions");
    var live = LiveState.of(List.of(done));
    var release =
        SyncMachine.next(accept(applied).under(SyncState.Settings.DEFAULT.terminated()), live, NOW);
    assertThat(release.step()).isInstanceOf(Step.Release.class);

    var refused =
        release
            .state()
            .with(
                ((Step.Release) release.step())
                    .tasks().stream().map(t -> Outcome.failed(t.key(), "update failed")).toList());
    var end = SyncMachine.next(refused, live, NOW);

    assertThat(end.step())
        .isEqualTo(new Step.Finish(OperationPhase.ERROR, "Operation termination had errors"));
    assertThat(end.state().results().getFirst().message())
        .isEqualTo("failed to remove hook finalizer: update failed");
  }
}
