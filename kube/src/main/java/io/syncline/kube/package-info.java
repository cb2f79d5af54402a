/**
 * The client side of the Kubernetes API: what a cluster can be asked, as values and one interface.
 *
 * <p>Manifests go in and come out as trees; failures are one exception with a code. Nothing here
 * knows what an Application is, what to apply or why.
 */
@NullMarked
package io.syncline.kube;

import org.jspecify.annotations.NullMarked;
