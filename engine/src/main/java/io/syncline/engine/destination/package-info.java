/**
 * Which clusters there are and which one an application means.
 *
 * <p>In: Secrets that register clusters, a destination as an application writes it. Out: the
 * registered cluster, or the words for why there is none. Knows nothing of connections.
 */
@NullMarked
package io.syncline.engine.destination;

import org.jspecify.annotations.NullMarked;
