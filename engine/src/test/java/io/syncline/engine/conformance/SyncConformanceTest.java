package io.syncline.engine.conformance;

import io.syncline.engine.annotations.Annotations;
import io.syncline.engine.annotations.HookDeletePolicy;
import io.syncline.engine.annotations.HookType;
import io.syncline.engine.annotations.Hooks;
import io.syncline.engine.annotations.SyncPhase;
import io.syncline.engine.plan.SyncTask;
import io.syncline.engine.plan.TaskOrder;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SyncConformanceTest {
  @Test
  void syncs_as_argo_cd_does() {
    Corpus.find("sync")
        .ifPresent(
            cases -> {
              cases.group("sort", SyncConformanceTest::sort);
              cases.group("kind-order", SyncConformanceTest::kindOrder);
              cases.group("phases", SyncConformanceTest::fact);
              cases.group("task-props", SyncConformanceTest::fact);
              cases.group("hook-types", SyncConformanceTest::fact);
              cases.group("waves", SyncConformanceTest::fact);
              cases.group("ignore", SyncConformanceTest::fact);
              cases.group("annotation-options", SyncConformanceTest::fact);
              cases.group("delete-order", SyncConformanceTest::deleteOrder);
              cases.group("scenarios", one -> new Scenario().run(one));
              cases.finish();
            });
  }

  private static SyncPhase phase(@Nullable Object task) {
    return SyncPhase.parse(Tree.text(task, "phase")).orElse(SyncPhase.SYNC);
  }

  private static Optional<Manifest> side(@Nullable Object task, String... names) {
    for (var name : names) {
      if (Tree.at(task, name) instanceof ObjectTree tree) {
        return Optional.of(new Manifest(tree));
      }
    }
    return Optional.empty();
  }

  private static SyncTask task(@Nullable Object task) {
    var target = side(task, "target", "targetObj");
    var live = side(task, "live", "liveObj");
    var object = target.or(() -> live).orElse(new Manifest(ObjectTree.EMPTY));
    return new SyncTask(
        phase(task),
        Annotations.wave(object),
        target.isEmpty() && live.isEmpty() ? Optional.of(object) : target,
        live,
        true,
        false);
  }

  private static String sort(ObjectTree one) {
    var tasks = new ArrayList<SyncTask>();
    Tree.items(one.get("tasks")).forEach(t -> tasks.add(numbered(task(t), tasks.size())));
    var order = new ArrayList<Object>();
    var sorted = TaskOrder.sort(tasks);
    sorted.forEach(t -> order.add(Tree.number(t.object().root(), -1, "place")));
    var expected = Tree.items(Tree.at(one, "expected", "order"));
    if (!order.equals(expected)) {
      return "expected " + expected + ", got " + order;
    }
    for (var adjusted : Tree.items(Tree.at(one, "expected", "adjusted"))) {
      var index = Tree.number(adjusted, -1, "index");
      var moved = sorted.stream().filter(t -> Tree.number(t.object().root(), -1, "place") == index);
      if (moved.noneMatch(
          t ->
              t.phase().word().equals(Tree.text(adjusted, "phase"))
                  && t.wave() == Tree.number(adjusted, 0, "wave"))) {
        return "not moved: " + adjusted;
      }
    }
    return "";
  }

  private static SyncTask numbered(SyncTask task, int place) {
    return new SyncTask(
        task.phase(),
        task.wave(),
        task.target().map(t -> t.with(place, "place")),
        task.live().map(l -> l.with(place, "place")),
        true,
        false);
  }

  private static String kindOrder(ObjectTree one) {
    var input = Tree.object(one.get("input"));
    var kind = Tree.text(input.isEmpty() ? one : input, "object", "kind");
    var got = TaskOrder.rank(kind.isEmpty() ? Tree.text(one, "kind") : kind);
    var expected = Tree.number(one, -1, "expected", "order");
    return got == expected ? "" : "expected " + expected + ", got " + got + " for " + kind;
  }

  private static String deleteOrder(ObjectTree one) {
    var waves =
        Tree.items(one.get("waves")).stream().map(w -> Integer.valueOf(w.toString())).toList();
    var first =
        io.syncline.engine.plan.Deletion.firstWave(
            waves.stream()
                .map(
                    w ->
                        Manifest.of(ObjectTree.of("kind", "Pod"))
                            .with(
                                w.toString(),
                                "metadata",
                                "annotations",
                                "argocd.argoproj.io/sync-wave"))
                .toList());
    var got = first.stream().map(m -> String.valueOf(Annotations.wave(m))).toList();
    var expected = Tree.items(Tree.at(one, "expected", "firstBatchWaves"));
    return got.equals(expected) ? "" : "expected " + expected + ", got " + got;
  }

  private static String fact(ObjectTree one) {
    var expected = Tree.object(one.get("expected"));
    var got = answer(one);
    if (!expected.containsKey("value") && Tree.text(one, "function").startsWith("New")) {
      return "".equals(got) ? "" : "expected nothing, got " + got;
    }
    if (!expected.containsKey("value")) {
      return Checks.all(Tree.items(expected.get("checks")), _ -> got);
    }
    var value = expected.get("value");
    var same =
        got instanceof List<?> list
            ? new HashSet<>(list).equals(new HashSet<>(Tree.items(value)))
            : Objects.equals(got, value);
    return same ? "" : "expected " + value + ", got " + got;
  }

  private static @Nullable Object answer(ObjectTree one) {
    var object = side(one.get("input"), "object", "obj").orElse(new Manifest(ObjectTree.EMPTY));
    var input = one.get("input");
    return switch (Tree.text(one, "function")) {
      case "syncPhases" -> Hooks.phases(object).stream().map(SyncPhase::word).toList();
      case "Wave" -> (long) Annotations.wave(object);
      case "Ignore" -> Hooks.ignored(object);
      case "IsHook" -> Hooks.isHook(object);
      case "Skip" -> Hooks.skipped(object);
      case "Types" -> Hooks.types(object).stream().map(HookType::word).toList();
      case "DeletePolicies" ->
          Hooks.deletePolicies(object).stream().map(HookDeletePolicy::word).toList();
      case "GetAnnotationCSVs" -> Annotations.words(object, Tree.text(input, "key"));
      case "HasAnnotationOption" ->
          Annotations.has(object, Tree.text(input, "key"), Tree.text(input, "val"));
      case "syncTask.hookType" -> {
        var task = task(one.get("task"));
        yield task.hook() ? task.phase().word() : "";
      }
      case "syncTask.hasHookDeletePolicy" ->
          Arrays.stream(HookDeletePolicy.values())
              .filter(p -> p.word().equals(Tree.text(input, "policy")))
              .anyMatch(task(one.get("task"))::deletes);
      case "syncTask.deleteOnPhaseCompletion" -> {
        var task = task(one.get("task"));
        yield task.deletes(HookDeletePolicy.HOOK_SUCCEEDED)
            || task.deletes(HookDeletePolicy.HOOK_FAILED);
      }
      case "syncTask.deleteBeforeCreation" -> {
        var task = task(one.get("task"));
        yield task.deletes(HookDeletePolicy.BEFORE_HOOK_CREATION) && task.live().isPresent();
      }
      case "NewHookType" -> HookType.parse(Tree.text(input, "t")).map(HookType::word).orElse("");
      case "NewHookDeletePolicy" ->
          HookDeletePolicy.parse(Tree.text(input, "p")).map(HookDeletePolicy::word).orElse("");
      case "GetAnnotationOptionValue" ->
          Annotations.option(object, Tree.text(input, "annotation"), Tree.text(input, "optionKey"))
              .orElse(null);
      case "syncTask.wave" -> (long) task(one.get("task")).wave();
      default -> "unknown function " + Tree.text(one, "function") + " " + Tree.at(input);
    };
  }
}
