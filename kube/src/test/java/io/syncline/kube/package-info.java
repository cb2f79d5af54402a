/** The client against the embedded Kubernetes, over HTTP. */
@NullMarked
package io.syncline.kube;

import org.jspecify.annotations.NullMarked;
