package io.syncline.localkube.write;

import io.syncline.localkube.kind.Resource;
import io.syncline.localkube.refusal.Cause;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/** The rules objects must keep. */
final class Rules {
  private Rules() {}

  /** The rules that {@code next} breaks; {@code live} is the object it replaces. */
  static List<Cause> broken(Resource resource, ObjectTree next, Optional<ObjectTree> live) {
    return List.of();
  }
}
