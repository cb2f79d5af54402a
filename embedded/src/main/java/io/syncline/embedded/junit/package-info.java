/**
 * {@link io.syncline.embedded.EmbeddedKube} as a JUnit extension: one cluster for a class, every
 * test begins with the same state.
 *
 * <p>Annotated classes and parameters come in, running clusters go out. Works with JUnit 5.10 and
 * later; knows no client library.
 */
@NullMarked
package io.syncline.embedded.junit;

import org.jspecify.annotations.NullMarked;
