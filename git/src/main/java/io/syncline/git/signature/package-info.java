/**
 * Signatures of commits and tags: who made one, and what it is worth today.
 *
 * <p>In: signed text, a signature, keys as people publish them, the time. Out: {@link
 * io.syncline.git.signature.Verdict}. It knows neither repositories nor projects.
 */
@NullMarked
package io.syncline.git.signature;

import org.jspecify.annotations.NullMarked;
