/**
 * The controllers of {@code apps/v1}: Deployment, ReplicaSet, StatefulSet, DaemonSet.
 *
 * <p>An object, a {@link io.syncline.workloads.control.View} and a time come in, a {@link
 * io.syncline.workloads.control.Decision} goes out. Nothing here knows how pods come to life: that
 * is read from their status.
 */
@NullMarked
package io.syncline.workloads.apps;

import org.jspecify.annotations.NullMarked;
