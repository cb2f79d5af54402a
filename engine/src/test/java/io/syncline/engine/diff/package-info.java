/** Comparisons beyond the public cases. */
@NullMarked
package io.syncline.engine.diff;

import org.jspecify.annotations.NullMarked;
