package io.syncline.engine.health;

import static io.syncline.engine.health.Verdict.degraded;
import static io.syncline.engine.health.Verdict.healthy;
import static io.syncline.engine.health.Verdict.progressing;
import static io.syncline.engine.health.Verdict.unknown;

import io.syncline.engine.annotations.Hooks;
import io.syncline.model.object.Manifest;
import io.syncline.model.status.Health;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a Pod. One that restarts for ever is Healthy while ready; one that ends is Healthy once it
 * succeeded (semantics 18.2.1).
 */
final class PodHealth {
  private static final String IGNORE_RESTART_POLICY = "argocd.argoproj.io/ignore-restart-policy";

  private PodHealth() {}

  static Health assess(Manifest live) {
    var always = restartsAlways(live);
    if (always) {
      var stuck = stuck(live);
      if (!stuck.isEmpty()) {
        return degraded(String.join(", ", stuck));
      }
    }
    var message = live.text("status", "message");
    return switch (live.text("status", "phase")) {
      case "Pending" -> progressing(message);
      case "Succeeded" -> healthy(message);
      case "Failed" -> degraded(message.isEmpty() ? firstFailure(live) : message);
      case "Running" -> running(live, always, message);
      default -> unknown(message);
    };
  }

  private static boolean restartsAlways(Manifest live) {
    var policy = live.text("spec", "restartPolicy");
    return policy.equals("Always")
        || (live.annotation(IGNORE_RESTART_POLICY).isPresent() && !Hooks.isHook(live));
  }

  /** What containers say that wait for something that needs somebody's help. */
  private static List<String> stuck(Manifest live) {
    var messages = new ArrayList<String>();
    for (var container : containers(live, "containerStatuses")) {
      var reason = Tree.text(container, "state", "waiting", "reason");
      if (reason.startsWith("Err") || reason.endsWith("Error") || reason.endsWith("BackOff")) {
        messages.add(Tree.text(container, "state", "waiting", "message"));
      }
    }
    return messages;
  }

  private static String firstFailure(Manifest live) {
    var all = new ArrayList<>(containers(live, "initContainerStatuses"));
    all.addAll(containers(live, "containerStatuses"));
    return all.stream().map(PodHealth::failure).filter(m -> !m.isEmpty()).findFirst().orElse("");
  }

  private static String failure(Object container) {
    var ended = Tree.at(container, "state", "terminated");
    var message = Tree.text(ended, "message");
    if (!message.isEmpty()) {
      return message;
    }
    if (Tree.text(ended, "reason").equals("OOMKilled")) {
      return "OOMKilled";
    }
    var code = Tree.number(ended, 0, "exitCode");
    return code == 0
        ? ""
        : "container \"" + Tree.text(container, "name") + "\" failed with exit code " + code;
  }

  private static Health running(Manifest live, boolean always, String message) {
    if (!always) {
      return progressing(message);
    }
    if (StatusCondition.find(live, "Ready").filter(StatusCondition::isTrue).isPresent()) {
      return healthy(message);
    }
    var crashed =
        containers(live, "containerStatuses").stream()
            .anyMatch(c -> Tree.at(c, "lastState", "terminated") != null);
    return crashed ? degraded(message) : progressing(message);
  }

  private static List<Object> containers(Manifest live, String field) {
    return Tree.items(live.at("status", field));
  }
}
