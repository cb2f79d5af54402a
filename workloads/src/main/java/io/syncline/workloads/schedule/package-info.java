/**
 * The simulated scheduler: which nodes suit a pod ({@link io.syncline.workloads.schedule.NodeFit},
 * {@link io.syncline.workloads.schedule.Neighbours}), which suits best ({@link
 * io.syncline.workloads.schedule.Ranking}), and which weaker pods may be pushed aside ({@link
 * io.syncline.workloads.schedule.Preemption}).
 *
 * <p>A pod, a {@link io.syncline.workloads.control.View} and a time come in, a {@link
 * io.syncline.workloads.control.Decision} goes out. Nothing here knows how pods live on their node.
 */
@NullMarked
package io.syncline.workloads.schedule;

import org.jspecify.annotations.NullMarked;
