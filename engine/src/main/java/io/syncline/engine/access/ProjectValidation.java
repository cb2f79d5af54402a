package io.syncline.engine.access;

import io.syncline.engine.glob.Patterns;
import io.syncline.engine.schedule.SyncWindow;
import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Finds what is wrong with a project before it is stored (semantics 24). */
public final class ProjectValidation {
  private static final Pattern ROLE = Pattern.compile("[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?");

  /** Plain, or in double quotes when it holds commas. */
  private static final Pattern GROUP =
      Pattern.compile("[^\\s,\"]([^,\"\\n\\r\\t]*[^\\s,\"])?|\"[^\"\\n\\r\\t]+\"");

  private static final String ACCOUNT_FORBIDDEN = "!*[]{}\\/";

  private final Project project;
  private final List<String> problems = new ArrayList<>();

  private ProjectValidation(Project project) {
    this.project = project;
  }

  /** What is wrong with {@code project}, for people; empty when nothing is. */
  public static List<String> problems(Project project) {
    var validation = new ProjectValidation(project);
    validation.repositories();
    validation.destinations();
    validation.roles();
    validation.windows();
    validation.accounts();
    return List.copyOf(validation.problems);
  }

  private List<ObjectTree> entries(String field) {
    return Tree.items(project.manifest().at("spec", field)).stream().map(Tree::object).toList();
  }

  private void repositories() {
    var seen = new HashSet<String>();
    for (var repo : project.sourceRepos()) {
      if (repo.equals("!*")) {
        problems.add("source repository has an invalid format, '!*'");
      }
      if (!seen.add(repo)) {
        problems.add("source repository '" + repo + "' already added");
      }
    }
  }

  private void destinations() {
    var seen = new HashSet<>();
    for (var destination : project.destinations()) {
      refuseAll("name", destination.name());
      refuseAll("server", destination.server());
      refuseAll("namespace", destination.namespace());
      if (!seen.add(destination)) {
        problems.add(
            "destination '"
                + destination.server()
                + destination.name()
                + "/"
                + destination.namespace()
                + "' already added");
      }
    }
  }

  private void refuseAll(String field, String value) {
    if (value.equals("!*")) {
      problems.add(field + " has an invalid format, '!*'");
    }
  }

  private void roles() {
    var names = new HashSet<String>();
    for (var role : entries("roles")) {
      var name = Tree.text(role, "name");
      if (!names.add(name)) {
        problems.add("role '" + name + "' already exists");
      }
      if (!ROLE.matcher(name).matches()) {
        problems.add(
            "invalid role name '"
                + name
                + "' (expected: letters, digits, '-' and '_', starting and ending with a letter or"
                + " digit)");
      }
      for (var policy : Tree.items(role.get("policies"))) {
        PolicyLine.problem(project.name(), name, String.valueOf(policy)).ifPresent(problems::add);
      }
      groups(role);
    }
  }

  private void groups(ObjectTree role) {
    var groups = new HashSet<String>();
    for (var item : Tree.items(role.get("groups"))) {
      var group = String.valueOf(item);
      if (!groups.add(group)) {
        problems.add("group '" + group + "' already exists for role " + Tree.text(role, "name"));
      }
      if (!validGroup(group)) {
        problems.add(
            "group name '"
                + group
                + "' is invalid (expected: no comma, no line break, no blank at either end)");
      }
    }
  }

  /** Whether {@code group} may stand in a role. */
  public static boolean validGroup(String group) {
    return GROUP.matcher(group).matches();
  }

  private void windows() {
    var seen = new HashSet<ObjectTree>();
    for (var window : entries("syncWindows")) {
      problems.addAll(new SyncWindow(window).problems());
      new SyncWindow(window).aimless().ifPresent(problems::add);
      var identity = window.without("description").without("manualSync").without("syncOverrun");
      if (!seen.add(identity)) {
        problems.add(
            "window '"
                + Tree.text(window, "kind")
                + ":"
                + Tree.text(window, "schedule")
                + ":"
                + Tree.text(window, "duration")
                + "' already exists, update or edit");
      }
    }
  }

  private void accounts() {
    var seen = new HashSet<String>();
    for (var entry : entries("destinationServiceAccounts")) {
      var server = Tree.text(entry, "server");
      var namespace = Tree.text(entry, "namespace");
      var account = Tree.text(entry, "defaultServiceAccount");
      if (Patterns.denies(server)) {
        problems.add("server has an invalid format, '" + server + "'");
      }
      if (Patterns.denies(namespace)) {
        problems.add("namespace has an invalid format, '" + namespace + "'");
      }
      if (account.isBlank() || account.chars().anyMatch(c -> ACCOUNT_FORBIDDEN.indexOf(c) >= 0)) {
        problems.add("defaultServiceAccount has an invalid format, '" + account + "'");
      }
      if (!seen.add(server + "/" + namespace)) {
        problems.add("destinationServiceAccount '" + server + "/" + namespace + "' already added");
      }
    }
  }
}
