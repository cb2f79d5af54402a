/** Drives the embedded Kubernetes and its simulated workloads with the real kubectl. */
@NullMarked
package io.syncline.workloads.kubectl;

import org.jspecify.annotations.NullMarked;
