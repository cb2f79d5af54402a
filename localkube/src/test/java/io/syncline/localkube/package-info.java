/** Tests of the embedded Kubernetes through its doors: HTTP, real clients, the in-process API. */
@NullMarked
package io.syncline.localkube;

import org.jspecify.annotations.NullMarked;
