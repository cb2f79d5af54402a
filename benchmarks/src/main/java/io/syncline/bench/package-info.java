/**
 * The harness behind {@code ./bench}: which benchmarks there are, in which order they run, where
 * their rows go.
 */
@NullMarked
package io.syncline.bench;

import org.jspecify.annotations.NullMarked;
