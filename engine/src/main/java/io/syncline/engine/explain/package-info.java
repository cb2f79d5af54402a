/**
 * Why an application is as it is and what happens next, in sentences.
 *
 * <p>What was compared and what automation decides come in; sentences go out. It decides nothing
 * itself: every sentence tells a fact or a decision of another package.
 */
@NullMarked
package io.syncline.engine.explain;

import org.jspecify.annotations.NullMarked;
