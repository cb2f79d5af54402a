package io.syncline.engine.actions;

import static io.syncline.engine.actions.Edits.annotate;
import static io.syncline.engine.actions.Edits.annotated;
import static io.syncline.engine.actions.Edits.flag;
import static io.syncline.engine.actions.Edits.reads;
import static io.syncline.engine.actions.Edits.set;
import static io.syncline.engine.actions.Edits.stamp;
import static io.syncline.engine.actions.Edits.then;
import static io.syncline.engine.actions.Edits.unannotate;

import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The actions Syncline brings, by kind (semantics 19). */
final class BuiltInActions {
  private static final String REDO = "fa fa-fw fa-redo";
  private static final String PAUSE = "fa fa-fw fa-pause-circle";
  private static final String PLAY = "fa fa-fw fa-play-circle";
  private static final String PAUSED = "autoscaling.keda.sh/paused";
  private static final String PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas";
  private static final String NUMAPLANE = "numaplane.numaproj.io/";

  private static final Map<String, List<BuiltInAction>> BY_KIND = all();

  private BuiltInActions() {}

  static List<BuiltInAction> of(GroupKind kind) {
    return BY_KIND.getOrDefault(kind.toString(), List.of());
  }

  private static Map<String, List<BuiltInAction>> all() {
    var all = new TreeMap<String, List<BuiltInAction>>();
    workloads(all);
    argo(all);
    flux(all);
    operators(all);
    numa(all);
    return Collections.unmodifiableMap(all);
  }

  private static void workloads(Map<String, List<BuiltInAction>> all) {
    var restart =
        BuiltInAction.of(
                "restart",
                stamp(
                    "",
                    "spec",
                    "template",
                    "metadata",
                    "annotations",
                    "kubectl.kubernetes.io/restartedAt"))
            .icon(REDO);
    var scale =
        BuiltInAction.of(
                "scale",
                (live, input) -> live.with(Edits.number(input, "replicas", ""), "spec", "replicas"))
            .icon("fa fa-fw fa-plus-circle")
            .param("replicas", "");
    all.put(
        "apps/Deployment",
        List.of(
            restart,
            BuiltInAction.of("pause", set(true, "spec", "paused"))
                .icon(PAUSE)
                .disabledWhen(flag("spec", "paused")),
            BuiltInAction.of("resume", (live, _) -> live.without("spec", "paused"))
                .icon(PLAY)
                .disabledWhen(flag("spec", "paused").negate()),
            scale));
    all.put("apps/StatefulSet", List.of(restart, scale));
    all.put("apps/DaemonSet", List.of(restart));
    all.put("batch/Job", JobActions.job());
    all.put("batch/CronJob", JobActions.cronJob());
  }

  private static void argo(Map<String, List<BuiltInAction>> all) {
    all.put("argoproj.io/Rollout", RolloutActions.all());
    all.put("argoproj.io/CronWorkflow", JobActions.cronWorkflow());
    all.put("argoproj.io/WorkflowTemplate", JobActions.workflowTemplate(false));
    all.put("argoproj.io/ClusterWorkflowTemplate", JobActions.workflowTemplate(true));
    all.put(
        "argoproj.io/AnalysisRun",
        List.of(
            BuiltInAction.of("terminate", set(true, "spec", "terminate"))
                .disabledWhen(
                    live ->
                        List.of("Successful", "Failed", "Error", "Inconclusive")
                            .contains(live.text("status", "phase")))));
    all.put(
        "argoproj.io/Application",
        List.of(
            BuiltInAction.of("toggle-auto-sync", (live, _) -> toggleAutoSync(live))
                .shown("Toggle Auto-Sync")));
    all.put(
        "promoter.argoproj.io/PullRequest",
        List.of(
            BuiltInAction.of("merge", set("merged", "spec", "state"))
                .icon("fa fa-fw fa-code-merge")
                .shown("Merge PR")
                .disabledWhen(reads("open", "spec", "state").negate())));
  }

  private static Manifest toggleAutoSync(Manifest live) {
    var automated = live.at("spec", "syncPolicy", "automated");
    var on = automated != null && !Boolean.FALSE.equals(Tree.at(automated, "enabled"));
    return live.with(
        Tree.object(automated).with("enabled", !on), "spec", "syncPolicy", "automated");
  }

  private static void flux(Map<String, List<BuiltInAction>> all) {
    var suspend =
        BuiltInAction.of("suspend", set(true, "spec", "suspend"))
            .disabledWhen(flag("spec", "suspend"));
    var resume =
        BuiltInAction.of("resume", set(false, "spec", "suspend"))
            .disabledWhen(flag("spec", "suspend").negate());
    var reconcile =
        BuiltInAction.of(
                "reconcile",
                stamp(
                    "By Argo CD at: ",
                    "metadata",
                    "annotations",
                    "reconcile.fluxcd.io/requestedAt"))
            .disabledWhen(flag("spec", "suspend"));
    var kinds =
        List.of(
            "helm.toolkit.fluxcd.io/HelmRelease",
            "image.toolkit.fluxcd.io/ImageRepository",
            "image.toolkit.fluxcd.io/ImageUpdateAutomation",
            "kustomize.toolkit.fluxcd.io/Kustomization",
            "notification.toolkit.fluxcd.io/Receiver",
            "source.toolkit.fluxcd.io/Bucket",
            "source.toolkit.fluxcd.io/GitRepository",
            "source.toolkit.fluxcd.io/HelmChart",
            "source.toolkit.fluxcd.io/HelmRepository",
            "source.toolkit.fluxcd.io/OCIRepository");
    kinds.forEach(kind -> all.put(kind, List.of(reconcile, suspend, resume)));
    all.put("notification.toolkit.fluxcd.io/Alert", List.of(suspend, resume));
    all.put("notification.toolkit.fluxcd.io/Provider", List.of(suspend, resume));
    all.put("k8s.mariadb.com/MariaDB", List.of(suspend, resume));
  }

  private static void operators(Map<String, List<BuiltInAction>> all) {
    all.put(
        "external-secrets.io/ExternalSecret",
        List.of(BuiltInAction.of("refresh", stamp("", "metadata", "annotations", "force-sync"))));
    all.put(
        "external-secrets.io/PushSecret",
        List.of(BuiltInAction.of("push", stamp("", "metadata", "annotations", "force-sync"))));
    all.put(
        "core.strimzi.io/StrimziPodSet",
        List.of(
            BuiltInAction.of("rolling-update", annotate("strimzi.io/manual-rolling-update", "true"))
                .disabledWhen(annotated("strimzi.io/manual-rolling-update", "true"))));
    for (var kind :
        List.of("psmdb.percona.com/PerconaServerMongoDB", "pxc.percona.com/PerconaXtraDBCluster")) {
      all.put(
          kind,
          List.of(
              BuiltInAction.of("pause", set(true, "spec", "pause"))
                  .icon(PAUSE)
                  .disabledWhen(flag("spec", "pause")),
              BuiltInAction.of("unpause", set(false, "spec", "pause"))
                  .icon(PLAY)
                  .disabledWhen(flag("spec", "pause").negate())));
    }
    keda(all);
    all.put("postgresql.cnpg.io/Cluster", CloudNativePg.actions());
  }

  private static void keda(Map<String, List<BuiltInAction>> all) {
    var paused = annotated(PAUSED, "true").or(live -> live.annotation(PAUSED_REPLICAS).isPresent());
    var pause =
        BuiltInAction.of("pause", annotate(PAUSED, "true")).icon(PAUSE).disabledWhen(paused);
    var resume =
        BuiltInAction.of("resume", unannotate(PAUSED, PAUSED_REPLICAS))
            .icon(PLAY)
            .disabledWhen(paused.negate());
    var replicas =
        BuiltInAction.of(
                "paused-replicas",
                (live, input) ->
                    live.with(
                        Long.toString(Edits.number(input, "replicas", " (must be >= 0)")),
                        "metadata",
                        "annotations",
                        PAUSED_REPLICAS))
            .icon(PAUSE)
            .param("replicas", "0")
            .disabledWhen(paused);
    all.put("keda.sh/ScaledJob", List.of(pause, resume));
    all.put("keda.sh/ScaledObject", List.of(pause, replicas, resume));
  }

  private static void numa(Map<String, List<BuiltInAction>> all) {
    var force =
        BuiltInAction.of(
                "force-promote", set("true", "metadata", "labels", NUMAPLANE + "force-promote"))
            .icon("fa-solid fa-fw fa-forward")
            .shown("Force Promote")
            .disabledWhen(
                reads("in-progress", "metadata", "labels", NUMAPLANE + "upgrade-state")
                    .or(reads("trial", "metadata", "labels", NUMAPLANE + "upgrade-state"))
                    .and(reads("true", "metadata", "labels", NUMAPLANE + "force-promote").negate())
                    .negate());
    all.put("numaflow.numaproj.io/InterStepBufferService", List.of(force));
    var pipeline = new ArrayList<>(lifecycle(List.of("spec"), "Pipeline"));
    pipeline.add(force);
    pipeline.add(
        BuiltInAction.of("delete", annotate(NUMAPLANE + "marked-for-deletion", "true"))
            .icon("fa-solid fa-fw fa-trash")
            .shown("Delete")
            .disabledWhen(
                reads("recyclable", "metadata", "labels", NUMAPLANE + "upgrade-state").negate()));
    all.put("numaflow.numaproj.io/Pipeline", pipeline);
    var vertex = new ArrayList<>(lifecycle(List.of("spec"), "MonoVertex"));
    vertex.add(force);
    all.put("numaflow.numaproj.io/MonoVertex", vertex);
    all.put(
        NUMAPLANE + "MonoVertexRollout",
        lifecycle(List.of("spec", "monoVertex", "spec"), "MonoVertexRollout"));
    var rollout =
        new ArrayList<>(lifecycle(List.of("spec", "pipeline", "spec"), "PipelineRollout"));
    var loss = NUMAPLANE + "allow-data-loss";
    rollout.add(
        BuiltInAction.of("allow-data-loss", annotate(loss, "true"))
            .shown("Allow (Possible) Data Loss")
            .disabledWhen(annotated(loss, "true")));
    rollout.add(
        BuiltInAction.of("disallow-data-loss", annotate(loss, "false"))
            .shown("Disallow Data Loss")
            .disabledWhen(annotated(loss, "true").negate()));
    all.put(NUMAPLANE + "PipelineRollout", rollout);
  }

  private static List<BuiltInAction> lifecycle(List<String> spec, String kind) {
    var path = new ArrayList<>(spec);
    path.addAll(List.of("lifecycle", "desiredPhase"));
    var phase = path.toArray(String[]::new);
    var paused = reads("Paused", phase);
    var owned = !kind.endsWith("Rollout");
    var fast = (Predicate<Manifest>) live -> !owned || strategies(live).contains("fast");
    var gradual = (Predicate<Manifest>) live -> !owned || !strategies(live).equals("fast");
    return List.of(
        BuiltInAction.of("pause", set("Paused", phase))
            .icon("fa-solid fa-fw fa-pause")
            .disabledWhen(paused),
        BuiltInAction.of("unpause-gradual", then(set("Running", phase), resumed(kind, false)))
            .icon("fa-solid fa-fw fa-play")
            .shown("Unpause (gradual)")
            .disabledWhen(paused.and(gradual).negate()),
        BuiltInAction.of("unpause-fast", then(set("Running", phase), resumed(kind, true)))
            .icon("fa-solid fa-fw fa-play")
            .shown("Unpause (fast)")
            .disabledWhen(paused.and(fast).negate()));
  }

  /** How it may be resumed; slowly only, where nothing is said. */
  private static String strategies(Manifest live) {
    // Argo CD looks into the metadata of the spec, so annotations of the object count for nothing.
    return Tree.string(
            live.at(
                "spec",
                "metadata",
                "annotations",
                "numaflow.numaproj.io/allowed-resume-strategies"))
        .orElse("slow");
  }

  private static BuiltInAction.Edit resumed(String kind, boolean fast) {
    return switch (kind) {
      case "MonoVertex" -> fast ? (live, _) -> live : (live, _) -> live.without("spec", "replicas");
      case "Pipeline" -> annotate("numaflow.numaproj.io/resume-strategy", fast ? "fast" : "slow");
      default -> set(ObjectTree.of("fastResume", fast), "spec", "strategy", "pauseResume");
    };
  }
}
