/**
 * Measuring: samples and their quantiles, pairs of runs, programs and the CPU time they take.
 *
 * <p>Things to run come in, durations go out. Nothing here knows what is run.
 */
@NullMarked
package io.syncline.bench.measure;

import org.jspecify.annotations.NullMarked;
