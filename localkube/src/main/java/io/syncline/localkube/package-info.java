/**
 * The embedded Kubernetes: an API server in this process that real clients can use.
 *
 * <p>A data folder and a clock come in; an HTTP service and an in-process API go out. Nothing here
 * runs workloads or knows what Syncline does with the objects.
 */
@NullMarked
package io.syncline.localkube;

import org.jspecify.annotations.NullMarked;
