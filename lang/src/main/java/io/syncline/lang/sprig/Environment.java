package io.syncline.lang.sprig;

import java.time.Instant;

/**
 * What functions may know of the world.
 *
 * @param now the time {@code now} gives
 * @param seed where random functions start: the same seed gives the same values in the same order
 */
public record Environment(Instant now, long seed) {}
