package io.syncline.localkube.store;

import io.syncline.model.tree.ObjectTree;

/**
 * One object as kept.
 *
 * @param key where
 * @param revision revision of the write that made it, equal to its resourceVersion
 * @param object the object in the storage version of its resource
 */
public record Stored(Key key, long revision, ObjectTree object) {}
