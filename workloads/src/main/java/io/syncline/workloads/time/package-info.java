/**
 * The time the simulation lives in: the system's, or one that a test moves by hand.
 *
 * <p>Tasks and moments come in, calls come back when the moment is there. Nothing here knows what
 * the tasks do.
 */
@NullMarked
package io.syncline.workloads.time;

import org.jspecify.annotations.NullMarked;
