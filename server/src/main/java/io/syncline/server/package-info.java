/**
 * The shell that answers: Argo CD's REST API, streams, sessions, webhooks and the web page.
 *
 * <p>Requests come in; answers go out, and what people want goes into the cluster as fields of
 * Applications. It reads state through {@link io.syncline.kube.Cluster} and detail through the port
 * {@link io.syncline.server.port.ApplicationDetails}; it does not know the controller.
 */
@NullMarked
package io.syncline.server;

import org.jspecify.annotations.NullMarked;
