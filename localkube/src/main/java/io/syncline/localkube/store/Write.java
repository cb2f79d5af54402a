package io.syncline.localkube.store;

import io.syncline.model.tree.ObjectTree;
import java.util.Optional;

/**
 * One wished write.
 *
 * @param key which object
 * @param expected revision the object must have; 0 when it must be absent
 * @param next the object to keep; empty to remove it. Its resourceVersion is set on commit
 */
public record Write(Key key, long expected, Optional<ObjectTree> next) {}
