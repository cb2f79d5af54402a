/**
 * How well live objects are, and what that makes of an application.
 *
 * <p>One live object comes in, a {@link io.syncline.model.status.Health} or nothing goes out. Kinds
 * of Kubernetes have a class each; kinds of extensions have rules in YAML beside the classes (see
 * {@code RuleBook}), or a function where rules do not reach. Nothing here knows clusters, waves or
 * history.
 */
@NullMarked
package io.syncline.engine.health;

import org.jspecify.annotations.NullMarked;
