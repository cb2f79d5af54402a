/**
 * The rules that objects of the built-in kinds must keep, and the words for breaking them.
 *
 * <p>An object, its resource and the object it replaces come in; causes go out. Everything here is
 * a pure function: what depends on other objects (addresses, quotas, accounts) is decided
 * elsewhere.
 */
@NullMarked
package io.syncline.localkube.rules;

import org.jspecify.annotations.NullMarked;
