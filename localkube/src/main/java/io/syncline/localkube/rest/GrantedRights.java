package io.syncline.localkube.rest;

import io.syncline.localkube.authz.Attributes;
import io.syncline.localkube.authz.Escalation;
import io.syncline.localkube.authz.Policy;
import io.syncline.localkube.authz.Rbac;
import io.syncline.localkube.authz.StoredPolicy;
import io.syncline.localkube.authz.User;
import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.write.Approval;
import io.syncline.localkube.write.Cluster;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Optional;

/**
 * Holds writers to their rights where only the object tells what they do: who writes roles and
 * bindings may not give more than he has, and who makes an object by a patch must be allowed to
 * create.
 */
record GrantedRights(Cluster cluster, User user, Attributes wish) implements Approval {
  @Override
  public void check(Resource resource, Optional<ObjectTree> live, ObjectTree next) {
    var policy = new StoredPolicy(cluster.state());
    if (live.isEmpty() && !wish.verb().equals("create")) {
      var creation =
          new Attributes(
              "create",
              wish.group(),
              wish.resource(),
              wish.subresource(),
              wish.namespace(),
              wish.name(),
              "");
      var decision = Rbac.decide(policy, user, creation);
      if (!decision.allowed()) {
        throw creation.refusal(user, decision.reason());
      }
    }
    if (!resource.id().group().equals(Policy.GROUP)
        || live.filter(old -> substance(old).equals(substance(next))).isPresent()) {
      return;
    }
    var name = Tree.text(next, "metadata", "name");
    switch (resource.id().plural()) {
      case "roles", "clusterroles" ->
          Escalation.byRole(policy, user, resource.id().plural(), live, next)
              .ifPresent(
                  why -> {
                    throw Refusal.forbidden(resource, name, why);
                  });
      case "rolebindings", "clusterrolebindings" -> binding(policy, resource, name, next);
      default -> {
        // The group has no other resources.
      }
    }
  }

  private void binding(Policy policy, Resource resource, String name, ObjectTree next) {
    var bound = Escalation.byBinding(policy, user, next);
    bound
        .refusal()
        .ifPresent(
            why -> {
              if (!bound.found()) {
                throw Refusal.notFound(resource, Tree.text(next, "roleRef", "name"));
              }
              throw Refusal.forbidden(resource, name, why);
            });
  }

  /** What matters of a role or binding; owners and finalizers may come and go. */
  private static ObjectTree substance(ObjectTree object) {
    var plain = object;
    for (var field :
        new String[] {"finalizers", "ownerReferences", "managedFields", "resourceVersion"}) {
      plain = Tree.without(plain, "metadata", field);
    }
    return plain;
  }
}
