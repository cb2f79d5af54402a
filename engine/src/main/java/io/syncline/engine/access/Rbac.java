package io.syncline.engine.access;

import io.syncline.engine.glob.Patterns;
import io.syncline.model.project.Project;
import io.syncline.model.tree.Tree;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Decides who may do what (semantics 25). A subject is allowed when some line allows and none
 * denies; subjects are looked at one by one, and one that is allowed is enough.
 *
 * @param policy built-in and configured lines
 * @param defaultRole rights everybody has, "" for none
 * @param mode how patterns are read
 * @param projects projects by name, whose roles add lines to requests about them
 */
public record Rbac(
    Policy policy,
    String defaultRole,
    MatchMode mode,
    Function<String, Optional<Project>> projects) {
  /** How patterns are read. */
  public enum MatchMode {
    GLOB,
    REGEX;

    /** {@code regex} or anything else for globs. */
    public static MatchMode parse(String word) {
      return word.equals("regex") ? REGEX : GLOB;
    }
  }

  /** Roles every installation has. */
  public static final Policy BUILT_IN =
      Policy.parse(
          """
          p, role:readonly, applications, get, */*, allow
          p, role:readonly, applicationsets, get, */*, allow
          p, role:readonly, certificates, get, *, allow
          p, role:readonly, clusters, get, *, allow
          p, role:readonly, repositories, get, *, allow
          p, role:readonly, write-repositories, get, *, allow
          p, role:readonly, projects, get, *, allow
          p, role:readonly, accounts, get, *, allow
          p, role:readonly, gpgkeys, get, *, allow
          p, role:readonly, logs, get, */*, allow
          p, role:admin, applications, create, */*, allow
          p, role:admin, applications, update, */*, allow
          p, role:admin, applications, update/*, */*, allow
          p, role:admin, applications, delete, */*, allow
          p, role:admin, applications, delete/*, */*, allow
          p, role:admin, applications, sync, */*, allow
          p, role:admin, applications, rollback, */*, allow
          p, role:admin, applications, override, */*, allow
          p, role:admin, applications, action/*, */*, allow
          p, role:admin, applicationsets, get, */*, allow
          p, role:admin, applicationsets, create, */*, allow
          p, role:admin, applicationsets, update, */*, allow
          p, role:admin, applicationsets, delete, */*, allow
          p, role:admin, certificates, create, *, allow
          p, role:admin, certificates, update, *, allow
          p, role:admin, certificates, delete, *, allow
          p, role:admin, clusters, create, *, allow
          p, role:admin, clusters, update, *, allow
          p, role:admin, clusters, delete, *, allow
          p, role:admin, repositories, create, *, allow
          p, role:admin, repositories, update, *, allow
          p, role:admin, repositories, delete, *, allow
          p, role:admin, write-repositories, create, *, allow
          p, role:admin, write-repositories, update, *, allow
          p, role:admin, write-repositories, delete, *, allow
          p, role:admin, projects, create, *, allow
          p, role:admin, projects, update, *, allow
          p, role:admin, projects, delete, *, allow
          p, role:admin, accounts, update, *, allow
          p, role:admin, gpgkeys, create, *, allow
          p, role:admin, gpgkeys, delete, *, allow
          p, role:admin, exec, create, */*, allow
          g, role:admin, role:readonly
          g, admin, role:admin
          """);

  /** A policy alone: no default role, globs, no projects. */
  public static Rbac of(Policy policy) {
    return new Rbac(policy, "", MatchMode.GLOB, _ -> Optional.empty());
  }

  /** Whether {@code caller} may do what {@code request} says. */
  public boolean allows(Caller caller, AccessRequest request) {
    if (!defaultRole.isEmpty() && allows(policy, defaultRole, request)) {
      return true;
    }
    var project = Optional.of(request.project()).filter(p -> !p.isEmpty()).flatMap(projects);
    if (caller.projectToken()) {
      return project.filter(p -> allowsToken(caller, p, request)).isPresent();
    }
    var all = project.map(p -> policy.and(Policy.of(p))).orElse(policy);
    return (!caller.subject().isEmpty() && allows(all, caller.subject(), request))
        || caller.groups().stream()
            .filter(group -> all.memberships().stream().anyMatch(m -> m.member().equals(group)))
            .anyMatch(group -> allows(all, group, request));
  }

  private boolean allowsToken(Caller caller, Project project, AccessRequest request) {
    var parts = caller.subject().split(":", 3);
    return parts[1].equals(project.name())
        && listed(caller, project, parts[2])
        && allows(policy.and(Policy.of(project)), caller.subject(), request);
  }

  /** Whether the token is still among those of its role: one taken off the list is revoked. */
  private static boolean listed(Caller caller, Project project, String role) {
    var inStatus =
        Tree.items(project.manifest().at("status", "jwtTokensByRole", role, "items")).stream();
    var inSpec =
        Tree.items(project.manifest().at("spec", "roles")).stream()
            .filter(r -> Tree.text(r, "name").equals(role))
            .flatMap(r -> Tree.items(Tree.at(r, "jwtTokens")).stream());
    return java.util.stream.Stream.concat(inStatus, inSpec)
        .anyMatch(
            token ->
                caller.tokenId().isEmpty()
                    ? Tree.number(token, -1, "iat") == caller.issuedAt()
                    : Tree.text(token, "id").equals(caller.tokenId()));
  }

  private boolean allows(Policy lines, String subject, AccessRequest request) {
    var roles = lines.roles(subject);
    var allowed = false;
    for (var permission : lines.permissions()) {
      if (roles.contains(permission.subject())
          && matches(permission.resource(), request.resource())
          && matches(permission.action(), request.action())
          && matches(permission.object(), request.object())) {
        if (!permission.allows()) {
          return false;
        }
        allowed = true;
      }
    }
    return allowed;
  }

  private boolean matches(String pattern, String text) {
    if (mode == MatchMode.GLOB) {
      return Patterns.matches(pattern, text);
    }
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException _) {
      return false;
    }
  }
}
