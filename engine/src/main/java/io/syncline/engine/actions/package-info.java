/**
 * What a person can do with a live object besides syncing it: restart, scale, pause, and whatever
 * scripts of {@code argocd-cm} add.
 *
 * <p>A live object, the name of an action, its parameters and the time come in; objects to be
 * patched or created go out. Nothing here writes them, or knows who may.
 */
@NullMarked
package io.syncline.engine.actions;

import org.jspecify.annotations.NullMarked;
