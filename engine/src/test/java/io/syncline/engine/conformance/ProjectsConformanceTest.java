package io.syncline.engine.conformance;

import io.syncline.engine.access.PolicyLine;
import io.syncline.engine.access.ProjectAccess;
import io.syncline.engine.access.ProjectRoles;
import io.syncline.engine.access.ProjectValidation;
import io.syncline.engine.glob.Patterns;
import io.syncline.engine.schedule.Cron;
import io.syncline.engine.schedule.SyncWindow;
import io.syncline.engine.schedule.SyncWindows;
import io.syncline.model.application.Application;
import io.syncline.model.application.Destination;
import io.syncline.model.object.GroupKind;
import io.syncline.model.object.Manifest;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProjectsConformanceTest {
  @Test
  void permits_what_argo_cd_permits() {
    Corpus.find("projects")
        .ifPresent(
            cases -> {
              for (var group :
                  List.of(
                      "app-namespace-permitted",
                      "destination-permitted",
                      "policy-syntax",
                      "resource-permitted",
                      "source-namespace-glob",
                      "source-permitted",
                      "syncwindow-active",
                      "syncwindow-validate",
                      "syncwindows-active",
                      "syncwindows-cansync",
                      "syncwindows-matches",
                      "syncwindows-misc",
                      "validate",
                      "roles",
                      "source-integrity",
                      "destination-clusters")) {
                cases.group(group, ProjectsConformanceTest::fact);
              }
              cases.finish();
            });
  }

  private static String fact(ObjectTree one) {
    var expected = Tree.object(one.get("expected"));
    var got = answer(one, Tree.object(one.get("input")));
    if (Tree.text(one, "function").startsWith("SyncWindows.")
        && got instanceof Long
        && Tree.flag(expected, "error")) {
      return windows(one).defect().isPresent() ? "" : "expected an error, got " + got;
    }
    if (expected.containsKey("count")) {
      return equal(expected.get("count"), got);
    }
    if (got instanceof Long count && expected.containsKey("checks")) {
      return equal(Tree.number(Tree.items(expected.get("checks")).getFirst(), -1, "value"), count);
    }
    if (Tree.text(one, "function").equals("SyncWindow.Update")) {
      return equal(Tree.text(expected, "errorEq"), got);
    }
    if (Tree.text(one, "function").equals("AppProject.GetRoleByName")) {
      return equal(!Tree.flag(expected, "error"), got);
    }
    if (Tree.text(one, "function").endsWith("ValidateProject")
        || Tree.text(one, "function").endsWith("Validate")) {
      return problems(expected, String.valueOf(got));
    }
    if (Tree.text(one, "function").endsWith("Matches")) {
      return Checks.all(Tree.items(expected.get("checks")), _ -> got);
    }
    if (Tree.text(one, "function").equals("isValidAction")
        || expected.get("value") instanceof Boolean) {
      return equal(Tree.flag(expected, "value"), got);
    }
    if (got instanceof Boolean valid && expected.containsKey("error")) {
      return equal(!Tree.flag(expected, "error"), valid);
    }
    return equal(expected.get("value"), got);
  }

  private static String equal(@Nullable Object expected, @Nullable Object got) {
    return java.util.Objects.equals(expected, got) ? "" : "expected " + expected + ", got " + got;
  }

  private static String problems(ObjectTree expected, String got) {
    if (Tree.flag(expected, "error") == got.isEmpty()) {
      return "expected " + expected + ", got '" + got + "'";
    }
    var text = Tree.text(expected, "errorContains");
    return got.contains(text) ? "" : "expected " + text + ", got " + got;
  }

  private static Project project(ObjectTree one) {
    return new Project(new Manifest(Tree.object(one.get("project"))));
  }

  private static Instant now(ObjectTree one) {
    var at = Tree.text(one, "input", "at");
    var now = Tree.text(one, "now");
    return at.isEmpty()
        ? now.isEmpty()
            ? Instant.parse("2024-01-10T10:30:15Z")
            : OffsetDateTime.parse(now).toInstant()
        : OffsetDateTime.parse(at).toInstant();
  }

  private static SyncWindows windows(ObjectTree one) {
    return new SyncWindows(
        Tree.items(one.get("windows")).stream().map(w -> new SyncWindow(Tree.object(w))).toList(),
        Cron.STANDARD);
  }

  private static @Nullable Object answer(ObjectTree one, ObjectTree input) {
    return switch (Tree.text(one, "function")) {
      case "AppProject.IsAppNamespacePermitted" ->
          ProjectAccess.of(project(one))
              .permitsApplicationsIn(
                  Tree.text(input, "app", "metadata", "namespace"),
                  Tree.text(input, "controllerNs"));
      case "AppProject.IsDestinationPermitted" -> destination(one, input);
      case "AppProject.IsGroupKindNamePermitted" ->
          ProjectAccess.of(project(one))
              .permitsKind(
                  new GroupKind(Tree.text(input, "gk", "group"), Tree.text(input, "gk", "kind")),
                  Tree.text(input, "name"),
                  Tree.flag(input, "namespaced"));
      case "AppProject.IsSourcePermitted" ->
          ProjectAccess.of(project(one)).permitsSource(Tree.text(input, "src", "repoURL"));
      case "AppProject.ValidateProject" ->
          String.join("; ", ProjectValidation.problems(project(one)));
      case "isValidAction" -> PolicyLine.validAction(Tree.text(input, "action"));
      case "isValidObject" ->
          PolicyLine.validObject(Tree.text(input, "proj"), Tree.text(input, "object"));
      case "validateGroupName" -> ProjectValidation.validGroup(Tree.text(input, "name"));
      case "validatePolicy" ->
          PolicyLine.problem(
                  Tree.text(input, "proj"), Tree.text(input, "role"), Tree.text(input, "policy"))
              .isEmpty();
      case "AppProject.GetRoleByName" ->
          ProjectRoles.role(project(one), Tree.text(input, "name")).isPresent();
      case "AppProject.AddGroupToRole" -> edited(one, input, ProjectRoles::giving);
      case "AppProject.RemoveGroupFromRole" -> edited(one, input, ProjectRoles::taking);
      case "RoleGroupExists" -> ProjectRoles.gives(Tree.object(input.get("role")), "some-user");
      case "AppProject.NormalizeJWTTokens" ->
          !ProjectRoles.withTokensInStatus(project(one)).equals(project(one));
      case "AppProject.EffectiveSourceIntegrity" ->
          ProjectAccess.of(project(one)).sourceIntegrity().orElse(null);
      case "AppProjectSpec.DestinationClusters" ->
          ProjectAccess.of(
                  new Project(new Manifest(ObjectTree.of("spec", Tree.object(one.get("spec"))))))
              .destinationServers();
      case "globMatch" ->
          Tree.flag(input, "allowNegation")
              ? Patterns.matchesOrDenies(Tree.text(input, "pattern"), Tree.text(input, "val"))
              : Patterns.matches(Tree.text(input, "pattern"), Tree.text(input, "val"));
      default -> windowAnswer(one, input);
    };
  }

  /** Changes one group of one role. */
  private interface Edit {
    Project apply(Project project, String role, String group);
  }

  private static boolean edited(ObjectTree one, ObjectTree input, Edit edit) {
    try {
      var after = edit.apply(project(one), Tree.text(input, "roleName"), Tree.text(input, "group"));
      return !after.equals(project(one));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String updated(ObjectTree one, ObjectTree input) {
    var names =
        java.util.Map.of(
            "s", "schedule",
            "d", "duration",
            "a", "applications",
            "n", "namespaces",
            "c", "clusters",
            "tz", "timeZone",
            "description", "description");
    var change = new ObjectTree.Builder(names.size());
    input.forEach((key, value) -> change.put(names.getOrDefault(key, key), value));
    try {
      new SyncWindow(Tree.object(one.get("window"))).with(change.build());
      return "";
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static boolean destination(ObjectTree one, ObjectTree input) {
    var own =
        Tree.items(input.get("projectScopedClusters")).stream()
            .map(c -> new Destination(Tree.text(c, "server"), Tree.text(c, "name"), ""))
            .toList();
    return new ProjectAccess(project(one), own)
        .permitsDestination(
            new Destination(
                Tree.text(input, "cluster", "server"), Tree.text(input, "cluster", "name"), ""),
            Tree.text(input, "namespace"));
  }

  private static @Nullable Object windowAnswer(ObjectTree one, ObjectTree input) {
    var windows = windows(one);
    return switch (Tree.text(one, "function")) {
      case "SyncWindow.active", "SyncWindow.Active" ->
          new SyncWindow(Tree.object(one.get("window"))).active(now(one), Cron.STANDARD);
      case "SyncWindow.Update" -> updated(one, input);
      case "SyncWindow.Validate" ->
          String.join("; ", new SyncWindow(Tree.object(one.get("window"))).problems());
      case "SyncWindows.active", "SyncWindows.Active" -> (long) windows.active(now(one)).size();
      case "SyncWindows.inactiveAllows", "SyncWindows.InactiveAllows" ->
          (long) windows.inactiveAllows(now(one)).size();
      case "SyncWindows.CanSync" ->
          windows.permits(
              Tree.flag(input, "isManual"), started(input), Instant.parse("2024-01-10T10:30:15Z"));
      case "SyncWindows.Matches" -> {
        var raw = Tree.items(one.get("windows")).stream().map(Tree::object).toList();
        var app = new Application(new Manifest(Tree.object(input.get("app"))));
        yield Tree.list(
            SyncWindows.of(raw, app, Cron.STANDARD).windows().stream()
                .map(SyncWindow::tree)
                .toList());
      }
      case "SyncWindows.HasWindows" -> !windows.windows().isEmpty();
      case "SyncWindows.hasDeny" -> windows.windows().stream().anyMatch(SyncWindow::denies);
      case "SyncWindows.hasAllow" -> windows.windows().stream().anyMatch(SyncWindow::allows);
      case "SyncWindows.denyAllowsOverrun" ->
          windows.windows().stream().filter(SyncWindow::denies).allMatch(SyncWindow::overrun);
      default -> "unknown function";
    };
  }

  private static Optional<Instant> started(ObjectTree input) {
    return input.get("operationStartTime") instanceof String text
        ? Optional.of(OffsetDateTime.parse(text).toInstant())
        : Optional.empty();
  }
}
