/**
 * The door of rendering: detects the tool a source is written for and calls it.
 *
 * <p>A {@link io.syncline.model.source.SourceTree} and a {@link io.syncline.render.RenderRequest}
 * come in, a {@link io.syncline.render.RenderResult} goes out, whatever the input holds. It is the
 * only package that knows all renderers; they do not know each other.
 */
@NullMarked
package io.syncline.render.door;

import org.jspecify.annotations.NullMarked;
