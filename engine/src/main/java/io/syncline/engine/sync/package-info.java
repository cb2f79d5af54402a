/**
 * The course of one sync operation as a state machine.
 *
 * <p>A state, the live objects and the time come in, the next {@link io.syncline.engine.sync.Step}
 * goes out; who executes it reports results back into the state. Waves, health gates, hooks,
 * failures and termination are decided here and nowhere else. It must not know how steps are
 * carried out.
 */
@NullMarked
package io.syncline.engine.sync;

import org.jspecify.annotations.NullMarked;
