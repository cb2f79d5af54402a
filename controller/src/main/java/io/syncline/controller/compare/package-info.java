/**
 * One comparison of an Application: spec checked, sources rendered, live objects gathered, both
 * sides compared, health judged.
 *
 * <p>An Application comes in, one {@link io.syncline.controller.compare.Compared} goes out; what
 * went wrong stands in it as conditions. Nothing here writes.
 */
@NullMarked
package io.syncline.controller.compare;

import org.jspecify.annotations.NullMarked;
