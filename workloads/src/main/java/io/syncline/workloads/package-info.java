/**
 * Simulated workloads for the embedded Kubernetes: the controllers that turn Deployments into
 * ReplicaSets into Pods, and a kubelet that runs nothing. Made for demos, previews and tests; every
 * sign of life is honest about being simulated (nodes {@code simulated-0…}, logs that begin with
 * {@code [simulated]}, events from {@code simulated-kubelet}).
 *
 * <p>{@link io.syncline.workloads.Workloads} starts everything on a {@link
 * io.syncline.localkube.api.LocalApi}. Objects come in through it, writes go out through it;
 * nothing here knows HTTP, files or GitOps.
 *
 * <h2>How to make a pod misbehave</h2>
 *
 * Annotations of the pod template, all with the prefix {@code sim.syncline.io/}; with {@code
 * .<container>} appended they concern that container alone. They win over image tags, and those win
 * over what the command plainly says.
 *
 * <ul>
 *   <li>{@code image: missing} — the image cannot be pulled; so do images with {@code
 *       does-not-exist} or {@code sim-missing} in them and registries that end in {@code .invalid}
 *   <li>{@code crash: "exit=1,after=2s"} or {@code crash: oom} — crash loop; so do tags with {@code
 *       sim-crash}
 *   <li>{@code fail-first: "2"} — fails twice, then works
 *   <li>{@code ready-after: 45s} — becomes ready late; so do tags with {@code sim-slow-45s}
 *   <li>{@code unready: "true"} — never becomes ready
 *   <li>{@code run-for: 5s} and {@code exit-code: "1"} — ends by itself
 *   <li>{@code log: …} — lines for the log
 * </ul>
 *
 * The whole table is in {@code docs/reference/simulated-workloads.md}.
 */
@NullMarked
package io.syncline.workloads;

import org.jspecify.annotations.NullMarked;
