package io.syncline.engine.actions;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.util.List;

/** What can be done with a Rollout of Argo Rollouts (semantics 19, 23.6). */
final class RolloutActions {
  private RolloutActions() {}

  static List<BuiltInAction> all() {
    return List.of(
        BuiltInAction.of("restart", Edits.stamp("", "spec", "restartAt")).shown("Restart Pods"),
        BuiltInAction.of("resume", (live, _) -> resume(live)).disabledWhen(live -> !paused(live)),
        BuiltInAction.of("abort", Edits.set(true, "status", "abort"))
            .disabledWhen(live -> promoted(live) || aborted(live)),
        BuiltInAction.of("retry", (live, _) -> live.without("status", "abort"))
            .disabledWhen(live -> promoted(live) || !aborted(live)),
        BuiltInAction.of("promote-full", (live, _) -> promote(live))
            .disabledWhen(
                live ->
                    promoted(live)
                        || Tree.flag(live.root(), "status", "promoteFull")
                        || (old(live) && live.at("spec", "strategy", "canary") == null)),
        BuiltInAction.of("skip-current-step", (live, _) -> skip(live))
            .disabledWhen(live -> promoted(live) || step(live) >= steps(live)),
        BuiltInAction.of("pause", Edits.set(true, "spec", "paused"))
            .disabledWhen(
                live ->
                    promoted(live) || aborted(live) || Tree.flag(live.root(), "spec", "paused")));
  }

  private static boolean aborted(Manifest live) {
    return Tree.flag(live.root(), "status", "abort");
  }

  private static boolean paused(Manifest live) {
    return Tree.flag(live.root(), "spec", "paused")
        || !Tree.items(live.at("status", "pauseConditions")).isEmpty();
  }

  private static boolean promoted(Manifest live) {
    var stable = live.text("status", "stableRS");
    return !stable.isEmpty() && stable.equals(live.text("status", "currentPodHash"));
  }

  /** Controllers before 1.0 wrote a hash as generation. */
  private static boolean old(Manifest live) {
    return !live.text("status", "observedGeneration").matches("\\d+");
  }

  private static long step(Manifest live) {
    return Tree.number(live.root(), Long.MAX_VALUE, "status", "currentStepIndex");
  }

  private static long steps(Manifest live) {
    return Tree.items(live.at("spec", "strategy", "canary", "steps")).size();
  }

  private static Manifest resume(Manifest live) {
    var running =
        Tree.flag(live.root(), "spec", "paused") ? live.with(false, "spec", "paused") : live;
    return running.without("status", "pauseConditions");
  }

  private static Manifest promote(Manifest live) {
    return old(live)
        ? live.with(steps(live), "status", "currentStepIndex")
        : live.with(true, "status", "promoteFull");
  }

  private static Manifest skip(Manifest live) {
    var index = step(live);
    if (index >= steps(live)) {
      throw new ActionException("rollout " + live.name() + ": there is no step left to skip");
    }
    return live.with(index + 1, "status", "currentStepIndex").without("status", "pauseConditions");
  }
}
