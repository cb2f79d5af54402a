/**
 * Benchmarks of the embedded Kubernetes: writes over HTTP with watchers, memory, start, recovery
 * and forks.
 *
 * <p>Nothing here knows applications or repositories.
 */
@NullMarked
package io.syncline.bench.kube;

import org.jspecify.annotations.NullMarked;
