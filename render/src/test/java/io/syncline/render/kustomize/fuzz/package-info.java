/**
 * Random kustomizations, built by us and by the real tool. In comes a seed; out go files, and where
 * the two builds differ, the fewest lines of them that still do. It knows nothing of how we build.
 */
@NullMarked
package io.syncline.render.kustomize.fuzz;

import org.jspecify.annotations.NullMarked;
