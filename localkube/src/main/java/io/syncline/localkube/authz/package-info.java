/**
 * Decides by roles and bindings who may do what: pure functions from stored policy, user and
 * attributes of a request to a decision with its reason. It knows neither requests nor writes.
 */
@NullMarked
package io.syncline.localkube.authz;

import org.jspecify.annotations.NullMarked;
