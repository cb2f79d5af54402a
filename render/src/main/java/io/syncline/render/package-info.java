/**
 * What rendering takes and gives: request, limits, result, problem, and the record of every input
 * read.
 *
 * <p>A {@link io.syncline.model.source.SourceTree} and a {@link io.syncline.render.RenderRequest}
 * come in, a {@link io.syncline.render.RenderResult} goes out. Renderers are pure: no disk, no
 * network, no clock, no process.
 */
@NullMarked
package io.syncline.render;

import org.jspecify.annotations.NullMarked;
