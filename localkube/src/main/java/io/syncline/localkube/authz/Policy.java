package io.syncline.localkube.authz;

import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/** The roles and bindings that count, sorted by name. */
public interface Policy {
  /** Group of the policy objects. */
  String GROUP = "rbac.authorization.k8s.io";

  /** All ClusterRoleBindings. */
  List<ObjectTree> clusterBindings();

  /** The RoleBindings of a namespace. */
  List<ObjectTree> bindings(String namespace);

  /** A ClusterRole. */
  Optional<ObjectTree> clusterRole(String name);

  /** A Role. */
  Optional<ObjectTree> role(String namespace, String name);
}
