package io.syncline.engine.access;

import io.syncline.model.project.Project;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may do what (semantics 25).
 *
 * @param permissions {@code p} lines, in order
 * @param memberships {@code g} lines, in order
 */
public record Policy(List<Permission> permissions, List<Membership> memberships) {
  /**
   * One {@code p} line.
   *
   * @param subject user, group or role
   * @param resource pattern of resources
   * @param action pattern of actions
   * @param object pattern of objects
   * @param allows whether it allows; else it denies
   */
  public record Permission(
      String subject, String resource, String action, String object, boolean allows) {}

  /**
   * One {@code g} line: {@code member} has all rights of {@code role}.
   *
   * @param member user, group or role
   * @param role the role
   */
  public record Membership(String member, String role) {}

  /** A line that is no policy; the message names it. */
  public static final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyException(String message) {
      super(message);
    }
  }

  /** Nobody may do anything. */
  public static final Policy EMPTY = new Policy(List.of(), List.of());

  /** Copies the lists. */
  public Policy {
    permissions = List.copyOf(permissions);
    memberships = List.copyOf(memberships);
  }

  /**
   * The policy that {@code csv} spells; blank lines and those that begin with {@code #} are left
   * out.
   *
   * @throws PolicyException for the first line that is malformed
   */
  public static Policy parse(String csv) {
    var permissions = new ArrayList<Permission>();
    var memberships = new ArrayList<Membership>();
    var number = 0;
    for (var line : csv.split("\n", -1)) {
      number++;
      var text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      var fields = fields(text);
      if (fields.getFirst().equals("p") && fields.size() == 6) {
        permissions.add(permission(fields, number));
      } else if (fields.getFirst().equals("g") && fields.size() >= 3) {
        memberships.add(new Membership(fields.get(1), fields.get(2)));
      } else {
        throw new PolicyException(
            "policy line "
                + number
                + ": \""
                + text
                + "\" is no policy (expected: p, subject, resource, action, object, effect or g,"
                + " member, role)");
      }
    }
    return new Policy(permissions, memberships);
  }

  /** The fields of a line; one in double quotes may hold commas. */
  private static List<String> fields(String line) {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    var quoted = false;
    for (var i = 0; i < line.length(); i++) {
      var c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString().strip());
    return fields;
  }

  private static Permission permission(List<String> fields, int line) {
    var effect = fields.get(5);
    if (!effect.equals("allow") && !effect.equals("deny")) {
      throw new PolicyException(
          "policy line " + line + ": effect \"" + effect + "\" (expected: allow or deny)");
    }
    return new Permission(
        fields.get(1), fields.get(2), fields.get(3), fields.get(4), effect.equals("allow"));
  }

  /** The policy text in a settings map: {@code policy.csv}, then the other files by name. */
  public static String assemble(Map<String, String> settings) {
    var text = new StringBuilder(settings.getOrDefault("policy.csv", ""));
    new TreeMap<>(settings)
        .forEach(
            (key, value) -> {
              if (key.startsWith("policy.") && key.endsWith(".csv") && !key.equals("policy.csv")) {
                text.append(text.isEmpty() ? "" : "\n").append(value);
              }
            });
    return text.toString();
  }

  /** What the roles of {@code project} add: their policies, their groups, and a look at itself. */
  public static Policy of(Project project) {
    var lines = new ArrayList<String>();
    for (var role : Tree.items(project.manifest().at("spec", "roles"))) {
      var subject = "proj:" + project.name() + ":" + Tree.text(role, "name");
      lines.add("p, " + subject + ", projects, get, " + project.name() + ", allow");
      Tree.items(Tree.at(role, "policies")).forEach(p -> lines.add(String.valueOf(p)));
      Tree.items(Tree.at(role, "groups")).forEach(g -> lines.add("g, " + g + ", " + subject));
    }
    return parse(String.join("\n", lines));
  }

  /** Both policies together. */
  public Policy and(Policy other) {
    var allPermissions = new ArrayList<>(permissions);
    allPermissions.addAll(other.permissions);
    var allMemberships = new ArrayList<>(memberships);
    allMemberships.addAll(other.memberships);
    return new Policy(allPermissions, allMemberships);
  }

  /** {@code subject} and every role it has, directly or through other roles. */
  Set<String> roles(String subject) {
    var roles = new LinkedHashSet<String>();
    var open = new ArrayList<>(Arrays.asList(subject));
    while (!open.isEmpty()) {
      var next = open.removeLast();
      if (roles.add(next)) {
        memberships.stream().filter(m -> m.member().equals(next)).forEach(m -> open.add(m.role()));
      }
    }
    return roles;
  }
}
