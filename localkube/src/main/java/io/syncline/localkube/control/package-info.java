/**
 * What a cluster does by itself: it makes its own objects, removes what is orphaned, empties
 * namespaces that go away and forgets old events.
 *
 * <p>Changes come in from the store; writes go out through the same life cycle as everybody's.
 * Nothing here runs workloads or knows HTTP.
 */
@NullMarked
package io.syncline.localkube.control;

import org.jspecify.annotations.NullMarked;
