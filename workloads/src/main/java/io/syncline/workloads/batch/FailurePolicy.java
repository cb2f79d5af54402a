package io.syncline.workloads.batch;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a Job's {@code podFailurePolicy} makes of a failed pod: the first rule that fits decides.
 */
final class FailurePolicy {
  private FailurePolicy() {}

  /**
   * What is to be done about a failed pod.
   *
   * @param action {@code Ignore}, {@code Count}, {@code FailIndex} or {@code FailJob}
   * @param message why, in the words of the condition of a Job that fails by it
   */
  record Verdict(String action, String message) {
    private static final Verdict COUNT = new Verdict("Count", "");
  }

  static boolean isSet(Manifest job) {
    return job.at("spec", "podFailurePolicy") != null;
  }

  static Verdict of(Manifest job, Manifest pod) {
    var rules = Tree.items(job.at("spec", "podFailurePolicy", "rules"));
    for (var i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      var action = Tree.text(rule, "action");
      var exits = Tree.at(rule, "onExitCodes");
      var matched = exits == null ? condition(rule, pod) : container(exits, pod);
      if (matched.isPresent()) {
        var text =
            matched.get().formatted(pod.namespace() + "/" + pod.name())
                + " matching %s rule at index %d".formatted(action, i);
        return new Verdict(action, text);
      }
    }
    return Verdict.COUNT;
  }

  /** A container that ended with one of the codes, told with a place for the pod's name. */
  private static Optional<String> container(Object exits, Manifest pod) {
    var name = Tree.text(exits, "containerName");
    var values = Tree.items(Tree.at(exits, "values")).stream().map(v -> Tree.number(v, 0)).toList();
    var in = Tree.text(exits, "operator").equals("In");
    return Stream.of("containerStatuses", "initContainerStatuses")
        .flatMap(list -> Tree.items(pod.at("status", list)).stream())
        .filter(s -> name.isEmpty() || name.equals(Tree.text(s, "name")))
        .filter(s -> exit(s) != 0 && values.contains(exit(s)) == in)
        .map(
            s ->
                "Container "
                    + Tree.text(s, "name")
                    + " for pod %s failed with exit code "
                    + exit(s))
        .findFirst();
  }

  private static long exit(Object status) {
    return Tree.number(status, 0, "state", "terminated", "exitCode");
  }

  private static Optional<String> condition(Object rule, Manifest pod) {
    List<Object> patterns = Tree.items(Tree.at(rule, "onPodConditions"));
    return Tree.items(pod.at("status", "conditions")).stream()
        .filter(c -> patterns.stream().anyMatch(p -> fits(p, c)))
        .map(c -> "Pod %s has condition " + Tree.text(c, "type"))
        .findFirst();
  }

  private static boolean fits(Object pattern, Object condition) {
    var status = Tree.text(pattern, "status");
    return Tree.text(pattern, "type").equals(Tree.text(condition, "type"))
        && (status.isEmpty() ? "True" : status).equals(Tree.text(condition, "status"));
  }
}
