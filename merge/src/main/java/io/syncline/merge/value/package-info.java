/**
 * Values with a grammar of their own: quantities such as {@code 500m}, numbers that may be names,
 * and points in time. Text comes in, a value or its one canonical text goes out.
 */
@NullMarked
package io.syncline.merge.value;

import org.jspecify.annotations.NullMarked;
