package io.syncline.localkube.authz;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Keeps people from giving away more than they have. */
public final class Escalation {
  private Escalation() {}

  /**
   * Why {@code user} may not write a Role or ClusterRole; empty when it may.
   *
   * @param plural plural of the kind of role
   * @param before the role that is replaced
   */
  public static Optional<String> byRole(
      Policy policy, User user, String plural, Optional<ObjectTree> before, ObjectTree role) {
    var namespace = Tree.text(role, "metadata", "namespace");
    var name = before.isEmpty() ? "" : Tree.text(role, "metadata", "name");
    if (allowed(policy, user, "escalate", plural, namespace, name)) {
      return Optional.empty();
    }
    var missing = missing(policy, user, namespace, Rule.of(role));
    if (missing.isPresent()) {
      return missing;
    }
    var gathers = gathers(role) || before.filter(Escalation::gathers).isPresent();
    return gathers && missing(policy, user, namespace, Rule.ALL).isPresent()
        ? Optional.of("must have cluster-admin privileges to use the aggregationRule")
        : Optional.empty();
  }

  private static boolean gathers(ObjectTree role) {
    return !Tree.items(Tree.at(role, "aggregationRule", "clusterRoleSelectors")).isEmpty();
  }

  /**
   * A role that a binding wants to give away.
   *
   * @param found whether there is such a role
   * @param refusal why the user may not bind it; when not found, that it is missing
   */
  public record Bound(boolean found, Optional<String> refusal) {}

  /** Whether {@code user} may write a RoleBinding or ClusterRoleBinding. */
  public static Bound byBinding(Policy policy, User user, ObjectTree binding) {
    var namespace = Tree.text(binding, "metadata", "namespace");
    var reference = Tree.object(binding.get("roleRef"));
    var plural = Tree.text(reference, "kind").equals("Role") ? "roles" : "clusterroles";
    if (allowed(policy, user, "bind", plural, namespace, Tree.text(reference, "name"))) {
      return new Bound(true, Optional.empty());
    }
    var role = Rbac.role(policy, reference, namespace);
    return role.isEmpty()
        ? new Bound(false, Optional.of(Rbac.missing(reference)))
        : new Bound(true, missing(policy, user, namespace, Rule.of(role.get())));
  }

  private static boolean allowed(
      Policy policy, User user, String verb, String plural, String namespace, String name) {
    var wish = Attributes.resource(verb, Policy.GROUP, plural, namespace, name);
    return Rbac.decide(policy, user, wish).allowed();
  }

  private static Optional<String> missing(
      Policy policy, User user, String namespace, List<Rule> wanted) {
    var rights = Rbac.rights(policy, user, namespace);
    var missing = new ArrayList<Rule>();
    for (var rule : wanted) {
      for (var part : rule.parts()) {
        if (rights.rules().stream().noneMatch(own -> own.covers(part))) {
          missing.add(part);
        }
      }
    }
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    var text =
        "user "
            + Quoted.text(user.name())
            + " (groups="
            + Quoted.list(user.groups())
            + ") is attempting to grant RBAC permissions not currently held:\n"
            + String.join("\n", lines(missing));
    return Optional.of(
        rights.problem().isEmpty()
            ? text
            : text + "; resolution errors: [" + rights.problem() + "]");
  }

  /** One line for each resource with all verbs that are missing on it. */
  private static TreeSet<String> lines(List<Rule> parts) {
    Map<List<String>, Rule> together = new LinkedHashMap<>();
    var lines = new TreeSet<String>();
    for (var part : parts) {
      if (!part.urls().isEmpty()) {
        lines.add(part.text());
        continue;
      }
      var place = new ArrayList<>(part.groups());
      place.addAll(part.resources());
      place.addAll(part.names());
      together.merge(place, part, Escalation::joined);
    }
    together.values().forEach(rule -> lines.add(rule.text()));
    return lines;
  }

  private static Rule joined(Rule first, Rule second) {
    var verbs = new ArrayList<>(first.verbs());
    verbs.addAll(second.verbs());
    return new Rule(verbs, first.groups(), first.resources(), first.names(), first.urls());
  }
}
