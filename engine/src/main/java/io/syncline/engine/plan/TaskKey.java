package io.syncline.engine.plan;

import io.syncline.engine.annotations.SyncPhase;
import io.syncline.model.object.ObjectKey;

/** The identity of a task in one operation: an object in a phase. */
public record TaskKey(ObjectKey object, SyncPhase phase) {}
