/**
 * Glob patterns as gobwas/glob and Argo CD read them.
 *
 * <p>A pattern and a text go in, whether they match comes out; no backtracking beyond a bounded
 * number of steps.
 */
@NullMarked
package io.syncline.lang.glob;

import org.jspecify.annotations.NullMarked;
