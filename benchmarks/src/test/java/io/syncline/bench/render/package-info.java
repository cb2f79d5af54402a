/** Tests of the package. */
@NullMarked
package io.syncline.bench.render;

import org.jspecify.annotations.NullMarked;
