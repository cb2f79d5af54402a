/**
 * The clusters applications deploy to, as connections.
 *
 * <p>In: what is registered (Secrets of the control namespace), an application. Out: the cluster it
 * means, with what is live there. Each cluster has a connection of its own that is tried in the
 * background: a dead or slow one costs the applications of others nothing. Knows nothing of what is
 * compared or synced.
 */
@NullMarked
package io.syncline.controller.destination;

import org.jspecify.annotations.NullMarked;
