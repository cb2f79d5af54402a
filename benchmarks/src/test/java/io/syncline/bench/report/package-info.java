/** Tests of the package. */
@NullMarked
package io.syncline.bench.report;

import org.jspecify.annotations.NullMarked;
