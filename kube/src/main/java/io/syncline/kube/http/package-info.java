/**
 * A {@link io.syncline.kube.Cluster} over the Kubernetes HTTP API: transport, TLS from PEM texts,
 * discovery and watches.
 *
 * <p>It knows paths, media types and the Status object; what is written and why is decided above.
 */
@NullMarked
package io.syncline.kube.http;

import org.jspecify.annotations.NullMarked;
