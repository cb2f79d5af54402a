package io.syncline.engine.conformance;

import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.diff.Difference;
import io.syncline.engine.health.HealthRules;
import io.syncline.engine.plan.ApplyOptions;
import io.syncline.engine.plan.Propagation;
import io.syncline.engine.plan.SyncOptions;
import io.syncline.engine.plan.SyncPlan;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.plan.TaskKey;
import io.syncline.engine.sync.OperationPhase;
import io.syncline.engine.sync.Outcome;
import io.syncline.engine.sync.ResultStatus;
import io.syncline.engine.sync.Step;
import io.syncline.engine.sync.SyncMachine;
import io.syncline.engine.sync.SyncState;
import io.syncline.engine.sync.TaskResult;
import io.syncline.engine.target.Scope;
import io.syncline.engine.target.Scopes;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.LiveState;
import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.status.Health;
import io.syncline.model.status.HealthStatus;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays the steps of one scenario. Upstream, one "sync" is one look at the world: what a step
 * writes is not seen before the next one. So objects written here count as progressing until then.
 */
final class Scenario {
  private static final Instant START = Instant.parse("2024-01-10T10:30:15Z");

  private List<TaskResult> results = List.of();
  private OperationPhase phase = OperationPhase.RUNNING;
  private String message = "";
  private SyncPlan plan = plan(ObjectTree.EMPTY, ObjectTree.EMPTY);
  private final Map<String, ApplyOptions> written = new HashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private final List<Object> delays = new ArrayList<>();
  private final Set<String> created = new HashSet<>();
  private final Set<ObjectKey> cleared = new HashSet<>();

  String run(ObjectTree one) {
    var row = Tree.object(one.get("tableRow"));
    for (var step : Tree.items(one.get("steps"))) {
      var state = Tree.object(Tree.at(step, "state"));
      plan = plan(state, row);
      switch (Tree.text(step, "action")) {
        case "sync" -> play(state, row, SyncState.Settings.DEFAULT);
        case "terminate" -> play(state, row, SyncState.Settings.DEFAULT.terminated());
        default -> {
          // plans and single questions need no play
        }
      }
      for (var expect : Tree.items(Tree.at(step, "expect"))) {
        var complaint = check(Tree.object(step), Tree.object(expect));
        if (!complaint.isEmpty()) {
          return complaint + "\n    phase " + phase + " message " + message + " results " + results;
        }
      }
    }
    return "";
  }

  private void play(ObjectTree world, ObjectTree row, SyncState.Settings settings) {
    var live = new TreeMap<ObjectKey, Manifest>();
    for (var field : List.of("live", "extraLive")) {
      Tree.items(world.get(field))
          .forEach(
              o -> manifest(o).ifPresent(m -> live.put(placed(m, world).key(), placed(m, world))));
    }
    results = results.isEmpty() ? previous(world) : results;
    results =
        results.stream()
            .map(r -> Tree.items(world.get("markSucceeded")).contains(label(r)) ? succeeded(r) : r)
            .toList();
    cleared.forEach(live::remove);
    for (var result : results) {
      var key = result.key().object();
      if (result.phase().filter(OperationPhase.RUNNING::equals).isPresent()
          && !Boolean.FALSE.equals(row.get("clientGet"))) {
        // Upstream asks the cluster for objects its cache lacks, and its fake has them.
        plan.tasks().stream()
            .filter(t -> t.objectKey().equals(key))
            .findFirst()
            .ifPresent(t -> live.putIfAbsent(key, t.object()));
      }
      if (result.status().filter(ResultStatus.PRUNED::equals).isPresent()) {
        live.computeIfPresent(
            key, (_, o) -> o.with("2024-01-10T10:30:15Z", "metadata", "deletionTimestamp"));
      }
    }
    var fresh = new HashSet<String>();
    var confirmed = Tree.flag(world, "pruneConfirmed");
    var state =
        SyncState.resume(
            plan,
            new HealthRules(kind -> Optional.of(o -> health(world, fresh, o))),
            new SyncState.Settings(settings.waveDelay(), confirmed, settings.terminating()),
            results);
    written.clear();
    delays.clear();
    created.clear();
    deleted.clear();
    for (var i = 0; i < 50; i++) {
      var turn = SyncMachine.next(state, new LiveState(live), START);
      if (turn.step() instanceof Step.Apply apply
          && !apply.writes().getFirst().options().dryRun()) {
        delays.add(delay(apply.writes().getLast().task()));
      }
      if (turn.step() instanceof Step.Finish finish) {
        done(turn.state(), finish.phase(), finish.message());
        return;
      }
      if (turn.step() instanceof Step.Wait wait) {
        done(turn.state(), OperationPhase.RUNNING, wait.message());
        return;
      }
      state = turn.state().with(execute(turn.step(), world, live, fresh));
    }
    throw new IllegalStateException("the scenario has no end");
  }

  /**
   * Upstream calls back after every wave; here the delay after all but the last one stands for it.
   */
  private ObjectTree delay(SyncTask task) {
    var last = plan.tasks().getLast();
    return ObjectTree.of(
        "phase",
        task.phase().word(),
        "wave",
        (long) task.wave(),
        "final",
        task.phase() == last.phase() && task.wave() == last.wave());
  }

  private void done(SyncState state, OperationPhase end, String text) {
    results = state.results();
    phase = end;
    message = text;
  }

  private List<Outcome> execute(
      Step step, ObjectTree world, Map<ObjectKey, Manifest> live, Set<String> fresh) {
    var outcomes = new ArrayList<Outcome>();
    switch (step) {
      case Step.Apply apply -> {
        for (var write : apply.writes()) {
          outcomes.add(write(write, world));
          if (!write.options().dryRun()) {
            written.put(write.task().object().name(), write.options());
            if (!live.containsKey(write.task().objectKey())) {
              created.add(write.task().object().name());
            }
            fresh.add(write.task().object().name());
            live.putIfAbsent(write.task().objectKey(), write.task().object());
          }
        }
      }
      case Step.Delete delete -> {
        for (var task : delete.tasks()) {
          deleted.add(task.object().name());
          if (delete.reason() == Step.Reason.BEFORE_CREATION) {
            cleared.add(task.objectKey());
            if (Tree.text(world, "deleteAnswers").equals("NotFound")) {
              live.remove(task.objectKey());
            }
          }
          var error = error(world, task);
          outcomes.add(
              error.isEmpty() ? Outcome.done(task.key(), "") : Outcome.failed(task.key(), error));
        }
      }
      case Step.Release release ->
          release.tasks().forEach(task -> outcomes.add(Outcome.done(task.key(), "")));
      case Step.Wait _, Step.Finish _ -> throw new IllegalStateException("nothing to execute");
    }
    return outcomes;
  }

  private static Outcome write(Step.Write write, ObjectTree world) {
    var error = error(world, write.task());
    if (write.options().dryRun() && !Tree.flag(world, "commandResultsApplyToDryRun")) {
      error = "";
    }
    return error.isEmpty()
        ? Outcome.done(write.task().key(), "")
        : Outcome.failed(write.task().key(), error);
  }

  private static String error(ObjectTree world, SyncTask task) {
    return Tree.text(world, "commandResults", task.object().name(), "error");
  }

  private static Optional<Health> health(ObjectTree world, Set<String> fresh, Manifest object) {
    var word = Tree.text(world, "healthOverride", object.name());
    if (fresh.contains(object.name())) {
      return Optional.of(Health.of(HealthStatus.PROGRESSING));
    }
    return word.isEmpty()
        ? HealthRules.health(object, HealthRules.BUILT_IN)
        : Optional.of(Health.of(HealthStatus.parse(word)));
  }

  private static SyncPlan plan(ObjectTree world, ObjectTree row) {
    var differences = new ArrayList<Difference>();
    var targets = Tree.items(world.get("target"));
    var lives = Tree.items(world.get("live"));
    for (var i = 0; i < Math.max(targets.size(), lives.size()); i++) {
      var target = i < targets.size() ? manifest(targets.get(i)) : Optional.<Manifest>empty();
      var live = i < lives.size() ? manifest(lives.get(i)) : Optional.<Manifest>empty();
      if (target.isPresent() || live.isPresent()) {
        differences.add(
            difference(target.map(t -> placed(t, world)), live.map(l -> placed(l, world)), world));
      }
    }
    for (var hook : Tree.items(world.get("hooks"))) {
      manifest(hook)
          .ifPresent(
              h ->
                  differences.add(
                      difference(Optional.of(placed(h, world)), Optional.empty(), world)));
    }
    return SyncPlan.plan(differences, options(world, row));
  }

  /** Upstream gives every target the destination namespace when the task list is made. */
  private static Manifest placed(Manifest object, ObjectTree world) {
    return object.namespace().isEmpty() && !clusterScoped(object.kind())
        ? object.with(Tree.text(world, "namespace"), "metadata", "namespace")
        : object;
  }

  private static boolean clusterScoped(String kind) {
    return kind.equals("Namespace") || kind.equals("CustomResourceDefinition");
  }

  private static Difference difference(
      Optional<Manifest> target, Optional<Manifest> live, ObjectTree world) {
    var object = target.or(() -> live).orElseThrow();
    var hook = Hooks.isHook(object);
    return new Difference(
        object.key(),
        target,
        live,
        Optional.empty(),
        modified(object, target.isEmpty() || live.isEmpty(), world),
        target.isEmpty() && !hook,
        hook,
        live,
        target);
  }

  private static boolean modified(Manifest object, boolean oneSided, ObjectTree world) {
    if (oneSided || !world.containsKey("modified")) {
      return true;
    }
    return Tree.items(world.get("modified")).stream()
        .anyMatch(
            m ->
                Tree.text(m, "kind").equals(object.kind())
                    && Tree.text(m, "name").equals(object.name())
                    && Tree.flag(m, "modified"));
  }

  private static SyncOptions options(ObjectTree world, ObjectTree row) {
    var operation = ObjectTree.of("prune", world.get("prune"), "dryRun", world.get("dryRun"));
    if (Tree.flag(world, "skipHooks")) {
      operation = operation.with("syncStrategy", ObjectTree.of("apply", ObjectTree.EMPTY));
    }
    if (world.get("onlyResource") instanceof ObjectTree only) {
      operation =
          operation.with(
              "resources",
              List.of(
                  ObjectTree.of(
                      "group", Tree.text(only, "group"),
                      "kind", Tree.text(only, "kind"),
                      "name", Tree.text(only, "name"))));
    }
    return new SyncOptions(
        operation,
        words(world, row),
        Tree.text(world, "revision"),
        START,
        Tree.text(world, "namespace"),
        "",
        surroundings(world, row));
  }

  private static List<String> words(ObjectTree world, ObjectTree row) {
    var words = new ArrayList<String>();
    if (Tree.flag(world, "applyOutOfSyncOnly")) {
      words.add("ApplyOutOfSyncOnly=true");
    }
    if (Tree.flag(world, "pruneLast")) {
      words.add("PruneLast=true");
    }
    if (Tree.flag(world, "createNamespace")) {
      words.add("CreateNamespace=true");
    }
    if (Boolean.FALSE.equals(world.get("validate"))) {
      words.add("Validate=false");
    }
    if (Tree.flag(world, "serverSideApply") || Tree.flag(row, "serverSideApply")) {
      words.add("ServerSideApply=true");
    }
    if (Tree.flag(row, "skipDryRunAnnotationPresentForAllResources")) {
      words.add("SkipDryRunOnMissingResource=true");
    }
    for (var option : List.of("defaultPruneOption", "prunePropagationPolicy")) {
      var value = Tree.text(world, option);
      if (!value.isEmpty()) {
        var name = option.startsWith("default") ? "Prune=" : "PrunePropagationPolicy=";
        words.add(name + value.toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  /** What discovery says; a broken one says why it cannot. */
  private record Discovery(boolean missing, String broken) implements Scopes {
    @Override
    public Scope of(GroupKind kind) {
      if (missing && kind.kind().equals("TestCrd")) {
        return Scope.UNKNOWN;
      }
      return clusterScoped(kind.kind()) ? Scope.CLUSTER : Scope.NAMESPACED;
    }

    @Override
    public Optional<String> problem(GroupKind kind) {
      return broken.isEmpty() ? Optional.empty() : Optional.of(broken);
    }
  }

  private static SyncOptions.Surroundings surroundings(ObjectTree world, ObjectTree row) {
    var missing = row.containsKey("crdAlreadyPresent") && !Tree.flag(row, "crdAlreadyPresent");
    Optional<String> refusal =
        world.get("permissionError") instanceof String text ? Optional.of(text) : Optional.empty();
    return new SyncOptions.Surroundings(
        new Discovery(missing, Tree.text(world, "discoveryError")),
        (_, _) -> refusal,
        Optional.empty(),
        ObjectTree.EMPTY);
  }

  private static Optional<Manifest> manifest(@Nullable Object value) {
    return value instanceof ObjectTree tree ? Optional.of(new Manifest(tree)) : Optional.empty();
  }

  private static List<TaskResult> previous(ObjectTree world) {
    var all = new ArrayList<TaskResult>();
    for (var item : Tree.items(world.get("previousResults"))) {
      var key =
          new ObjectKey(
              Tree.text(item, "ResourceKey", "Group"),
              Tree.text(item, "ResourceKey", "Kind"),
              Tree.text(item, "ResourceKey", "Namespace"),
              Tree.text(item, "ResourceKey", "Name"));
      all.add(
          new TaskResult(
              new TaskKey(
                  key,
                  io.syncline.engine.annotations.SyncPhase.parse(Tree.text(item, "SyncPhase"))
                      .orElse(io.syncline.engine.annotations.SyncPhase.SYNC)),
              "",
              ResultStatus.parse(Tree.text(item, "Status")),
              OperationPhase.parse(Tree.text(item, "HookPhase")),
              Tree.text(item, "Message"),
              "",
              List.of()));
    }
    return all;
  }

  private static String label(TaskResult result) {
    return result.key().object().kind() + "/" + result.key().object().name();
  }

  private static TaskResult succeeded(TaskResult r) {
    return new TaskResult(
        r.key(),
        r.version(),
        r.status(),
        Optional.of(OperationPhase.SUCCEEDED),
        r.message(),
        r.hookType(),
        r.images());
  }

  private String check(ObjectTree step, ObjectTree expect) {
    var found = found(step, expect);
    if (Tree.text(expect, "of").equals("tasks") && special(expect)) {
      return tasks(expect);
    }
    if (Tree.text(expect, "op").equals("absent")) {
      return results.stream()
              .noneMatch(r -> r.key().object().name().equals(Tree.text(expect, "where", "value")))
          ? ""
          : "failed " + expect;
    }
    return Checks.all(List.of(expect), _ -> found);
  }

  private static boolean special(ObjectTree expect) {
    return List.of("dryRun", "waves").contains(Tree.text(expect, "op"));
  }

  private String tasks(ObjectTree expect) {
    if (Tree.text(expect, "op").equals("dryRun")) {
      var kind = Tree.text(expect, "where", "value");
      var dryRun =
          plan.tasks().stream()
              .filter(t -> t.object().kind().equals(kind))
              .anyMatch(t -> !t.kindUnknown());
      return dryRun == Tree.flag(expect, "value") ? "" : "failed " + expect;
    }
    var waves = new ObjectTree.Builder(4);
    plan.tasks().forEach(t -> waves.put(t.object().name(), (long) t.wave()));
    var got = waves.build();
    return got.equals(expect.get("value")) ? "" : "failed " + expect + ", got " + got;
  }

  private @Nullable Object found(ObjectTree step, ObjectTree expect) {
    var state = Tree.object(step.get("state"));
    return switch (Tree.text(expect, "of")) {
      case "phase" -> phase.word();
      case "message" -> message;
      case "results" -> results(expect);
      case "ok" -> plan.refused().isEmpty();
      case "tasks" -> taskList(expect);
      case "waveHookCalls" -> delays;
      case "lastCommand" -> command(expect);
      case "lastServerSideApply" -> options(expect).method() == ApplyOptions.Method.SERVER_SIDE;
      case "lastServerSideApplyManager" ->
          options(expect).method() == ApplyOptions.Method.REPLACE
              ? ""
              : Tree.text(state, "serverSideApplyManager");
      case "lastForce" -> options(expect).force();
      case "lastValidate" -> options(expect).validate();
      case "result" ->
          Tree.text(step, "action").equals("deleteOptions")
              ? ObjectTree.of(
                  "propagationPolicy", Propagation.of(options(state, ObjectTree.EMPTY)).word())
              : serverSide(step);
      default -> "unknown question " + expect;
    };
  }

  private boolean serverSide(ObjectTree step) {
    var target = manifest(Tree.at(step, "input", "targetObj"));
    var task =
        new SyncTask(
            io.syncline.engine.annotations.SyncPhase.SYNC,
            0,
            target,
            Optional.empty(),
            true,
            false);
    return ApplyOptions.of(task, plan.options(), Tree.flag(step, "input", "dryRun")).method()
        == ApplyOptions.Method.SERVER_SIDE;
  }

  private static String name(ObjectTree expect) {
    var arguments = Tree.items(expect.get("args"));
    return arguments.isEmpty()
        ? Tree.text(expect, "name").isEmpty()
            ? Tree.text(expect, "where", "value")
            : Tree.text(expect, "name")
        : String.valueOf(arguments.getFirst());
  }

  private ApplyOptions options(ObjectTree expect) {
    var name = name(expect);
    var found = written.get(name);
    return found != null || written.size() != 1
        ? Objects.requireNonNull(found, "nothing was written as " + expect)
        : written.values().iterator().next();
  }

  private String command(ObjectTree expect) {
    var options = written.isEmpty() ? null : options(expect);
    if (options == null) {
      return deleted.contains(name(expect)) ? "delete" : "";
    }
    if (options.method() != ApplyOptions.Method.REPLACE) {
      return "apply";
    }
    return created.isEmpty() ? "replace" : "create";
  }

  private @Nullable Object results(ObjectTree expect) {
    var path = Tree.items(expect.get("path"));
    var upper = !path.isEmpty() && path.getLast().equals("resourceKey");
    var all = results.stream().map(r -> tree(r, upper)).toList();
    if (!path.isEmpty() && String.valueOf(path.getFirst()).contains("/")) {
      var byLabel = new ObjectTree.Builder(2);
      results.forEach(r -> byLabel.put(label(r), tree(r, false)));
      return byLabel.build();
    }
    if (expect.get("where") instanceof ObjectTree where && !path.isEmpty()) {
      var field = Tree.text(where, "path").replace("each.", "").split("\\.");
      var chosen =
          all.stream().filter(t -> Objects.equals(Tree.at(t, field), where.get("value"))).toList();
      // A check on "each" of the chosen ones is a check on the only one.
      return chosen.size() == 1 && path.getFirst().equals("each")
          ? ObjectTree.of("each", chosen.getFirst())
          : chosen;
    }
    return all;
  }

  /** Keys of resources are spelt with capitals as a whole and without when asked for one part. */
  private static ObjectTree tree(TaskResult result, boolean capitals) {
    var key = result.key().object();
    return ObjectTree.of(
        "resourceKey",
        capitals
            ? ObjectTree.of(
                "Group", key.group(),
                "Kind", key.kind(),
                "Namespace", key.namespace(),
                "Name", key.name())
            : ObjectTree.of("kind", key.kind(), "name", key.name()),
        "status",
        result.status().map(ResultStatus::word).orElse(""),
        "hookPhase",
        result.phase().map(OperationPhase::word).orElse(""),
        "message",
        result.message());
  }

  private @Nullable Object taskList(ObjectTree expect) {
    var path = Tree.items(expect.get("path"));
    if (!path.isEmpty() && path.getFirst().equals("lastWave")) {
      return ObjectTree.of(
          "lastWave", plan.tasks().stream().mapToLong(SyncTask::wave).max().orElse(0));
    }
    return Tree.list(
        plan.tasks().stream()
            .map(
                t ->
                    expect.get("value") instanceof ObjectTree wanted
                            && wanted.containsKey("targetObj")
                        ? ObjectTree.of(
                            "phase",
                            t.phase().word(),
                            "targetObj",
                            t.object().root(),
                            "skipDryRun",
                            t.kindUnknown(),
                            "syncStatus",
                            "",
                            "operationState",
                            "",
                            "message",
                            "")
                        : ObjectTree.of(
                            "name", t.object().name(),
                            "kind", t.object().kind(),
                            "namespace", t.object().namespace()))
            .toList());
  }
}
