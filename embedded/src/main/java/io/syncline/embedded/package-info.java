/**
 * The embedded Kubernetes as a test cluster for Java programs: API server and simulated workloads
 * in this process, on a port of their own.
 *
 * <p>{@link io.syncline.embedded.EmbeddedKube} is the door. Settings and manifests come in; a URL
 * and a kubeconfig go out, for any client of Kubernetes. Nothing here knows GitOps, nor any client
 * library.
 */
@NullMarked
package io.syncline.embedded;

import org.jspecify.annotations.NullMarked;
