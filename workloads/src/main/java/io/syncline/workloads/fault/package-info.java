/**
 * The script of things that go wrong: a ConfigMap {@code kube-system/sim-schedule} says at what
 * time which pods crash or get unready or go, which nodes fail, and when the API refuses to scale.
 *
 * <p>The ConfigMap, a {@link io.syncline.workloads.control.View} and a time come in; marks on pods
 * and nodes, deletions and refusals go out. Nothing here knows how a pod or a node lives with such
 * a mark.
 */
@NullMarked
package io.syncline.workloads.fault;

import org.jspecify.annotations.NullMarked;
