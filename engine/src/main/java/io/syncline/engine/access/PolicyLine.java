package io.syncline.engine.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the policy lines that stand in a project's roles (semantics 24.5). */
public final class PolicyLine {
  private static final Set<String> RESOURCES =
      Set.of("applications", "applicationsets", "repositories", "clusters", "logs", "exec");

  private static final Set<String> ACTIONS =
      Set.of("get", "create", "update", "delete", "sync", "override", "rollback", "*");

  private static final List<Pattern> DETAILED =
      List.of(
          Pattern.compile("action/.*"), Pattern.compile("update/.*"), Pattern.compile("delete/.*"));

  private PolicyLine() {}

  /** What is wrong with {@code line} in {@code role} of {@code project}; empty when nothing is. */
  public static Optional<String> problem(String project, String role, String line) {
    return defect(project, role, Arrays.stream(line.split(",", -1)).map(String::strip).toList())
        .map(defect -> "invalid policy rule '" + line + "': " + defect);
  }

  private static Optional<String> defect(String project, String role, List<String> fields) {
    if (fields.size() != 6 || !fields.getFirst().equals("p")) {
      return Optional.of("must be of the form: 'p, sub, res, act, obj, eft'");
    }
    var subject = "proj:" + project + ":" + role;
    if (!fields.get(1).equals(subject)) {
      return Optional.of("policy subject must be: '" + subject + "', not '" + fields.get(1) + "'");
    }
    if (!RESOURCES.contains(fields.get(2))) {
      return Optional.of(
          "resource must be: 'applications', 'applicationsets', 'repositories', 'exec', 'logs' or"
              + " 'clusters', not '"
              + fields.get(2)
              + "'");
    }
    if (!validAction(fields.get(3))) {
      return Optional.of("invalid action '" + fields.get(3) + "'");
    }
    if (!validObject(project, fields.get(4))) {
      return Optional.of(
          "object must be of form '"
              + project
              + "/*', '"
              + project
              + "[/<NAMESPACE>]/<APPNAME>' or '"
              + project
              + "/<APPNAME>', not '"
              + fields.get(4)
              + "'");
    }
    return fields.get(5).equals("allow") || fields.get(5).equals("deny")
        ? Optional.empty()
        : Optional.of("effect must be: 'allow' or 'deny', not '" + fields.get(5) + "'");
  }

  /** Whether policies may name {@code action}. */
  public static boolean validAction(String action) {
    return ACTIONS.contains(action) || DETAILED.stream().anyMatch(p -> p.matcher(action).matches());
  }

  /** Whether {@code object} is an object of {@code project}. */
  public static boolean validObject(String project, String object) {
    return Pattern.matches(Pattern.quote(project) + "/[*\\w-.]+(/[*\\w-.]+)?", object);
  }
}
