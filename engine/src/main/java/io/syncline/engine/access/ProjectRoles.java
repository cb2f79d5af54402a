package io.syncline.engine.access;

import io.syncline.model.project.Project;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The roles of a project, read and edited: every edit is a new project (semantics 24.5). */
public final class ProjectRoles {
  private static final String TOKENS = "jwtTokensByRole";

  private ProjectRoles() {}

  /** The role called {@code name}; empty when there is none. */
  public static Optional<ObjectTree> role(Project project, String name) {
    return roles(project).stream().filter(r -> Tree.text(r, "name").equals(name)).findFirst();
  }

  private static List<ObjectTree> roles(Project project) {
    return Tree.items(project.manifest().at("spec", "roles")).stream().map(Tree::object).toList();
  }

  /** Whether {@code role} is given to {@code group}. */
  public static boolean gives(ObjectTree role, String group) {
    return groups(role).contains(group);
  }

  private static List<String> groups(ObjectTree role) {
    return Tree.items(role.get("groups")).stream().map(String::valueOf).toList();
  }

  /**
   * {@code project} with {@code role} given to {@code group}; the same when it was before.
   *
   * @throws IllegalArgumentException when there is no such role
   */
  public static Project giving(Project project, String role, String group) {
    return edited(
        project,
        role,
        groups ->
            groups.contains(group)
                ? groups
                : Stream.concat(groups.stream(), Stream.of(group)).toList());
  }

  /**
   * {@code project} with {@code role} taken from {@code group}; the same when it had it not.
   *
   * @throws IllegalArgumentException when there is no such role
   */
  public static Project taking(Project project, String role, String group) {
    return edited(project, role, groups -> groups.stream().filter(g -> !g.equals(group)).toList());
  }

  private static Project edited(
      Project project, String name, java.util.function.UnaryOperator<List<String>> edit) {
    if (role(project, name).isEmpty()) {
      throw new IllegalArgumentException(
          "role '" + name + "' does not exist in project '" + project.name() + "'");
    }
    var roles = new ArrayList<ObjectTree>();
    var changed = false;
    for (var role : roles(project)) {
      var before = groups(role);
      var after = Tree.text(role, "name").equals(name) ? edit.apply(before) : before;
      changed |= !after.equals(before);
      roles.add(after.equals(before) ? role : role.with("groups", after));
    }
    return changed ? new Project(project.manifest().with(roles, "spec", "roles")) : project;
  }

  /**
   * {@code project} with the tokens of each role listed in its status, as newer versions do, and
   * kept in its spec for older ones: what only one of both lists stands in both. The same when both
   * agree already.
   */
  public static Project withTokensInStatus(Project project) {
    var next = project.manifest();
    for (var role : roles(project)) {
      var name = Tree.text(role, "name");
      var inSpec = Tree.items(role.get("jwtTokens"));
      var inStatus = Tree.items(next.at("status", TOKENS, name, "items"));
      var all = union(inStatus, inSpec);
      if (!all.equals(inStatus)) {
        next = next.with(all, "status", TOKENS, name, "items");
      }
    }
    return next.equals(project.manifest()) ? project : new Project(next);
  }

  /** One entry per token; the status knows more of one issued at the same time. */
  private static List<Object> union(List<Object> inStatus, List<Object> inSpec) {
    var known = new TreeSet<Long>();
    var all = new ArrayList<@Nullable Object>(inStatus);
    inStatus.forEach(token -> known.add(issued(token)));
    for (var token : inSpec) {
      if (known.add(issued(token))) {
        all.add(token);
      }
    }
    return Tree.list(all);
  }

  private static long issued(Object token) {
    return Tree.number(token, 0, "iat");
  }
}
