/**
 * Pieces of {@code Application.status} as they are stored.
 *
 * <p>Comparisons, health, results and the time come in; trees ready to be written go out. It must
 * not know how they are written, nor decide anything.
 */
@NullMarked
package io.syncline.engine.status;

import org.jspecify.annotations.NullMarked;
