package io.syncline.localkube.store;

import io.syncline.model.tree.ObjectTree;
import java.util.Optional;

/**
 * One committed write. Revisions of changes follow each other without gaps.
 *
 * @param revision revision of the write
 * @param key which object
 * @param before the object before; empty when it was made
 * @param after the object after; empty when it was removed
 */
public record Written(
    long revision, Key key, Optional<ObjectTree> before, Optional<ObjectTree> after) {}
