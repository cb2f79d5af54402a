/**
 * How well live objects are, and what that makes of an application.
 *
 * <p>One live object comes in, a {@link io.syncline.model.status.Health} or nothing goes out; one
 * class per kind. Nothing here knows clusters, waves or history.
 */
@NullMarked
package io.syncline.engine.health;

import org.jspecify.annotations.NullMarked;
