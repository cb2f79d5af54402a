package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Stored;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a new pod gets from its service account, which must be there. */
final class PodAccount {
  private static final String AUTOMOUNT = "automountServiceAccountToken";
  private static final String TOKEN_PLACE = "/var/run/secrets/kubernetes.io/serviceaccount";

  /** What a projected volume shows of an account: token, authority, namespace. */
  private static final ObjectTree TOKEN =
      ObjectTree.of(
          "sources",
          List.of(
              ObjectTree.of(
                  "serviceAccountToken",
                  ObjectTree.of("expirationSeconds", 3607L, "path", "token")),
              ObjectTree.of(
                  "configMap",
                  ObjectTree.of(
                      "name",
                      "kube-root-ca.crt",
                      "items",
                      List.of(ObjectTree.of("key", "ca.crt", "path", "ca.crt")))),
              ObjectTree.of(
                  "downwardAPI",
                  ObjectTree.of(
                      "items",
                      List.of(
                          ObjectTree.of(
                              "path",
                              "namespace",
                              "fieldRef",
                              ObjectTree.of(
                                  "apiVersion", "v1", "fieldPath", "metadata.namespace")))))),
          "defaultMode",
          420L);

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
    var secrets = account.map(a -> Tree.items(a.get("imagePullSecrets"))).orElse(List.of());
    var pulling =
        secrets.isEmpty() || !Tree.items(Tree.at(pod, "spec", "imagePullSecrets")).isEmpty()
            ? pod
            : Tree.with(pod, secrets, "spec", "imagePullSecrets");
    return mounts(pod, account) ? withToken(pulling) : pulling;
  }

  /** The word of the pod counts more than the word of its account; both may be silent. */
  private static boolean mounts(ObjectTree pod, Optional<ObjectTree> account) {
    var said = Tree.at(pod, "spec", "automountServiceAccountToken");
    var word = said != null ? said : account.map(a -> a.get(AUTOMOUNT)).orElse(null);
    return !Boolean.FALSE.equals(word);
  }

  /** Mounts the token of the account into every container that has nothing else at its place. */
  private static ObjectTree withToken(ObjectTree pod) {
    var name = Metadata.generated("kube-api-access-");
    var mount = ObjectTree.of("name", name, "readOnly", true, "mountPath", TOKEN_PLACE);
    var next = pod;
    for (var field : List.of("initContainers", "containers")) {
      var containers = new ArrayList<Object>();
      for (var container : Tree.items(Tree.at(pod, "spec", field))) {
        var mounts = new ArrayList<>(Tree.items(Tree.at(container, "volumeMounts")));
        var taken = mounts.stream().anyMatch(m -> Tree.text(m, "mountPath").equals(TOKEN_PLACE));
        mounts.add(mount);
        containers.add(taken ? container : Tree.object(container).with("volumeMounts", mounts));
      }
      next = containers.isEmpty() ? next : Tree.with(next, containers, "spec", field);
    }
    if (next.equals(pod)) {
      return pod;
    }
    var volumes = new ArrayList<>(Tree.items(Tree.at(pod, "spec", "volumes")));
    volumes.add(ObjectTree.of("name", name, "projected", TOKEN));
    return Tree.with(next, volumes, "spec", "volumes");
  }
}
