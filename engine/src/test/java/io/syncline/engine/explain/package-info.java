/** Sentences about applications. */
@NullMarked
package io.syncline.engine.explain;

import org.jspecify.annotations.NullMarked;
