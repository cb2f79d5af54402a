/**
 * The in-process door to the embedded Kubernetes: what the simulated workloads and tests use
 * instead of HTTP. Admission, validation, defaulting, managed fields and events are the same as
 * over HTTP.
 */
@NullMarked
package io.syncline.localkube.api;

import org.jspecify.annotations.NullMarked;
