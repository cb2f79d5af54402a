package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Stored;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;

/** What a new pod gets from its service account, which must be there. */
final class PodAccount {
  private PodAccount() {}

  static ObjectTree completed(State state, Resource resource, ObjectTree pod) {
    var namespace = Tree.text(pod, "metadata", "namespace");
    var name = Tree.text(pod, "spec", "serviceAccountName");
    var account = state.get(new Key("", "serviceaccounts", namespace, name)).map(Stored::object);
    // Every namespace gets the default one; in a new namespace it may still be on its way.
    if (account.isEmpty() && !name.equals("default")) {
      throw PodAdmission.refused(
          resource,
          pod,
          "error looking up service account "
              + namespace
              + "/"
              + name
              + ": serviceaccount \""
              + name
              + "\" not found");
    }
    var secrets =
        account.map(a -> Tree.items(a.get("imagePullSecrets"))).orElse(java.util.List.of());
    return secrets.isEmpty() || !Tree.items(Tree.at(pod, "spec", "imagePullSecrets")).isEmpty()
        ? pod
        : Tree.with(pod, secrets, "spec", "imagePullSecrets");
  }
}
