/**
 * Patterns as projects and ignore rules write them.
 *
 * <p>A pattern and a text come in, yes or no goes out. Nothing here knows what the texts mean.
 */
@NullMarked
package io.syncline.engine.glob;

import org.jspecify.annotations.NullMarked;
