/**
 * Benchmarks of delivery: from a push until the cluster is what Git says. The product's parts run
 * in this process as they do in the product, and speak HTTP with each other over loopback.
 */
@NullMarked
package io.syncline.bench.delivery;

import org.jspecify.annotations.NullMarked;
