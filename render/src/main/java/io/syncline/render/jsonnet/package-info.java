/**
 * Jsonnet files of a directory source: the program, what the source gives it, and its libraries.
 *
 * <p>A recording tree, a request and a file come in, the objects it evaluates to go out. Nothing
 * here knows other tools.
 */
@NullMarked
package io.syncline.render.jsonnet;

import org.jspecify.annotations.NullMarked;
