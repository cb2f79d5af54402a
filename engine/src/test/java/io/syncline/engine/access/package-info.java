/** Projects and specs beyond the public cases. */
@NullMarked
package io.syncline.engine.access;

import org.jspecify.annotations.NullMarked;
