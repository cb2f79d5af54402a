/**
 * YAML documents as Kustomize edits them: mutable nodes that keep how a scalar was written beside
 * its text, because what a changed scalar means depends on it.
 *
 * <p>Text comes in, nodes and immutable trees go out. Nothing here knows resources or files.
 */
@NullMarked
package io.syncline.render.kustomize.node;

import org.jspecify.annotations.NullMarked;
