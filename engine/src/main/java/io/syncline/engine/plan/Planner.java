package io.syncline.engine.plan;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.target.Scope;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Makes the task list of one operation. */
final class Planner {
  private static final int SHORT_REVISION = 7;

  private final SyncOptions options;
  private final Map<TaskKey, String> refused = new LinkedHashMap<>();

  Planner(SyncOptions options) {
    this.options = options;
  }

  SyncPlan plan(List<Difference> differences) {
    var tasks = new ArrayList<SyncTask>();
    for (var difference : differences) {
      if (difference.hook()) {
        addHook(tasks, difference);
      } else if (options.selects(difference.key())) {
        addResource(tasks, difference);
      }
    }
    ManagedNamespace.task(tasks, options).ifPresent(tasks::add);
    var unique = new LinkedHashMap<TaskKey, SyncTask>();
    tasks.forEach(task -> unique.putIfAbsent(task.key(), task));
    var defined = definedKinds(tasks);
    var checked = unique.values().stream().map(task -> check(task, defined)).toList();
    return new SyncPlan(TaskOrder.sort(PruneWaves.arrange(checked, options)), refused, options);
  }

  private static void addResource(List<SyncTask> tasks, Difference difference) {
    var object = difference.object();
    // A live object whose status is empty was copied from ours by somebody else: hands off.
    if (difference.target().isEmpty() && !difference.requiresPruning()) {
      return;
    }
    for (var phase : Hooks.phases(object)) {
      tasks.add(
          new SyncTask(
              phase,
              Annotations.wave(object),
              difference.target(),
              difference.live(),
              difference.modified() || difference.live().isEmpty() || difference.target().isEmpty(),
              false));
    }
  }

  private void addHook(List<SyncTask> tasks, Difference difference) {
    if (options.skipsHooks() || difference.target().isEmpty()) {
      return;
    }
    var hook = difference.target().get();
    for (var phase : Hooks.phases(hook)) {
      tasks.add(
          new SyncTask(
              phase,
              Annotations.wave(hook),
              java.util.Optional.of(signed(held(named(hook, phase)), phase)),
              difference.live(),
              true,
              false));
    }
  }

  /** A hook without a name gets one that the same operation finds again. */
  private Manifest named(Manifest hook, SyncPhase phase) {
    if (!hook.name().isEmpty()) {
      return hook;
    }
    var revision = options.revision();
    var start =
        revision.length() > SHORT_REVISION ? revision.substring(0, SHORT_REVISION) : revision;
    var postfix = start + "-" + phase.word() + "-" + options.startedAt().getEpochSecond();
    return hook.with(
        hook.text("metadata", "generateName") + postfix.toLowerCase(Locale.ROOT),
        "metadata",
        "name");
  }

  /** A process that goes on after another one died knows by this what the other one made. */
  private Manifest signed(Manifest hook, SyncPhase phase) {
    return options.run().isEmpty()
        ? hook
        : hook.with(options.run() + "/" + phase.word(), "metadata", "annotations", SyncTask.RUN);
  }

  private static Manifest held(Manifest hook) {
    if (hook.finalizers().contains(Hooks.FINALIZER)) {
      return hook;
    }
    var finalizers = new ArrayList<>(hook.finalizers());
    finalizers.add(Hooks.FINALIZER);
    return hook.with(finalizers, "metadata", "finalizers");
  }

  private static Set<GroupKind> definedKinds(List<SyncTask> tasks) {
    var kinds = new HashSet<GroupKind>();
    for (var task : tasks) {
      if (!task.prunes() && task.object().kind().equals("CustomResourceDefinition")) {
        kinds.add(TaskOrder.defined(task));
      }
    }
    return kinds;
  }

  private SyncTask check(SyncTask task, Set<GroupKind> defined) {
    var object = task.object();
    var scopes = options.surroundings().scopes();
    var problem = scopes.problem(object.groupKind());
    if (problem.isPresent()) {
      refused.put(task.key(), problem.get());
      return task;
    }
    var scope = scopes.of(object.groupKind());
    if (scope == Scope.UNKNOWN) {
      if (mayBeMissing(task, defined)) {
        return task.withUnknownKind();
      }
      refused.put(task.key(), unknownKind(object));
      return task;
    }
    options
        .surroundings()
        .access()
        .refusal(object, scope)
        .ifPresent(reason -> refused.put(task.key(), reason));
    return task;
  }

  private boolean mayBeMissing(SyncTask task, Set<GroupKind> defined) {
    var option = "SkipDryRunOnMissingResource=true";
    return options.has(option)
        || task.target()
            .filter(t -> Annotations.has(t, Annotations.SYNC_OPTIONS, option))
            .isPresent()
        || defined.contains(task.object().groupKind());
  }

  private static String unknownKind(Manifest object) {
    return "The Kubernetes API could not find "
        + object.groupKind()
        + " for requested resource "
        + object.namespace()
        + "/"
        + object.name()
        + ". Make sure the \""
        + object.kind()
        + "\" CRD is installed on the destination cluster.";
  }
}
