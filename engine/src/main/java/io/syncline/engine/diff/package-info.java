/**
 * What differs between what an application wants and what its cluster has.
 *
 * <p>A target, a live state and rules come in; one {@link io.syncline.engine.diff.Difference} per
 * object goes out, and a comparison of the whole. It must not know how differences are removed.
 */
@NullMarked
package io.syncline.engine.diff;

import org.jspecify.annotations.NullMarked;
