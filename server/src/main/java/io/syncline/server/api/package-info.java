/**
 * One class for each resource of Argo CD's REST API (semantics 31). A call comes in, a tree goes
 * out; what a person wants done is written as {@code operation} or {@code spec} of an Application
 * and carried out by whoever watches it.
 */
@NullMarked
package io.syncline.server.api;

import org.jspecify.annotations.NullMarked;
