/**
 * What the annotations of one object ask of a sync: hooks, delete policies, waves and options.
 *
 * <p>Manifests come in; closed words and numbers go out. Nothing here knows in which order tasks
 * run or what an option does.
 */
@NullMarked
package io.syncline.engine.annotations;

import org.jspecify.annotations.NullMarked;
