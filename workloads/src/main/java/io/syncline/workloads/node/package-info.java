/**
 * The simulated nodes: they send heartbeats, fail when told so, are tainted, and lose their pods.
 *
 * <p>An object, a {@link io.syncline.workloads.control.View} and a time come in, a {@link
 * io.syncline.workloads.control.Decision} goes out. Nothing here knows which workload a pod belongs
 * to, nor who told a node to fail.
 */
@NullMarked
package io.syncline.workloads.node;

import org.jspecify.annotations.NullMarked;
