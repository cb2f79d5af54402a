package io.syncline.localkube.authz;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who asks.
 *
 * @param name user name
 * @param uid unique id, "" when unknown
 * @param groups names of groups
 * @param extra lists of texts by key
 */
public record User(String name, String uid, List<String> groups, ObjectTree extra) {
  /** Name of somebody without credentials. */
  public static final String ANONYMOUS_NAME = "system:anonymous";

  /** Group of everybody whose credentials were good. */
  public static final String AUTHENTICATED = "system:authenticated";

  /** Group of everybody else. */
  public static final String UNAUTHENTICATED = "system:unauthenticated";

  /** Group that may do everything. */
  public static final String MASTERS = "system:masters";

  /** Somebody without credentials. */
  public static final User ANONYMOUS =
      new User(ANONYMOUS_NAME, "", List.of(UNAUTHENTICATED), ObjectTree.EMPTY);

  private static final String ACCOUNT = "system:serviceaccount:";

  /** Copies the groups. */
  public User {
    groups = List.copyOf(groups);
  }

  /** User name of a service account. */
  public static String accountName(String namespace, String name) {
    return ACCOUNT + namespace + ":" + name;
  }

  /** Groups of the service accounts of a namespace. */
  public static List<String> accountGroups(String namespace) {
    return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
  }

  /** Namespace and name when {@code name} is that of a service account, else empty. */
  public static List<String> account(String name) {
    if (!name.startsWith(ACCOUNT)) {
      return List.of();
    }
    var parts = List.of(name.substring(ACCOUNT.length()).split(":", -1));
    return parts.size() == 2 && !parts.getFirst().isEmpty() && !parts.getLast().isEmpty()
        ? parts
        : List.of();
  }

  /** Whether the user may do everything, whatever roles say. */
  public boolean master() {
    return groups.contains(MASTERS);
  }

  /** The user with the group of everybody known. */
  public User authenticated() {
    if (groups.contains(AUTHENTICATED)) {
      return this;
    }
    var all = new ArrayList<>(groups);
    all.add(AUTHENTICATED);
    return new User(name, uid, all, extra);
  }

  /** The user in the form of reviews. */
  public ObjectTree tree() {
    var tree = ObjectTree.of("username", name);
    if (!uid.isEmpty()) {
      tree = tree.with("uid", uid);
    }
    if (!groups.isEmpty()) {
      tree = tree.with("groups", Tree.list(groups));
    }
    return extra.isEmpty() ? tree : tree.with("extra", extra);
  }
}
