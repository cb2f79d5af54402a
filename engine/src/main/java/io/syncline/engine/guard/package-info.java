/**
 * Whether a sync would destroy so much that somebody should be asked first.
 *
 * <p>Applications, projects and plans come in; objections go out. It must not know who confirms
 * them. It only ever adds a question: what a plan may delete is decided elsewhere.
 */
@NullMarked
package io.syncline.engine.guard;

import org.jspecify.annotations.NullMarked;
