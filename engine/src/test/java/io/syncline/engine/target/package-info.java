/** Targets made of manifests. */
@NullMarked
package io.syncline.engine.target;

import org.jspecify.annotations.NullMarked;
