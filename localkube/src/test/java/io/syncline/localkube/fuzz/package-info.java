/** Random requests of every kind against the whole API, and what must hold whatever they say. */
@org.jspecify.annotations.NullMarked
package io.syncline.localkube.fuzz;
