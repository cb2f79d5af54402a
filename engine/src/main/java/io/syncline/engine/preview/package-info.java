/**
 * What a sync would do, before it does it: its tasks in order, what each would change, and a digest
 * of all that went into it.
 *
 * <p>Plans and differences come in; something to show, and to hold a later plan against, goes out.
 * It must not know who approves it or how it is carried out.
 */
@NullMarked
package io.syncline.engine.preview;

import org.jspecify.annotations.NullMarked;
