/**
 * Benchmarks of rendering: our renderer in this process against {@code kubectl kustomize}, on
 * inputs that both read from the disk.
 */
@NullMarked
package io.syncline.bench.render;

import org.jspecify.annotations.NullMarked;
