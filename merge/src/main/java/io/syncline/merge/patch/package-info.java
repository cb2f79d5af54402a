/**
 * Patches as functions from tree to tree: strategic merge with its directives and its two- and
 * three-way differences, JSON patch and JSON merge patch. A tree, a patch and, for strategic merge,
 * a schema come in; a new tree or a new patch goes out. Nothing here may look up a kind.
 */
@NullMarked
package io.syncline.merge.patch;

import org.jspecify.annotations.NullMarked;
