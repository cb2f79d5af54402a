package io.syncline.engine.actions;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be done with Jobs, and with kinds that jobs and workflows are made from. */
final class JobActions {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);
  private static final String PLUS = "fa fa-fw fa-plus";
  private static final String PAUSE = "fa fa-fw fa-pause";
  private static final String PLAY = "fa fa-fw fa-play";

  private JobActions() {}

  static List<BuiltInAction> job() {
    return List.of(
        BuiltInAction.of("suspend", Edits.set(true, "spec", "suspend"))
            .icon(PAUSE)
            .offeredWhen(live -> !ended(live) && !suspended(live)),
        BuiltInAction.of("resume", Edits.set(false, "spec", "suspend"))
            .icon(PLAY)
            .offeredWhen(live -> !ended(live) && suspended(live)),
        BuiltInAction.of("terminate", JobActions::terminate)
            .icon("fa fa-fw fa-stop")
            .offeredWhen(live -> !ended(live)));
  }

  private static boolean suspended(Manifest live) {
    return Tree.flag(live.root(), "spec", "suspend");
  }

  private static boolean ended(Manifest live) {
    return Tree.items(live.at("status", "conditions")).stream()
        .filter(c -> Tree.text(c, "status").equals("True"))
        .map(c -> Tree.text(c, "type"))
        .anyMatch(Set.of("Complete", "Failed", "FailureTarget", "SuccessCriteriaMet")::contains);
  }

  private static Manifest terminate(Manifest live, BuiltInAction.Input input) {
    var conditions = new ArrayList<>(Tree.items(live.at("status", "conditions")));
    conditions.add(
        ObjectTree.of(
            "lastTransitionTime", input.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            "message", "Job was terminated explicitly through Argo CD",
            "reason", "ManuallyTerminated",
            "status", "True",
            "type", "FailureTarget"));
    return live.with(conditions, "status", "conditions");
  }

  static List<BuiltInAction> cronJob() {
    return List.of(
        BuiltInAction.creating("create-job", JobActions::createJob).icon(PLUS).shown("Create Job"),
        BuiltInAction.of("suspend", Edits.set(true, "spec", "suspend"))
            .icon(PAUSE)
            .offeredWhen(live -> !suspended(live)),
        BuiltInAction.of("resume", Edits.set(false, "spec", "suspend"))
            .icon(PLAY)
            .offeredWhen(JobActions::suspended));
  }

  private static List<ImpactedResource> createJob(Manifest live, BuiltInAction.Input input) {
    var template = live.at("spec", "jobTemplate");
    var owner = owner(live).with("blockOwnerDeletion", true).with("controller", true);
    var metadata =
        ObjectTree.of(
            "name", named(live, Long.toString(input.now().getEpochSecond())),
            "namespace", live.namespace(),
            "labels", Tree.object(Tree.at(template, "metadata", "labels")),
            "annotations",
                Tree.object(Tree.at(template, "metadata", "annotations"))
                    .with("cronjob.kubernetes.io/instantiate", "manual"),
            "ownerReferences", List.of(owner));
    return created("batch/v1", "Job", metadata, Tree.object(Tree.at(template, "spec")));
  }

  static List<BuiltInAction> cronWorkflow() {
    return List.of(
        BuiltInAction.creating(
                "create-workflow",
                (live, input) -> {
                  var given = live.at("spec", "workflowMetadata");
                  var labels =
                      Tree.object(Tree.at(given, "labels"))
                          .with("workflows.argoproj.io/cron-workflow", live.name());
                  var instance = live.label("workflows.argoproj.io/controller-instanceid");
                  if (instance.isPresent()) {
                    labels =
                        labels.with("workflows.argoproj.io/controller-instanceid", instance.get());
                  }
                  var annotations =
                      Tree.object(Tree.at(given, "annotations"))
                          .with(
                              "workflows.argoproj.io/scheduled-time",
                              input.now().truncatedTo(ChronoUnit.SECONDS).toString());
                  var metadata = workflow(live, labels, input).with("annotations", annotations);
                  var finalizers = Tree.items(Tree.at(given, "finalizers"));
                  return created(
                      live.apiVersion(),
                      "Workflow",
                      finalizers.isEmpty() ? metadata : metadata.with("finalizers", finalizers),
                      Tree.object(live.at("spec", "workflowSpec")));
                })
            .icon(PLUS)
            .shown("Create Workflow"));
  }

  static List<BuiltInAction> workflowTemplate(boolean cluster) {
    var label =
        cluster
            ? "workflows.argoproj.io/cluster-workflow-template"
            : "workflows.argoproj.io/workflow-template";
    return List.of(
        BuiltInAction.creating(
                "create-workflow",
                (live, input) -> {
                  var reference = ObjectTree.of("name", live.name());
                  var metadata = workflow(live, ObjectTree.of(label, live.name()), input);
                  return created(
                      live.apiVersion(),
                      "Workflow",
                      cluster ? metadata.with("namespace", "default") : metadata,
                      ObjectTree.of(
                          "workflowTemplateRef",
                          cluster ? reference.with("clusterScope", true) : reference));
                })
            .icon(PLUS)
            .shown("Create Workflow"));
  }

  private static ObjectTree workflow(Manifest live, ObjectTree labels, BuiltInAction.Input input) {
    return ObjectTree.of(
        "labels", labels,
        "name", named(live, MINUTE.format(input.now())),
        "namespace", live.namespace(),
        "ownerReferences", List.of(owner(live)));
  }

  private static List<ImpactedResource> created(
      String apiVersion, String kind, ObjectTree metadata, ObjectTree spec) {
    return List.of(
        ImpactedResource.create(
            new Manifest(
                ObjectTree.of(
                    "apiVersion", apiVersion, "kind", kind, "metadata", metadata, "spec", spec))));
  }

  private static ObjectTree owner(Manifest live) {
    return ObjectTree.of(
        "apiVersion", live.apiVersion(),
        "kind", live.kind(),
        "name", live.name(),
        "uid", live.uid());
  }

  /** Names of what is made stay within what a label can hold. */
  private static String named(Manifest live, String suffix) {
    var most = 62 - suffix.length();
    var name = live.name();
    return (name.length() > most ? name.substring(0, most) : name) + "-" + suffix;
  }
}
