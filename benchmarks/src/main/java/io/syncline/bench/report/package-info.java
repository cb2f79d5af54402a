/**
 * What a benchmark tells: rows and the two forms in which they are printed.
 *
 * <p>Figures come in, text goes out. Nothing here measures or knows what was measured.
 */
@NullMarked
package io.syncline.bench.report;

import org.jspecify.annotations.NullMarked;
