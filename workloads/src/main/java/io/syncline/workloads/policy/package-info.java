/**
 * The controllers that only report: disruption budgets and autoscalers.
 *
 * <p>An object, a {@link io.syncline.workloads.control.View} and a time come in, a {@link
 * io.syncline.workloads.control.Decision} goes out. Nothing here knows a clock, the API or a
 * thread.
 */
@NullMarked
package io.syncline.workloads.policy;

import org.jspecify.annotations.NullMarked;
