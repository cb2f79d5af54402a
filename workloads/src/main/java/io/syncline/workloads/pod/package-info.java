/**
 * How simulated pods live on their node: what becomes of their containers as time passes ({@link
 * io.syncline.workloads.pod.Kubelet}), and what they are told to do wrong ({@link
 * io.syncline.workloads.pod.Behaviour}).
 *
 * <p>A pod's status is a function of its manifest, the time since it was bound to a node, and the
 * stored objects it refers to. So nothing is lost by a restart, and nothing is random. Nothing here
 * knows which controller made a pod.
 */
@NullMarked
package io.syncline.workloads.pod;

import org.jspecify.annotations.NullMarked;
