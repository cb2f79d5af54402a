/**
 * The Kubernetes API on Armeria: HTTP and WebSocket in, requests to {@link
 * io.syncline.localkube.rest.KubeApi} and its replies out.
 *
 * <p>Nothing here knows what requests mean.
 */
@NullMarked
package io.syncline.localkube.http;

import org.jspecify.annotations.NullMarked;
