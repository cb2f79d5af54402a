/** Tests of the package. */
@NullMarked
package io.syncline.bench.live;

import org.jspecify.annotations.NullMarked;
