package io.syncline.localkube.authz;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates roles and bindings. */
public final class Rbac {
  private Rbac() {}

  /** A binding that applies to somebody, with the rules it gives. */
  private record Grant(String source, List<Rule> rules) {}

  /** Everything that was found for somebody. */
  private static final class Findings {
    final List<Grant> grants = new ArrayList<>();
    final List<String> problems = new ArrayList<>();

    String problem() {
      return problems.size() == 1
          ? problems.getFirst()
          : problems.isEmpty() ? "" : "[" + String.join(", ", problems) + "]";
    }
  }

  /** Whether {@code user} may do what {@code wish} says. */
  public static Decision decide(Policy policy, User user, Attributes wish) {
    if (user.master()) {
      return new Decision(true, "");
    }
    var found = found(policy, user, wish.namespace());
    for (var grant : found.grants) {
      if (grant.rules().stream().anyMatch(rule -> rule.allows(wish))) {
        return new Decision(true, "RBAC: allowed by " + grant.source());
      }
    }
    var problem = found.problem();
    return new Decision(false, problem.isEmpty() ? "" : "RBAC: " + problem);
  }

  /** What {@code user} may do in {@code namespace} ("" for cluster-wide rights only). */
  public static Rights rights(Policy policy, User user, String namespace) {
    var found = found(policy, user, namespace);
    return new Rights(
        found.grants.stream().flatMap(grant -> grant.rules().stream()).toList(), found.problem());
  }

  private static Findings found(Policy policy, User user, String namespace) {
    var found = new Findings();
    for (var binding : policy.clusterBindings()) {
      look(policy, user, binding, "", found);
    }
    if (!namespace.isEmpty()) {
      for (var binding : policy.bindings(namespace)) {
        look(policy, user, binding, namespace, found);
      }
    }
    return found;
  }

  private static void look(
      Policy policy, User user, ObjectTree binding, String namespace, Findings found) {
    var subject =
        Tree.items(binding.get("subjects")).stream()
            .filter(s -> applies(user, s, namespace))
            .findFirst();
    if (subject.isEmpty()) {
      return;
    }
    var reference = Tree.object(binding.get("roleRef"));
    var role = role(policy, reference, namespace);
    if (role.isEmpty()) {
      found.problems.add(missing(reference));
    } else {
      found.grants.add(
          new Grant(source(binding, namespace, reference, subject.get()), Rule.of(role.get())));
    }
  }

  /** The role a binding refers to; {@code namespace} is that of the binding. */
  static Optional<ObjectTree> role(Policy policy, ObjectTree reference, String namespace) {
    var name = Tree.text(reference, "name");
    return switch (Tree.text(reference, "kind")) {
      case "ClusterRole" -> policy.clusterRole(name);
      case "Role" -> policy.role(namespace, name);
      default -> Optional.empty();
    };
  }

  /** What is said of a role that is not there. */
  static String missing(ObjectTree reference) {
    var name = Quoted.text(Tree.text(reference, "name"));
    return switch (Tree.text(reference, "kind")) {
      case "ClusterRole" -> "clusterrole." + Policy.GROUP + " " + name + " not found";
      case "Role" -> "role." + Policy.GROUP + " " + name + " not found";
      default -> "unsupported role reference kind: " + Quoted.text(Tree.text(reference, "kind"));
    };
  }

  private static boolean applies(User user, Object subject, String bindingNamespace) {
    var name = Tree.text(subject, "name");
    return switch (Tree.text(subject, "kind")) {
      case "User" -> user.name().equals(name);
      case "Group" -> user.groups().contains(name);
      case "ServiceAccount" -> {
        var own = Tree.text(subject, "namespace");
        var namespace = own.isEmpty() ? bindingNamespace : own;
        yield !namespace.isEmpty() && user.name().equals(User.accountName(namespace, name));
      }
      default -> false;
    };
  }

  private static String source(
      ObjectTree binding, String namespace, ObjectTree reference, Object subject) {
    var name = Tree.text(binding, "metadata", "name");
    var own =
        namespace.isEmpty()
            ? "ClusterRoleBinding " + Quoted.text(name)
            : "RoleBinding " + Quoted.text(name + "/" + namespace);
    var kind = Tree.text(subject, "kind");
    var who = Tree.text(subject, "name");
    if (kind.equals("ServiceAccount")) {
      var of = Tree.text(subject, "namespace");
      who = who + "/" + (of.isEmpty() ? namespace : of);
    }
    return own
        + " of "
        + Tree.text(reference, "kind")
        + " "
        + Quoted.text(Tree.text(reference, "name"))
        + " to "
        + kind
        + " "
        + Quoted.text(who);
  }
}
