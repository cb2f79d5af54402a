/** Tests of the package. */
@NullMarked
package io.syncline.bench;

import org.jspecify.annotations.NullMarked;
