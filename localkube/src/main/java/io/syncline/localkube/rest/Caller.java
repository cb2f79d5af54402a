package io.syncline.localkube.rest;

import io.syncline.localkube.authz.User;
import io.syncline.localkube.write.Approval;

/**
 * Who sends a request.
 *
 * @param user the user it counts for
 * @param approval what is asked before an object of this user is kept
 */
record Caller(User user, Approval approval) {
  /** Somebody who may do everything; for requests that did not come through the gate. */
  static final Caller SYSTEM =
      new Caller(
          new User(
              "system:apiserver",
              "",
              java.util.List.of(User.MASTERS),
              io.syncline.model.tree.ObjectTree.EMPTY),
          Approval.ALWAYS);
}
