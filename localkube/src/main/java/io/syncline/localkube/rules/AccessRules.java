package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.List;

/** Rules of roles and bindings. */
final class AccessRules {
  private static final List<String> GROUP = List.of("rbac.authorization.k8s.io");

  private AccessRules() {}

  /** A role; one of a cluster may also speak of paths. */
  static List<Cause> role(ObjectTree role, boolean namespaced) {
    var causes = new Causes();
    var i = 0;
    for (var rule : Tree.items(role.get("rules"))) {
      rule(Tree.object(rule), "rules[" + i++ + "]", namespaced, causes);
    }
    return causes.list();
  }

  private static void rule(ObjectTree rule, String path, boolean namespaced, Causes causes) {
    if (Tree.items(rule.get("verbs")).isEmpty()) {
      causes.required(path + ".verbs", "verbs must contain at least one value");
    }
    var groups = Tree.items(rule.get("apiGroups"));
    var resources = Tree.items(rule.get("resources"));
    var urls = Tree.items(rule.get("nonResourceURLs"));
    if (!urls.isEmpty()) {
      var at = path + ".nonResourceURLs";
      if (namespaced) {
        causes.add(
            Cause.shown(
                at, GoText.texts(urls), "namespaced rules cannot apply to non-resource URLs"));
      }
      if (!groups.isEmpty()
          || !resources.isEmpty()
          || !Tree.items(rule.get("resourceNames")).isEmpty()) {
        causes.add(
            Cause.shown(
                at,
                GoText.texts(urls),
                "rules cannot apply to both regular resources and non-resource URLs"));
      }
      return;
    }
    if (groups.isEmpty()) {
      causes.required(path + ".apiGroups", "resource rules must supply at least one api group");
    }
    if (resources.isEmpty()) {
      causes.required(path + ".resources", "resource rules must supply at least one resource");
    }
  }

  static List<Cause> binding(ObjectTree binding, boolean namespaced) {
    var causes = new Causes();
    var role = Tree.object(binding.get("roleRef"));
    causes.supportedIfGiven("roleRef.apiGroup", Tree.text(role, "apiGroup"), GROUP);
    causes.supported(
        "roleRef.kind",
        Tree.text(role, "kind"),
        namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole"));
    causes.needs(role, "roleRef", "name");
    var i = 0;
    for (var subject : Tree.items(binding.get("subjects"))) {
      subject(subject, "subjects[" + i++ + "]", namespaced, causes);
    }
    return causes.list();
  }

  private static void subject(Object subject, String path, boolean namespaced, Causes causes) {
    causes.needs(subject, path, "name");
    var group = Tree.text(subject, "apiGroup");
    var name = Tree.text(subject, "name");
    switch (Tree.text(subject, "kind")) {
      case "ServiceAccount" -> {
        if (!name.isEmpty()) {
          causes.addAll(NameRules.subdomain(path + ".name", name));
        }
        causes.supported(path + ".apiGroup", group, List.of(""));
        if (!namespaced) {
          causes.needs(subject, path, "namespace");
        }
      }
      case "User", "Group" -> causes.supportedIfGiven(path + ".apiGroup", group, GROUP);
      default ->
          causes.supported(
              path + ".kind",
              Tree.text(subject, "kind"),
              List.of("ServiceAccount", "User", "Group"));
    }
  }

  /** The role of a binding stays the same for good. */
  static List<Cause> changedRole(ObjectTree next, ObjectTree live) {
    var now = Tree.object(next.get("roleRef"));
    return now.equals(live.get("roleRef"))
        ? List.of()
        : List.of(
            Cause.shown(
                "roleRef",
                "rbac.RoleRef{APIGroup:"
                    + Cause.quoted(Tree.text(now, "apiGroup"))
                    + ", Kind:"
                    + Cause.quoted(Tree.text(now, "kind"))
                    + ", Name:"
                    + Cause.quoted(Tree.text(now, "name"))
                    + "}",
                "cannot change roleRef"));
  }
}
