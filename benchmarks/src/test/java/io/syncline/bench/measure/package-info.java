/** Tests of the package. */
@NullMarked
package io.syncline.bench.measure;

import org.jspecify.annotations.NullMarked;
