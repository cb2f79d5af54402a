/**
 * What projects permit, and who may do what.
 *
 * <p>A project, an object, a policy come in; a yes, a reason or conditions go out. It must not know
 * sessions, tokens or requests.
 */
@NullMarked
package io.syncline.engine.access;

import org.jspecify.annotations.NullMarked;
