package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.quota.Quota;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.store.Key;
import io.syncline.localkube.store.State;
import io.syncline.localkube.store.Store;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/**
 * Whether the quotas of a namespace leave room for an object, checked at the moment it is kept, so
 * that two writers cannot share the last room.
 *
 * @param resource resource of the object
 * @param key where it is kept
 * @param before the object that is replaced
 * @param next the object
 */
record Allowance(Resource resource, Key key, Optional<ObjectTree> before, ObjectTree next)
    implements Store.Guard {
  /** Of these even a change may take more room; of others only a new one does. */
  private static final List<String> GROWING = List.of("services", "persistentvolumeclaims");

  @Override
  public void check(State head) {
    var grows = key.group().isEmpty() && GROWING.contains(key.plural());
    if (before.isPresent() && !grows) {
      return;
    }
    for (var quota : Quota.of(head, key.namespace())) {
      quota
          .refusal(head, key, before, next)
          .ifPresent(
              why -> {
                throw Refusal.forbidden(resource, key.name(), why);
              });
    }
  }
}
